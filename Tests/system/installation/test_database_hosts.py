"""The database on other hosts: encrypted, the one that was meant, and the next one where several are named."""

import os
import signal
import subprocess
import time

import pytest

from database_rig import PASSWORD, Rig
from database_server import deaf, free_tcp_port, stripped

UNAVAILABLE = 69


@pytest.fixture(scope="module")
def rig(tmp_path_factory, demo):
    return Rig(tmp_path_factory.mktemp("database"), demo.program)


def refused(result: subprocess.CompletedProcess, cause: str) -> None:
    assert result.returncode == UNAVAILABLE, result
    assert cause in result.stderr and PASSWORD not in result.stderr, result.stderr


def test_only_the_server_that_was_meant_hears_the_password(rig):
    with rig.server() as server:
        done = rig.migrate(server.port, "localhost")
        assert done.returncode == 0, done.stderr
        assert "creata la base dati" in done.stdout
        assert rig.migrate(server.port, "127.0.0.1").returncode == 0, "an address stands in its certificate too"
        [[_, encrypted]] = server.sql("SHOW GLOBAL STATUS LIKE 'Ssl_finished_accepts'")
        assert int(encrypted) >= 3

        refused(rig.migrate(server.port, authority=rig.theirs), "di un'autorità sconosciuta")
        for authority, names, days, cause in [
                (rig.ours, "DNS:altro.example", 2, "non è intestato a questo nome"),
                (rig.theirs, "DNS:localhost", 2, "di un'autorità sconosciuta"),
                (rig.ours, "DNS:localhost", -1, "è scaduto")]:
            rig.show(authority, names, days)
            server.sql("FLUSH SSL")
            refused(rig.migrate(server.port), cause)
        rig.show(rig.ours, "DNS:localhost,IP:127.0.0.1")
        server.sql("FLUSH SSL; ALTER USER capo@'%' REQUIRE NONE")
        between = free_tcp_port()
        with stripped(server, between):
            plain = subprocess.run(
                ["mariadb", "--no-defaults", "--user=capo", "--host=127.0.0.1", f"--port={between}", "--execute=SELECT 1"],
                capture_output=True, text=True, env=os.environ | {"MYSQL_PWD": PASSWORD})
            assert plain.returncode == 0, "whoever does not insist enters in the clear"
            refused(rig.migrate(between), "non offre TLS")


def test_a_server_without_tls_is_refused(rig):
    with rig.server("plain", options=["--skip-ssl"]) as server:
        refused(rig.migrate(server.port), "non offre TLS")


def test_one_that_refuses_and_one_that_stands_still_are_followed_by_the_next(rig):
    with rig.server() as server, deaf("127.0.0.3", server.port):
        began = time.monotonic()
        done = rig.migrate(server.port, "127.0.0.2, 127.0.0.3 127.0.0.1")
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - began < 5
        refused(rig.migrate(server.port, "127.0.0.2 127.0.0.3"), "non risponde (127.0.0.2:")


def test_one_that_does_not_know_us_yet_is_followed_by_the_next(rig):
    port = free_tcp_port()
    rig.show(rig.ours, "IP:127.0.0.1,IP:127.0.0.2")
    with rig.server("new", port=port) as new, rig.server("old", address="127.0.0.2", port=port):
        new.sql("DROP USER capo@'%'")
        assert rig.migrate(port, "127.0.0.1 127.0.0.2").returncode == 0
        refused(rig.migrate(port, "127.0.0.1 127.0.0.3"), "non accetta l'utente")


def test_a_server_that_froze_is_left_for_the_next(rig):
    port = free_tcp_port()
    with rig.server("first", port=port) as first, rig.server("second", address="127.0.0.2", port=port) as second:
        rig.show(rig.ours, "IP:127.0.0.1,IP:127.0.0.2")
        for server in (first, second):
            server.sql("FLUSH SSL")
            assert rig.migrate(port, "127.0.0.1" if server is first else "127.0.0.2").returncode == 0
        first.process.send_signal(signal.SIGSTOP)
        try:
            assert rig.migrate(port, "127.0.0.1 127.0.0.2").returncode == 0
        finally:
            first.process.send_signal(signal.SIGCONT)
