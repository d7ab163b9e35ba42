"""What runs: database, nginx, sandbox and two workers, each started and ended by its pid."""

import http.client
import json
import os
import re
import signal
import subprocess
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from enti import Notification, Population
from worker import Worker

REPOSITORY = Path(__file__).resolve().parents[2]
RUN_DIR, SOCKETS = Path(os.environ["RUN_DIR"]), os.environ["SOCKETS"]
PROGRAM = os.environ["PROGRAM"]
# Another build of it, under a sanitizer.
WORKER_PROGRAM = os.environ.get("WORKER_PROGRAM", PROGRAM)

GALERA = os.environ.get("GALERA") == "1"
# Seconds. What hangs outlasts the time-out of a POST; a POST's lease is both time-outs and 20 s. When a node dies, all
# commits of its cluster stand still for 6 s, at a frozen one for 20 s, and a worker hears nothing meanwhile: neither an
# answer nor that its time is over.
CONNECT, SUBMIT, ASK, HANG = (2, 25, 15, 50) if GALERA else (2, 5, 3, 8)
LEASE = CONNECT + SUBMIT + 20


class World:
    sandbox_threads, hang_seconds = 128, HANG

    def __init__(self, population: Population):
        self.population = population
        self.workers = [Worker(self, name) for name in ("worker-a", "worker-b")]

    # Starting

    def start(self) -> None:
        self.prepare()
        for worker in self.workers:
            worker.start()

    def prepare(self) -> None:
        """All but the workers."""
        self.script("configure", SANDBOX_SEED=self.population.seed, SANDBOX_HANG_SECONDS=self.hang_seconds,
                    SANDBOX_PROCESSING_MS="200-1500")
        self.script("certificate")
        self.start_database()
        self.configure("puntuale.conf", {"sandbox.threads": self.sandbox_threads})
        for worker in self.workers:
            (RUN_DIR / worker.name / "export").mkdir(parents=True, exist_ok=True)
            self.configure(f"{worker.name}.conf", {
                "database.socket": f"{SOCKETS}/{worker.socket}",
                "doorbell.socket": f"{SOCKETS}/bell-{worker.name[-1]}.sock", "worker.mark_file": RUN_DIR / worker.name / "mark",
                "export.directory": RUN_DIR / worker.name / "export", "appio.connect_seconds": CONNECT,
                "appio.submit_seconds": SUBMIT, "appio.ask_seconds": ASK})
        self.puntuale("keys", "create", "--if-missing")
        self.script("database", PROGRAM, str(RUN_DIR / "puntuale.conf"))
        (RUN_DIR / "sandbox-services.json").write_text(json.dumps([service.in_sandbox for service in self.population.services]))
        self.sandbox = self.spawn("sandbox", "puntuale.conf")
        self.script("nginx", "start")
        self.create_enti()

    def start_database(self) -> None:
        self.script("mariadb", "start")

    def configure(self, name: str, changes: dict, like: str = "puntuale.conf") -> None:
        lines = [line for line in (RUN_DIR / like).read_text().splitlines() if line.split(" = ")[0] not in changes]
        (RUN_DIR / name).write_text("\n".join(lines + [f"{key} = {value}" for key, value in changes.items()]) + "\n")

    def create_enti(self) -> None:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(self.create_ente, self.population.services))
        # Nobody logs in.
        self.sql("""INSERT INTO person (tenant_id, id, username, name, role, password_hash)
                    SELECT id, id, 'operatore', 'Operatore', 'operator', '' FROM tenant""")
        known = {row[0]: row[1:] for row in self.sql("SELECT io_service_id, HEX(tenant_id), HEX(id) FROM service")}
        for service in self.population.services:
            service.tenant, service.id = known[service.io_id]

    def create_ente(self, service) -> None:
        host = f"{service.ente.replace('_', '-')}.test"
        self.puntuale("ente", "create", service.ente, "--nome", f"Comune {service.ente}", "--host", host)
        self.puntuale("servizio", "add", service.ente, "--nome", service.name, "--id-servizio", service.io_id, "--ambiente", "prova",
                      "--senza-prova", "--chiavi-file", "-", given="\n".join(service.keys) + "\n")

    # Processes

    def spawn(self, name: str, configuration: str, *, command: str = "", **environment: str) -> subprocess.Popen:
        """Noted under RUN_DIR/pids, where scripts/chaos finds it should this program end first."""
        with (RUN_DIR / "logs" / f"{name}.log").open("ab") as log:
            program = WORKER_PROGRAM if command == "worker" else PROGRAM
            process = subprocess.Popen([program, command or name, "--config", RUN_DIR / configuration], stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=log, env=os.environ | {"SWIFT_BACKTRACE": "registers=none"} | environment)
        (RUN_DIR / "pids" / name).write_text(f"{process.pid}\n")
        return process

    def script(self, name: str, *arguments: str, **environment: object) -> None:
        given = {key: str(value) for key, value in environment.items()}
        subprocess.run([REPOSITORY / "scripts" / name, *arguments], env=os.environ | given, stdout=subprocess.DEVNULL, check=True)

    def puntuale(self, *arguments: str, given: str = "", configuration: str = "puntuale.conf", errors: int | None = None) -> str:
        return subprocess.run([PROGRAM, *arguments, "--config", RUN_DIR / configuration], input=given, stdout=subprocess.PIPE,
                              stderr=errors, text=True, check=True).stdout

    def kill_database(self) -> None:
        pid = int((RUN_DIR / "pids/mariadb").read_text())
        os.kill(pid, signal.SIGKILL)
        until(lambda: is_gone(pid), 30)

    # Questions

    def sql(self, statement: str, socket: str = "mariadb.sock") -> list[list[str]]:
        result = subprocess.run(
            ["mariadb", "--no-defaults", "--user=root", f"--socket={SOCKETS}/{socket}", "puntuale", "--batch", "--skip-column-names",
             "--binary-as-hex"],
            input=statement, capture_output=True, text=True)
        if result.returncode:
            # Without the statement: it names citizens.
            raise DatabaseFault("\n".join(line for line in result.stderr.splitlines() if line.startswith("ERROR")))
        return [line.split("\t") for line in result.stdout.splitlines()]

    def surely(self, statement: str, socket: str = "mariadb.sock") -> list[list[str]]:
        """One that does no harm when it is repeated: again after a deadlock, or while the database is away."""
        deadline = time.monotonic() + 30
        while True:
            try:
                return self.sql(statement, socket)
            except DatabaseFault:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def register(self, notifications: list[Notification]) -> None:
        """As the web does. Repeated when the database does not say whether it has them: they are there once."""
        if not notifications:
            return
        rows = ",\n".join(
            f"(UNHEX('{one.service.tenant}'), UNHEX('{one.id}'), UNHEX('{one.id}'), UNHEX('{one.service.id}'), 'trial', 'queued', NOW(6), "
            f"'{one.citizen}', 'Prova dei guasti', '{one.id} {'Una notifica che nessun cittadino vedrà. ' * 3}', "
            f"UNHEX('{one.service.tenant}'))" for one in notifications)
        self.surely(f"""
            INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, due_at, fiscal_code, subject, markdown,
                                      created_by)
            VALUES {rows} ON DUPLICATE KEY UPDATE form_key = form_key""")

    def ids(self, condition: str) -> list[str]:
        """Of notifications, as hexadecimal digits."""
        return [id for id, in self.surely(f"SELECT LOWER(HEX(id)) FROM notification WHERE {condition} ORDER BY id")]

    def transactions(self) -> set[str]:
        """Those that have rows locked."""
        return {id for id, in self.surely("SELECT trx_id FROM information_schema.innodb_trx WHERE trx_rows_locked > 0")}

    def ask_sandbox(self, method: str, path: str, fields: dict | None = None):
        connection = http.client.HTTPConnection("127.0.0.1", int(os.environ["SANDBOX_PORT"]), timeout=60)
        connection.request(method, path, urllib.parse.urlencode(fields) if fields else None,
                           {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        assert answer.status < 300, (answer.status, path)
        return json.loads(text)

    def end_troubles(self) -> None:
        for service in self.population.services:
            self.ask_sandbox("POST", "/controllo/guasti", {"servizio": service.io_id, "guasto": "none"})


class DatabaseFault(Exception):
    pass


def crash_points() -> list[str]:
    """Of a send, as the worker has them, so that a new one is tried too. Nobody here is told anything by e-mail: the points of an e-mail
    are tried where there is a mail server (Tests/system/mail)."""
    source = (REPOSITORY / "Sources/Worker/Loop/CrashPoint.swift").read_text()
    cases = [case for line in re.findall(r"^ +case (.*)$", source, re.MULTILINE) for case in line.split(",")]
    names = [case.split("=")[-1].strip(' "') for case in cases]
    return [name for name in names if not name.startswith("mail-")]


def hexadecimal(ids: list[str]) -> str:
    """A list for SQL's IN, never empty."""
    return ", ".join(f"UNHEX('{id}')" for id in ids) or "''"


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] in "ZX"
    except FileNotFoundError:
        return True


def until(condition, within: float):
    """What the condition gives once it holds; what it gave last when the time is over."""
    deadline = time.monotonic() + within
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found
