"""What outages happen in: workers that reach the sandbox by a proxy, with the time-outs of a real installation."""

import os
import re
import subprocess
from pathlib import Path

import journald
from drill_world import DrillWorld
from enti import Population
from proxy import HOST, PASS, Proxy
from visitor import Visitor
from world import RUN_DIR

ENTI = 3
# Seconds: the client gives up before.
HANG = 90
PASSWORD = "una frase che nessuno usa 7"
AWAY = RUN_DIR / "names-away"
# What says that something stands still because of App IO.
IN_PAGE, IN_STATUS = r"App IO (?:non|risponde|chiede)|rifiuta le chiavi|è fermo", r"App IO (?:non|risponde|chiede|rifiuta)|fermo"
IN_LOG = r"paused|stopped"
IN_METRICS = r'^puntuale_lanes_paused\{reason="(?:app_io|unreachable|failing|silent|unclear|throttled|keys)[^"]*"\} [1-9]'


class OutageWorld(DrillWorld):
    sandbox_threads, hang_seconds = 512, HANG

    def __init__(self, seed: int):
        super().__init__(Population(seed, ENTI))

    def prepare(self) -> None:
        super().prepare()
        self.proxy = Proxy()
        library = RUN_DIR / "names.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, Path(__file__).with_name("names.c")], check=True)
        for worker in self.workers:
            self.configure(f"{worker.name}.conf", {
                "appio.trial": f"https://{HOST}:{self.proxy.port}/api/v1", "appio.ca_file": self.proxy.authority(),
                "appio.connect_seconds": 10, "appio.submit_seconds": 60, "appio.ask_seconds": 15}, like=f"{worker.name}.conf")
            worker.environment = {"LD_PRELOAD": os.fspath(library), "NAMES_AWAY": os.fspath(AWAY)}
        self.puntuale("utente", "create", self.population.services[0].ente, "guardia", "--nome", "Guardia", "--ruolo", "operatore",
                      "--password-file", "-", given=PASSWORD + "\n")
        self.keep_enti()

    def begin_anew(self) -> None:
        self.end_trouble()
        super().begin_anew()
        host = f"{self.population.services[0].ente.replace('_', '-')}.test"
        self.visitor = Visitor(f"http://{host}:{os.environ['PORT']}").log_in({"utente": "guardia", "password": PASSWORD})
        self.logs = {worker.name: worker.log_size() for worker in self.workers}

    def begin(self, kind) -> None:
        if kind.names_away:
            AWAY.touch()
        self.trouble(kind.trouble, kind.scope, kind.latency)
        if kind.mode != PASS or kind.names_away:
            self.proxy.set(kind.mode)

    def end(self, kind) -> None:
        self.end_trouble()

    def end_trouble(self) -> None:
        AWAY.unlink(missing_ok=True)
        self.trouble("none", "tutte", 0)
        if self.proxy.mode != PASS:
            self.proxy.set(PASS)

    def trouble(self, kind: str, scope: str, latency: int) -> None:
        for service in self.population.services:
            self.ask_sandbox("POST", "/controllo/guasti", {
                "servizio": service.io_id, "guasto": kind, "operazione": scope, "latenza": str(latency), "latenza_massima": str(latency)})

    def signs(self) -> set[str]:
        """Where it is said now."""
        found = set()
        if re.search(IN_PAGE, self.visitor.get("/notifiche").text):
            found.add("pagina")
        if re.search(IN_STATUS, self.puntuale("queue", "status")):
            found.add("queue status")
        logs = [worker.log_from(self.logs[worker.name]) for worker in self.workers]
        if any(re.search(IN_LOG, line) for log in logs if re.search(IN_LOG, log) for line in journald.shown(log, "warning")):
            found.add("journalctl -p warning")
        ready, metrics = self.monitoring()
        if re.search(IN_METRICS, metrics, re.MULTILINE):
            found.add("metriche")
        if re.search(IN_STATUS, ready):
            found.add("pronto")
        return found
