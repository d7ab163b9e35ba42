"""A MariaDB of a test's own, reached over TCP on loopback, with certificates that the test makes."""

import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path

from demo import until

OPENSSL_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


def free_tcp_port() -> int:
    with socket.socket() as probe:
        probe.bind(("", 0))
        return probe.getsockname()[1]


class Authority:
    """Signs certificates in a directory."""

    def __init__(self, directory: Path, name: str):
        self.directory, self.name, self.file = directory, name, directory / f"{name}.pem"
        self._openssl("req", "-x509", *OPENSSL_KEY, "-subj", f"/CN={name}", "-days", "2", "-keyout", f"{name}.key", "-out", self.file)

    def sign(self, names: str, days: int = 2) -> tuple[Path, Path]:
        """Certificate and key, for names such as `DNS:localhost,IP:127.0.0.1`; with -1 days one that has expired."""
        (self.directory / "names").write_text(f"subjectAltName={names}\n")
        self._openssl("req", *OPENSSL_KEY, "-subj", "/CN=db", "-keyout", "leaf.key", "-out", "leaf.csr")
        self._openssl("x509", "-req", "-in", "leaf.csr", "-CA", self.file, "-CAkey", f"{self.name}.key", "-CAcreateserial",
                      "-days", str(days), "-extfile", "names", "-out", "leaf.pem")
        return self.directory / "leaf.pem", self.directory / "leaf.key"

    def _openssl(self, *arguments) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.directory, check=True, capture_output=True)


class DatabaseServer:
    """Root enters by its socket; everybody else over TCP."""

    def __init__(self, directory: Path, address: str = "127.0.0.1", port: int | None = None, options: list[str] | None = None):
        self.directory, self.port = directory, port or free_tcp_port()
        self.socket = directory / "mariadb.sock"
        data = directory / "data"
        if not data.exists():
            subprocess.run(
                ["mariadb-install-db", "--no-defaults", "--user=root", f"--datadir={data}", "--skip-test-db", "--skip-name-resolve",
                 "--auth-root-authentication-method=socket"], check=True, capture_output=True)
        self.process = subprocess.Popen(
            ["mariadbd", "--no-defaults", "--user=root", f"--datadir={data}", f"--socket={self.socket}", f"--bind-address={address}",
             f"--port={self.port}", f"--pid-file={data}/pid", "--skip-name-resolve", "--innodb-buffer-pool-size=32M", *(options or [])],
            stdout=subprocess.DEVNULL, stderr=(directory / "log").open("w"))
        until(self.answers, 30, lambda: (directory / "log").read_text()[-2000:])

    def client(self, statement: str, check: bool = True) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["mariadb", "--no-defaults", "--user=root", f"--socket={self.socket}", "--batch", "--skip-column-names"],
            input=statement, capture_output=True, text=True, check=check)

    def answers(self) -> bool: return self.client("DO 0", check=False).returncode == 0

    def sql(self, statement: str) -> list[list[str]]:
        return [line.split("\t") for line in self.client(statement).stdout.splitlines()]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


@contextmanager
def deaf(address: str, port: int):
    """A server that takes connections and never says a word, as one that stands still."""
    with socket.create_server((address, port)) as listener:
        yield listener


@contextmanager
def stripped(server: DatabaseServer, port: int):
    """Somebody on the way who makes the server seem to offer no TLS. The rest goes through."""
    program = Path(__file__).with_name("tls_stripper.py")
    process = subprocess.Popen(["python3", program, str(port), str(server.port)], stdout=subprocess.PIPE)
    process.stdout.readline()
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)
