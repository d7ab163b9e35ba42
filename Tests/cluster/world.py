"""All machines together: made, started, set up; each of them with the one address by which the others know it."""

import os
import secrets
import time
from pathlib import Path

import database
from authority import Authority
from database import Database
from front import AppIO, Balancer
from host import ADMINISTRATION, Host
from network import Switch
from population import ENTI, Ente

NAMES = "10.77.2.21 db1\n10.77.2.22 db2\n10.77.2.23 db3\n10.77.4.31 appio.test\n"


class World:
    def __init__(self, place: Path, debian: Path, package: Path):
        self.place, self.debian, self.package = place, debian, package
        self.switch = Switch()
        self.databases = [Database(name, place, self.switch) for name in database.NUMBERS]
        self.hosts = [Host(name, place, self.switch) for name in ("host1", "host2")]
        self.balancer, self.appio = Balancer(place, self.switch), AppIO(place, self.switch)
        self.nodes = [*self.databases, *self.hosts, self.balancer, self.appio]
        self.enti = [Ente(number) for number in range(ENTI)]
        self.password = secrets.token_urlsafe(15)

    # Building

    def build(self) -> None:
        self.authority = Authority(self.place / "authority")
        self.step("machines: three databases, two hosts, a balancer, an App IO", self.make)
        self.step("the cluster of the databases, with TLS", self.found)
        self.step("the simulated App IO", lambda: self.appio.set_up(self.package, self.authority, self.enti))
        first, second = self.hosts
        self.step("host 1: apt install", lambda: first.install(self.package))
        self.step("host 1: puntuale setup", lambda: first.set_up_first(self.authority, self.administrator))
        self.step("host 2: apt install", lambda: second.install(self.package))
        self.step("host 2: /etc/puntuale of host 1, puntuale setup", lambda: second.set_up_after(first))
        names = [ente.host for ente in self.enti] + [ADMINISTRATION]
        self.step("the balancer", lambda: self.balancer.set_up(self.authority, names))
        self.step(f"{ENTI} enti", self.add_enti)
        for host in self.hosts:
            host.within(30, host.is_ready)

    @staticmethod
    def step(name: str, act) -> None:
        began = time.monotonic()
        act()
        print(f"{time.monotonic() - began:>7.1f} s  {name}", flush=True)

    def make(self) -> None:
        with_database = database.template(self.debian, self.place / "debian-database")
        sst_password = secrets.token_hex(16)
        for node in self.nodes:
            node.prepare(with_database if node in self.databases else self.debian, NAMES)
        for node in self.databases:
            node.configure(self.authority, sst_password)
        for node in self.nodes:
            node.start()

    def found(self) -> None: self.administrator = database.found(self.databases)

    def add_enti(self) -> None:
        first = self.hosts[0]
        for ente in self.enti:
            first.run("puntuale", "ente", "create", ente.code, "--nome", ente.name, "--host", ente.host)
            first.run("puntuale", "ente", "hours", ente.code, "--sempre")
            first.run("puntuale", "servizio", "add", ente.code, "--nome", "Avvisi", "--id-servizio", ente.io_id, "--ambiente", "prova",
                      "--chiavi-file", "-", stdin="\n".join(ente.keys) + "\n")
            first.run("puntuale", "utente", "create", ente.code, "operatore", "--nome", "Anna Operatrice", "--ruolo", "operatore",
                      "--password-file", "-", stdin=self.password + "\n")
        self.know_enti()

    def know_enti(self) -> None:
        known = {row[0]: row[1:] for row in self.sql("""
            SELECT io_service_id, LOWER(HEX(s.tenant_id)), LOWER(HEX(s.id)), LOWER(HEX(p.id))
            FROM puntuale.service s JOIN puntuale.person p ON p.tenant_id = s.tenant_id""")}
        for ente in self.enti:
            ente.id, ente.service, ente.person = known[ente.io_id]

    def end(self) -> None:
        for node in self.nodes:
            node.stop()
            node.remove()
        self.switch.end()

    # Asking

    def sql(self, statement: str, patience: float = 90) -> list[list[str]]:
        """Of the first node that answers as a part of the cluster; may be asked twice, so it must do no harm then."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            for node in self.databases:
                if node.process and node.process.poll() is None and (found := node.sql(statement)) is not None:
                    return found
            time.sleep(0.2)
        raise AssertionError("no database answers")

    def troubles(self) -> list[str]:
        """Who is not as before the fault."""
        said = [trouble for host in self.hosts for trouble in host.troubles()]
        said += [f"{node.short} non è in pari con il cluster" for node in self.databases if not node.is_synced()]
        if failed := self.balancer.failed_units():
            said.append(f"bilanciatore: {failed}")
        return said


def place() -> Path:
    return Path(os.environ.get("RUN_DIR", ".run")).absolute() / "cluster"
