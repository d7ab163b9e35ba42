"""What may happen to a notification between two steps of writing it, and how it is put right again."""

import secrets
import signal
from collections.abc import Callable
from dataclasses import dataclass

from demo import Demo, Tenant, until
from message_templates import CONTENUTO
from page import Page
from visitor import Visitor


@dataclass
class Scene:
    """Somebody at work, on a form that is filled in from a template of one service."""
    demo: Demo
    tenant: Tenant
    visitor: Visitor
    account: dict
    administrator: Visitor
    service: str
    template: str

    def id(self, table: str, identifier: str) -> str:
        return f"UPDATE {table} SET {{}} WHERE id = UNHEX('{identifier.rsplit('/', 1)[-1].replace('-', '')}')"

    def person(self, change: str) -> None:
        self.demo.sql(f"UPDATE person p JOIN tenant t ON t.id = p.tenant_id SET {change} "
                      f"WHERE t.code = '{self.tenant.code}' AND p.username = '{self.account['utente']}'")

    def ente(self, state: str) -> None:
        self.demo.sql(f"UPDATE tenant SET state = '{state}' WHERE code = '{self.tenant.code}'")

    def command(self, *arguments: str) -> None:
        result = self.demo.puntuale(*arguments)
        assert result.returncode == 0, result.stderr


@dataclass
class Fault:
    begin: Callable[[Scene], None]
    end: Callable[[Scene], None]
    # What the page says of it, when something was to be sent or saved; of a fault that stops nothing, nothing.
    says: str = ""
    # Whether it says so on every page, and not only where it matters.
    always: bool = False


def limit(scene: Scene) -> None:
    """The person may work with no service any more."""
    scene.person("all_services = FALSE")


def worker(number: signal.Signals) -> Callable[[Scene], None]:
    return lambda scene: scene.demo.signal("worker", number)


FAULTS = {
    "template withdrawn": Fault(
        lambda scene: scene.demo.configure(scene.id("message_template", scene.template).format("withdrawn = TRUE")),
        lambda scene: scene.demo.configure(scene.id("message_template", scene.template).format("withdrawn = FALSE")), "è stato ritirato"),
    "template changed": Fault(
        lambda scene: scene.administrator.press(
            scene.administrator.get(scene.template), "Salva", contenuto=f"{CONTENUTO} {secrets.token_hex(4)}"),
        lambda scene: None),
    "service disabled": Fault(
        lambda scene: scene.demo.configure(scene.id("service", scene.service).format("disabled = TRUE")),
        lambda scene: scene.demo.configure(scene.id("service", scene.service).format("disabled = FALSE")), "è disattivato"),
    "service no longer allowed": Fault(limit, lambda scene: scene.person("all_services = TRUE"), "non è più fra quelli ammessi"),
    "App IO slow": Fault(
        lambda scene: scene.demo.trouble(scene.tenant, name_of(scene), "none", latency=2500),
        lambda scene: scene.demo.trouble(scene.tenant, name_of(scene), "none")),
    "session over": Fault(
        lambda scene: scene.demo.end_session(scene.visitor), lambda scene: None, "l’operazione non è stata eseguita", always=True),
    "worker away": Fault(worker(signal.SIGSTOP), worker(signal.SIGCONT)),
    "database away": Fault(
        lambda scene: scene.demo.script("mariadb", "stop"), lambda scene: back(scene), "La base dati non risponde", always=True),
    "person disabled": Fault(
        lambda scene: scene.person("disabled = TRUE"), lambda scene: scene.person("disabled = FALSE"), "l’operazione non è stata eseguita",
        always=True),
    "role changed": Fault(
        lambda scene: scene.person("role = 'viewer'"), lambda scene: scene.person("role = 'operator'"),
        "Il ruolo assegnato non permette questa operazione", always=True),
    "ente read only": Fault(
        lambda scene: scene.ente("read_only"), lambda scene: scene.ente("active"), "sola lettura"),
    "ente closed": Fault(
        lambda scene: scene.ente("closed"), lambda scene: scene.ente("active"), "sospes", always=True),
    "sends suspended": Fault(
        lambda scene: scene.command("queue", "pause", scene.tenant.code),
        lambda scene: scene.command("queue", "resume", scene.tenant.code)),
}


def name_of(scene: Scene) -> str:
    return next(name for name, known in scene.tenant.services.items() if known == scene.service)


def back(scene: Scene) -> None:
    if not running(scene.demo):
        scene.demo.script("mariadb", "start")
    until(lambda: scene.demo.monitor.get("/pronto").status == 200, 60)


def running(demo: Demo) -> bool:
    try:
        demo.sql("SELECT 1")
        return True
    except Exception:
        return False


def come_back(scene: Scene, page: Page) -> Page:
    """Does what the page says, once the fault is over."""
    if page.has_button("Entra"):
        return scene.visitor.enter(page, scene.account)
    if page.has_button("Riprova"):
        return scene.visitor.press(page, "Riprova")
    return page
