"""A whole Puntuale of its own, started and stopped by scripts/demo."""

import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse
from pathlib import Path
from uuid import UUID

from standstill import await_standstill
from visitor import Visitor

REPOSITORY = Path(__file__).resolve().parents[3]


class Tenant:
    """One of the demo's two, with its people and services."""

    def __init__(self, known: dict, demo: "Demo"):
        self.code, self.name, self.url = known["codice"], known["nome"], known["url"]
        # Tests log in more often than the telephone has codes: one that was used is forgotten.
        forget = f"UPDATE person p JOIN tenant t ON t.id = p.tenant_id SET totp_counter = NULL WHERE t.code = '{self.code}'"
        self.accounts = {person["ruolo"]: person | {"forget": lambda: demo.sql(forget)} for person in known["utenti"]}
        self.services = {service["nome"]: service["id"] for service in known["servizi"]}
        self.first_service = known["servizi"][0]["id"]

    def visitor(self, role: str | None = None) -> Visitor:
        visitor = Visitor(self.url)
        return visitor.log_in(self.accounts[role]) if role else visitor


class Demo:
    def __init__(self, run_dir: Path, port: int, protocol: str, settings: dict[str, str] | None = None):
        """- Parameter settings: of scripts/configure."""
        self.run_dir, self.port, self.protocol = run_dir, port, protocol
        self.environment = os.environ | {"RUN_DIR": str(run_dir), "PORT": str(port), "SANDBOX_PROTOCOL": protocol} | (settings or {})
        self.environment.pop("APPIO_URL", None)
        self._start: subprocess.Popen | None = None

    # Starting and stopping

    def begin(self) -> None:
        """Starts without waiting, from nothing."""
        if self.run_dir.exists():
            self.stop()
            shutil.rmtree(self.run_dir)
        self._start = subprocess.Popen(
            [REPOSITORY / "scripts/demo", "start"], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def await_start(self) -> "Demo":
        output, _ = self._start.communicate()
        assert self._start.returncode == 0, output
        return self.know()

    def know(self) -> "Demo":
        """What demo.json says of one that runs."""
        known = json.loads((self.run_dir / "demo.json").read_text())
        self.tenants = [Tenant(tenant, self) for tenant in known["enti"]]
        forget = "UPDATE person SET totp_counter = NULL WHERE role = 'host'"
        self.installation_account = known["host"] | {"forget": lambda: self.sql(forget)}
        self.sandbox = urllib.parse.urlsplit(known["sandbox"]["url"])
        self.database = known["mariadb"]
        return self

    def stop(self) -> None:
        subprocess.run([REPOSITORY / "scripts/demo", "stop"], env=self.environment, check=True)

    def script(self, name: str, *arguments: str) -> None:
        subprocess.run([REPOSITORY / "scripts" / name, *arguments], env=self.environment, check=True)

    def installation_administrator(self) -> Visitor:
        """Somebody of the installation's administration, who has logged in."""
        return Visitor(self.installation_account["url"]).log_in(self.installation_account, home="/enti")

    @property
    def monitor(self) -> Visitor:
        """At the address for monitoring, by which nginx lets nobody else in."""
        return Visitor(f"http://127.0.0.1:{self.port + 500}")

    def metrics(self) -> dict[str, float]:
        """By name and labels, as Prometheus reads them."""
        lines = self.monitor.get("/metriche").body.decode().splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}

    def visitor(self, host: str) -> Visitor:
        return Visitor(f"http://{host}:{self.port}")

    # Its processes

    def pid(self, name: str) -> int:
        return int((self.run_dir / "pids" / name).read_text())

    def signal(self, name: str, number: signal.Signals) -> None:
        os.kill(self.pid(name), number)
        if number == signal.SIGSTOP:
            await_standstill(self.pid(name))

    def log(self, name: str) -> str:
        return (self.run_dir / "logs" / f"{name}.log").read_text()

    def doorbell_is_answered(self) -> bool:
        """Whether a worker listens."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
            return bell.connect_ex(str(self.run_dir / "doorbell.sock")) == 0

    @property
    def program(self) -> Path:
        """The build that runs."""
        return Path(f"/proc/{self.pid('web')}/exe").resolve()

    # What it knows

    def sql(self, statement: str) -> list[list[str]]:
        client = ["mariadb", "--no-defaults", "--user=root", f"--socket={self.database['socket']}", "--batch", "--skip-column-names"]
        result = subprocess.run([*client, self.database["database"]], input=statement, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return [line.split("\t") for line in result.stdout.splitlines()]

    def configure(self, statement: str) -> None:
        """Changes what pages keep of a tenant, behind the program's back."""
        self.sql(f"{statement}; UPDATE tenant SET directory_version = directory_version + 1")

    def person(self, tenant: Tenant, username: str) -> str:
        """Of somebody of a tenant, the identifier."""
        return str(UUID(self.sql(f"""SELECT HEX(p.id) FROM person p JOIN tenant t ON t.id = p.tenant_id
            WHERE t.code = '{tenant.code}' AND p.username = '{username}'""")[0][0]))

    def notification(self, path: str, *columns: str) -> list[str]:
        """Columns of the row behind /notifiche/{uuid}."""
        uuid = path.split("?")[0].rsplit("/", 1)[-1].replace("-", "")
        return self.sql(f"SELECT {', '.join(columns)} FROM notification WHERE id = UNHEX('{uuid}')")[0]

    def state(self, path: str) -> str:
        return self.notification(path, "state")[0]

    def attempts(self, path: str) -> list[list[str]]:
        """Step, outcome and HTTP status of every call that was made for a notification, the oldest first."""
        uuid = path.split("?")[0].rsplit("/", 1)[-1].replace("-", "")
        return self.sql(f"SELECT step, outcome, http_status FROM attempt WHERE notification_id = UNHEX('{uuid}') ORDER BY began_at, id")

    def hurry(self, path: str) -> None:
        """What waits until later is looked at now."""
        uuid = path.split("?")[0].rsplit("/", 1)[-1].replace("-", "")
        self.sql(f"UPDATE notification SET due_at = NOW(6) WHERE id = UNHEX('{uuid}') AND state IN ('queued', 'accepted') "
                 "AND due_at IS NOT NULL")

    def puntuale(self, *arguments: str, secret: str = "", configuration: Path | None = None) -> subprocess.CompletedProcess:
        """Runs a command with the demo's configuration; secrets go by standard input."""
        result = subprocess.run(
            [self.program, *arguments, "--config", configuration or self.run_dir / "puntuale.conf"], input=secret, capture_output=True,
            text=True, timeout=40)
        assert not secret or not any(line in result.stdout + result.stderr for line in secret.split())
        return result

    def await_state(self, path: str, *states: str, within: float = 60) -> str:
        return until(lambda: (found := self.state(path)) in states and found, within, lambda: self.state(path))

    def await_word(self, path: str, word: str, within: float = 60) -> None:
        """Until App IO has said this of a notification."""
        until(lambda: self.notification(path, "io_status") == [word], within, lambda: self.notification(path, "state", "io_status"))

    def end_session(self, visitor: Visitor) -> None:
        """As if it had been idle for too long."""
        digest = hashlib.blake2b(bytes.fromhex(visitor.cookies["__Host-puntuale"]), digest_size=32).hexdigest()
        self.sql(f"DELETE FROM session WHERE digest = UNHEX('{digest}')")

    # The simulated App IO

    def inbox(self, citizen: str) -> list[dict]:
        """What a citizen received."""
        return [message for message in self._ask_sandbox("GET", f"/posta?cf={citizen}") if message["fiscal_code"] == citizen]

    def await_inbox(self, citizen: str) -> list[dict]: return until(lambda: self.inbox(citizen), 60)

    def created(self, citizen: str) -> list[dict]:
        """The content of each message that App IO took for a citizen, whether it reached the inbox or not."""
        lines = (self.run_dir / "sandbox/journal.jsonl").read_text().splitlines()
        messages = (line["message"] for line in map(json.loads, lines) if line["kind"] == "message")
        return [message["content"] for message in messages if message["fiscal_code"] == citizen]

    def trouble(self, tenant: Tenant, service: str, kind: str, latency: int = 0, operation: str = "tutte") -> None:
        """What is to go wrong with a service from now on; `none` ends it. Operations: tutte, profilo, invio, stato."""
        self._ask_sandbox("POST", "/controllo/guasti", {
            "servizio": self._in_sandbox(tenant, service)["service_id"], "guasto": kind, "percentuale": "100", "latenza": str(latency),
            "operazione": operation})

    def calls(self) -> dict[str, int]:
        """How many calls App IO let in, by operation."""
        return self.troubles()["calls"]

    def troubles(self) -> dict:
        """What App IO let in, refused and did wrong since it was started."""
        return self._ask_sandbox("GET", "/controllo/guasti")

    def sandbox_keys(self, tenant: Tenant, service: str) -> list[str]:
        """Primary and secondary, as App IO has them now."""
        known = self._in_sandbox(tenant, service)
        return [known["primary_key"], known["secondary_key"]]

    def sandbox_service(self, tenant: Tenant, identifier: str) -> str:
        """App IO's own id of a service."""
        name = next(name for name, known in tenant.services.items() if known == identifier)
        return self._in_sandbox(tenant, name)["service_id"]

    def regenerate_key(self, tenant: Tenant, service: str, which: str) -> None:
        """The key that the tenant has dies at once; `sandbox_keys` knows the new one."""
        self._ask_sandbox("POST", "/controllo/chiavi", {"servizio": self._in_sandbox(tenant, service)["service_id"], "chiave": which})

    def _in_sandbox(self, tenant: Tenant, service: str) -> dict:
        return next(found for found in self._ask_sandbox("GET", "/controllo")
                    if found["account"] == tenant.code and found["service_name"] == service)

    def _ask_sandbox(self, method: str, path: str, fields: dict[str, str] | None = None):
        connection = http.client.HTTPConnection("127.0.0.1", self.sandbox.port, timeout=10)
        body = urllib.parse.urlencode(fields) if fields else None
        connection.request(method, path, body, {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        assert answer.status < 300, (answer.status, text)
        return json.loads(text)


def until(condition, within: float, otherwise=lambda: "not yet"):
    """What the condition gives once it holds. Asked less often the longer it takes: to ask costs what others are waiting for."""
    began = time.monotonic()
    while not (found := condition()):
        waited = time.monotonic() - began
        assert waited < within, f"after {within} s: {otherwise()}"
        time.sleep(min(max(waited / 10, 0.05), 0.25))
    return found


def free_port(first: int) -> int:
    """From `first` on, one whose ports for the sandbox are free too (scripts/ports.sh)."""
    for port in range(first, first + 400):
        if not any(taken(port + offset) for offset in (0, 500, 1000, 1500)):
            return port
    raise AssertionError("no free port")


def taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
