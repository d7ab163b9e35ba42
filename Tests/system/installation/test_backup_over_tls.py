"""Backups of a database on another host: the programs of MariaDB that do them trust nobody whom ours do not."""

import pytest

from copies import backups
from database_rig import Rig


@pytest.fixture
def rig(demo, tmp_path):
    return Rig(tmp_path, demo.program)


@pytest.fixture
def lines(demo, tmp_path) -> list[str]:
    """What a backup reads besides."""
    secrets, names = demo.run_dir / "secrets", {"web": "web", "worker": "worker", "host_admin": "host"}
    accounts = [line for name, file in names.items() for line in
                (f"database.{name}.user = puntuale_{file}", f"database.{name}.password_file = {secrets}/{file}.password")]
    return [f"keys.public_file = {secrets}/keys.public", f"keys.private_file = {secrets}/keys.private",
            f"web.secret_file = {secrets}/web.secret", f"doorbell.socket = {tmp_path}/doorbell.sock", *accounts]


def test_a_database_over_tls_is_backed_up_and_restored_from_the_host_that_answers(rig, lines, tmp_path):
    with rig.server() as server:
        assert rig.run("migrate", port=server.port, lines=lines).returncode == 0
        done = rig.run("backup", str(tmp_path / "copie"), port=server.port, hosts="127.0.0.9 localhost", lines=lines)
        assert done.returncode == 0, done
        (name,) = backups(tmp_path / "copie")
        server.sql("DROP DATABASE prova")
        done = rig.run("restore", str(tmp_path / "copie" / name), "--conferma", port=server.port, hosts="127.0.0.9 localhost", lines=lines)
        assert done.returncode == 0 and "puntuale_web@%: creato" in done.stdout, done
        assert server.sql("SELECT COUNT(*) FROM prova.schema_version") != [["0"]]
        done = rig.run("backup", str(tmp_path / "copie"), port=server.port, authority=rig.theirs, lines=lines)
        assert done.returncode != 0 and backups(tmp_path / "copie") == [name]
