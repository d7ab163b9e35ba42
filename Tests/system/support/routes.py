"""Every address of the site, as the program tells it itself."""

import json
from dataclasses import dataclass

from demo import Demo, Tenant
from visitor import Visitor

ROLES = ["consultazione", "operatore", "amministratore"]
VIEWER, OPERATOR, ADMINISTRATOR = ROLES
UNKNOWN = "018f0000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Route:
    method: str
    pattern: str
    role: str | None
    identifiers: tuple[tuple[str, str], ...]  # fields of the query or the form that hold one, and what it names

    def admits(self, role: str | None) -> bool:
        return self.role is None or (role is not None and ROLES.index(role) >= ROLES.index(self.role))


def routes(demo: Demo, *process: str) -> list[Route]:
    """Those of the tenants, or of another process."""
    result = demo.puntuale(*(process or ["web"]), "--routes")
    assert result.returncode == 0, result.stderr
    return [Route(told["method"], told["pattern"], told["role"], tuple(map(tuple, told["identifiers"])))
            for told in json.loads(result.stdout)]


def identifiers(demo: Demo, tenant: Tenant, visitor: Visitor, notification: str) -> dict[str, str]:
    """By the first part of the path: a notification, a service, a template and a person of the tenant, an export of the visitor."""
    export = visitor.press(visitor.get("/notifiche"), "Esporta Excel").path.rsplit("/", 1)[-1]
    [[person]], [template, *_] = [demo.sql(f"""
        SELECT INSERT(INSERT(INSERT(INSERT(LOWER(HEX(x.id)), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')
        FROM {table} x JOIN tenant t ON t.id = x.tenant_id WHERE t.code = '{tenant.code}' AND {which} ORDER BY x.id""")
        for table, which in [("person", "x.username = 'operatore'"), ("message_template", "NOT x.withdrawn")]]
    return {"notifiche": notification.rsplit("/", 1)[-1], "esportazioni": export, "servizi": tenant.first_service, "utenti": person,
            "modelli": template[0]}
