"""`puntuale accounts`: who may enter the database, from where and how."""

import os
import subprocess

import pytest

from database_rig import PASSWORD, Rig

REFUSED, UNAVAILABLE = 65, 69
WEB = ["database.web.user = puntuale_web", "database.worker.user = puntuale_worker"]


@pytest.fixture(scope="module")
def rig(tmp_path_factory, demo):
    return Rig(tmp_path_factory.mktemp("database"), demo.program)


def secret(rig, name: str, text: str) -> str:
    file = rig.directory / f"{name}.password"
    file.write_text(text)
    file.chmod(0o600)
    return f"database.{name}.password_file = {file}"


def enters(server, user: str, password: str, *options: str) -> bool:
    return subprocess.run(
        ["mariadb", "--no-defaults", f"--user={user}", "--host=127.0.0.1", f"--port={server.port}", *options,
         "--execute=SELECT * FROM schema_version", "prova"],
        capture_output=True, env=os.environ | {"MYSQL_PWD": password}).returncode == 0


def test_accounts_of_other_hosts_enter_over_tls_only_with_the_password_of_the_file(rig):
    with rig.server() as server:
        lines = [*WEB, secret(rig, "web", "prima"), secret(rig, "worker", "altra")]

        def accounts(*arguments: str):
            return rig.run("accounts", *arguments, port=server.port, lines=lines)

        early = accounts()
        assert early.returncode == UNAVAILABLE and "altrimenti puntuale setup o migrate" in early.stderr, early.stderr
        assert rig.migrate(server.port).returncode == 0
        made = accounts()
        assert made.returncode == 0, made.stderr
        first, second = made.stdout.splitlines()
        assert first.startswith("puntuale_web@%: creato, entra solo con TLS, ") and "permessi in più" in first, first
        assert second.startswith("puntuale_worker@%: creato"), second
        assert accounts().stdout.splitlines() == ["puntuale_web@%: nulla da cambiare", "puntuale_worker@%: nulla da cambiare"]
        assert enters(server, "puntuale_web", "prima", "--ssl") and not enters(server, "puntuale_web", "prima", "--skip-ssl")

        secret(rig, "web", "seconda")
        changed = accounts("--da", "127.0.0.%", "--da", "10.0.0.7")
        assert [line.split(",")[0] for line in changed.stdout.splitlines()] == [
            "puntuale_web@%: password cambiata", "puntuale_web@10.0.0.7: creato", "puntuale_web@127.0.0.%: creato",
            "puntuale_worker@%: nulla da cambiare", "puntuale_worker@10.0.0.7: creato", "puntuale_worker@127.0.0.%: creato"]
        assert enters(server, "puntuale_web", "seconda", "--ssl") and not enters(server, "puntuale_web", "prima", "--ssl")
        assert not enters(server, "puntuale_web", "", "--ssl")
        assert "seconda" not in changed.stdout + changed.stderr

        lines.append("database.host_admin.user = puntuale_host")
        unknown = accounts()
        assert unknown.returncode == REFUSED and "«puntuale_host@%» non c'è" in unknown.stderr, unknown.stderr
        lines[-1] = "database.host_admin.user = qualcuno"
        foreign = accounts()
        assert foreign.returncode == REFUSED and "«qualcuno»" in foreign.stderr, foreign.stderr


def test_who_may_not_see_the_rights_takes_none_away(rig):
    with rig.server("narrow") as server:
        assert rig.migrate(server.port).returncode == 0
        lines = [*WEB[:1], secret(rig, "web", "prima")]
        assert rig.run("accounts", port=server.port, lines=lines).returncode == 0
        server.sql(f"""CREATE USER poco@'%' IDENTIFIED BY '{PASSWORD}' REQUIRE SSL; GRANT ALL ON prova.* TO poco@'%';
                       GRANT CREATE USER ON *.* TO poco@'%'""")
        assert rig.run("accounts", port=server.port, lines=lines, user="poco").returncode != 0
        assert enters(server, "puntuale_web", "prima", "--ssl")
