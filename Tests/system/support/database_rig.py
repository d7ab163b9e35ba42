"""A MariaDB of a test's own that insists on TLS, its authority, somebody else's, and `puntuale` with a configuration for it."""

import subprocess
from contextlib import contextmanager
from pathlib import Path

from database_server import Authority, DatabaseServer
from demo import REPOSITORY

PASSWORD = "una password"


class Rig:
    def __init__(self, directory: Path, program: Path):
        """The program is tried on servers of its directory."""
        self.directory, self.program = directory, program
        self.ours, self.theirs = Authority(directory, "ours"), Authority(directory, "theirs")
        self.certificate, self.key = directory / "server.pem", directory / "server.key"
        self.show(self.ours, "DNS:localhost,IP:127.0.0.1")
        self.options = [f"--ssl-cert={self.certificate}", f"--ssl-key={self.key}", f"--ssl-ca={self.ours.file}"]
        (directory / "password").write_text(PASSWORD)
        (directory / "password").chmod(0o600)

    def show(self, authority, names: str, days: int = 2) -> None:
        """Has the server show this certificate when it starts, or reads it again."""
        for made, used in zip(authority.sign(names, days), (self.certificate, self.key), strict=True):
            made.rename(used)

    @contextmanager
    def server(self, name: str = "right", options: list[str] | None = None, **place):
        directory = self.directory / name
        directory.mkdir(exist_ok=True)
        server = DatabaseServer(directory, options=self.options if options is None else options, **place)
        server.sql(f"CREATE USER IF NOT EXISTS capo@'%' IDENTIFIED BY '{PASSWORD}'; GRANT ALL ON *.* TO capo@'%' WITH GRANT OPTION")
        if options is None:
            server.sql("ALTER USER capo@'%' REQUIRE SSL")
        try:
            yield server
        finally:
            server.stop()

    def migrate(self, port: int, hosts: str = "localhost", authority=None) -> subprocess.CompletedProcess:
        """The first thing that asks a database."""
        return self.run("migrate", port=port, hosts=hosts, authority=authority)

    def run(self, *command: str, port: int, hosts: str = "localhost", authority=None, lines: list[str] | None = None,
            user: str = "capo") -> subprocess.CompletedProcess:
        """A command of a configuration with these lines besides what the database's administrator needs."""
        configuration = self.directory / "puntuale.conf"
        configuration.write_text("\n".join([
            f"database.host = {hosts}", f"database.port = {port}", "database.name = prova", f"database.migrations = {REPOSITORY}/sql",
            f"database.ca_file = {(authority or self.ours).file}", f"database.admin.user = {user}",
            f"database.admin.password_file = {self.directory}/password", *(lines or [])]) + "\n")
        return subprocess.run([self.program, *command, "--config", configuration], capture_output=True, text=True, timeout=60)
