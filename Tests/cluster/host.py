"""A host with the package: web, administration of the installation, worker, each with what is its own."""

import shutil
import subprocess
import time
from pathlib import Path

from authority import Authority
from node import Node

NUMBERS = {"host1": 11, "host2": 12}
INTERNAL = "puntuale.interno.test"
ADMINISTRATION = "gestione.comuni.test"
# Seconds. A POST's lease is both time-outs and 20 s; when it ends, what a dead worker was sending becomes a doubt.
# To connect takes up to 10 s: with 2 s, two workers that begin anew all at once reach nobody on two busy cores, again and again.
CONNECT, SUBMIT = 10, 25
LEASE = CONNECT + SUBMIT + 20
SERVICES = ("web", "host", "worker")


class Host(Node):
    def __init__(self, name: str, place: Path, switch):
        number = NUMBERS[name]
        super().__init__(name, place, switch, {"front": number, "data": number, "outside": number},
                         {"/var/lib/puntuale": "24M", "/var/log": "24M"})

    def install(self, package: Path) -> None:
        shutil.copy(package, self.root / "root")
        self.apt(f"/root/{package.name}", "nginx", "mariadb-client", "libfaketime")

    def set_up_first(self, authority: Authority, password: str) -> str:
        """Returns: what setup said."""
        self.write("/etc/puntuale/autorita.pem", authority.certificate.read_text())
        self.write("/etc/puntuale/nginx/trusted-proxies.conf", "set_real_ip_from 10.77.1.2;\n")
        certificate, key = authority.sign(INTERNAL)
        self.write("/root/interno.pem", certificate + authority.certificate.read_text())
        self.write("/root/interno.key", key, 0o600)
        said = self.run("puntuale", "setup", "--nome-host", ADMINISTRATION, "--base-dati", "db1 db2 db3", "--ca-base-dati",
                        "/etc/puntuale/autorita.pem", "--utente-base-dati", "puntuale_admin", "--password-base-dati", "-",
                        stdin=password + "\n").stdout
        self.run("puntuale", "tls", "add", INTERNAL, "--catena", "/root/interno.pem", "--chiave", "/root/interno.key")
        configuration = self.root / "etc/puntuale/puntuale.conf"
        lines = [line for line in configuration.read_text().splitlines() if not line.startswith("appio.trial")]
        configuration.write_text("\n".join([*lines, "appio.trial = https://appio.test/api/v1", "appio.ca_file = /etc/puntuale/autorita.pem",
                                            f"appio.connect_seconds = {CONNECT}", f"appio.submit_seconds = {SUBMIT}"]) + "\n")
        self.run("puntuale", "check-config", "--breve")
        self.run("systemctl", "restart", *(f"puntuale-{name}.service" for name in SERVICES))
        return said

    def set_up_after(self, first: "Host") -> str:
        """As another host of the same installation: all of /etc/puntuale comes from the first, by one command of an administrator."""
        packed = subprocess.run(["tar", "-C", first.root / "etc", "-c", "puntuale"], capture_output=True, check=True).stdout
        subprocess.run(["tar", "-C", self.root / "etc", "-x"], input=packed, check=True)
        return self.run("puntuale", "setup", "--nome-host", ADMINISTRATION).stdout

    def is_ready(self) -> bool:
        return self.answers("curl", "-sf", "--max-time", "5", "http://127.0.0.1:8081/pronto", seconds=8) is not None

    def troubles(self) -> list[str]:
        said = []
        if not self.is_ready():
            why = self.answers("curl", "-s", "--max-time", "5", "http://127.0.0.1:8081/pronto", seconds=8)
            said.append(f"{self.short} non è pronto: {(why or 'non risponde').strip()}")
        if failed := self.failed_units():
            said.append(f"{self.short}: {failed}")
        return said

    def set_clock(self, offset: str | None) -> None:
        """The programs see another time than the machine has; to all others on the same kernel it would be wrong too."""
        for name in SERVICES:
            drop_in = f"/etc/systemd/system/puntuale-{name}.service.d/ora.conf"
            if offset:
                self.write(drop_in, "[Service]\nEnvironment=LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1\n"
                           f"Environment=FAKETIME={offset}\nEnvironment=FAKETIME_DONT_FAKE_MONOTONIC=1\n")
            else:
                (self.root / drop_in.lstrip("/")).unlink(missing_ok=True)
        self.run("systemctl", "daemon-reload")
        self.run("systemctl", "restart", *(f"puntuale-{name}.service" for name in SERVICES))

    def version(self) -> str: return self.run("puntuale", "--version").stdout.strip()

    def upgrade(self, package: Path) -> float:
        began = time.monotonic()
        shutil.copy(package, self.root / "root")
        self.run("apt-get", "-q", "-y", "install", f"/root/{package.name}")
        self.run("puntuale", "upgrade", "--senza-copia")
        return time.monotonic() - began
