"""What the isolation of tenants and services is tried with: every identifier of every route, and things of four owners."""

import itertools
import re
import uuid
from dataclasses import dataclass, field

from citizens import new_citizen
from compose import CONTENT, SUBJECT, send
from demo import Demo, Tenant, until
from digest import COUNTED, LIVELY, digest
from routes import ADMINISTRATOR, OPERATOR, VIEWER, Route, routes
from visitor import Visitor
from walk import shown_forms

# What an identifier in the path names, by what stands before it.
IN_PATH = {"/notifiche": "notification", "/notifiche/bozze": "draft", "/esportazioni": "export", "/servizi": "service",
           "/modelli": "template", "/utenti": "person"}
NOBODYS = "018f0000-0000-7000-8000-000000000000"
ALL_DOUBTS = {"atto": "assume", "quali": "tutte", "stato": "uncertain"}
# The tests ask more a second than nginx lets one address.
ADDRESSES = itertools.cycle(f"127.0.1.{number}" for number in range(1, 101))
# Fields of the archive's filters.
CHOSEN = ("servizio", "operatore", "modello", "seguita", "uuid")
# What else a form must say so that the identifier in a field makes a difference; a function gets the identifier.
MATTERS = {
    ("POST", "/notifiche/nuova", "servizio"): {
        "azione": "aggiungi", "codice_fiscale": new_citizen(), "oggetto": SUBJECT, "contenuto": CONTENT},
    ("POST", "/notifiche/nuova", "modello"): {"azione": "usa_modello"},
    ("POST", "/notifiche/nuova", "modello_in_uso"): lambda known: {"azione": "anteprima", "modello": known},
    ("POST", "/notifiche/nuova", "errata"): {"azione": "anteprima"},
    ("POST", "/notifiche/nuova", "copia_di"): {"azione": "anteprima"},
    ("POST", "/notifiche/nuova", "_chiave"): {"azione": "anteprima"},
    ("POST", "/notifiche/insieme", "scelta"): {"atto": "retry"},
    ("POST", "/notifiche/insieme", "pagina"): {"atto": "retry", "quali": "pagina"},
    **{("POST", "/notifiche/insieme", name): ALL_DOUBTS for name in CHOSEN},
    ("POST", "/notifiche/insieme/conferma", "righe"): {"atto": "retry"},
    **{("POST", "/notifiche/insieme/conferma", name): ALL_DOUBTS | {"righe": NOBODYS} for name in CHOSEN},
    ("POST", "/seguire/contatto/conferma", "scelta"): {"canale": "phone"},
    ("POST", "/utenti", "servizio"): {"servizi": "scelti"},
    ("POST", "/utenti/{id}/dati", "servizio"): {"servizi": "scelti"},
}


# Where the form that a page shows says nothing, or no page shows one: what would change something, and what would not.
SAYS = {
    ("POST", "/notifiche/{id}/ritenta"): ({"tentativo": "1"}, {"tentativo": "99"}),
    ("POST", "/notifiche/{id}/annulla"): ({"tentativo": "1"}, {"tentativo": "99"}),
    ("POST", "/notifiche/{id}/risolvi"): ({"tentativo": "1", "esito": "reinvia"}, {"tentativo": "99", "esito": "inviata"}),
    ("POST", "/servizi/{id}/chiavi"): ({"quale": "primary", "chiave": "0" * 32}, {"quale": "primary"}),
    ("POST", "/servizi/{id}/chiavi/nuova-prova"): ({"quale": "primary"}, {"quale": "primary"}),
    ("POST", "/servizi/{id}/chiavi/scarto"): ({"quale": "primary"}, {"quale": "primary"}),
}


def unknown(known: str) -> str:
    """What nobody has, in the place of something: made at the same time, so that it stands at the same place of every list."""
    if len(known) == 12:  # an ente's
        return f"{int(known, 16) ^ 1:012x}"
    return known[:24] + "f" * 12 + known[36:]


def around(known: str) -> list[str]:
    """It and those before and after it, by which a page without rows names its place in a list."""
    digits = re.fullmatch("[0-9a-f-]{36}", known) and int(known.replace("-", ""), 16)
    return [known, *(str(uuid.UUID(int=number)) for number in (digits - 1, digits + 1))] if digits else [known]


@dataclass
class Things:
    """One of each kind that an identifier may name."""
    ids: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, kind: str) -> str:
        return self.ids["notification" if kind == "place" else kind]

    def __contains__(self, kind: str) -> bool:
        return ("notification" if kind == "place" else kind) in self.ids


def person_id(demo: Demo, tenant: Tenant, username: str) -> str:
    return one(demo, tenant, "person", f"x.username = '{username}'")


def one(demo: Demo, tenant: Tenant, table: str, condition: str) -> str:
    [row, *_] = demo.sql(f"SELECT HEX(x.id) FROM {table} x JOIN tenant t ON t.id = x.tenant_id WHERE t.code = '{tenant.code}' "
                         f"AND {condition} ORDER BY x.id")
    return str(uuid.UUID(row[0]))


def hexadecimal(identifier: str) -> str:
    return f"UNHEX('{identifier.replace('-', '')}')"


def things(demo: Demo, operator: Visitor, tenant: Tenant, service: str, sent: tuple[str, str], owner: str, colleague: str) -> Things:
    """Of a service, and of the owner where they belong to a person.

    - Parameters: sent: the addresses of two of the service, of which the second did not arrive; owner, colleague: user names.
    """
    notification, followed = (path.split("?")[0].rsplit("/", 1)[-1] for path in sent)
    found = {"notification": notification, "followed": followed, "service": tenant.services[service],
             "person": person_id(demo, tenant, colleague),
             "template": one(demo, tenant, "message_template",
                             f"x.service_id = {hexadecimal(tenant.services[service])} AND NOT x.withdrawn")}
    found |= {"draft": draft(demo, tenant, owner), "export": export(demo, tenant, owner), "ask": ask(demo, tenant, found["service"])}
    found["form"] = operator.get("/notifiche/nuova").form("Aggiungi").fields["_chiave"]
    return Things(found)


NEVER = "2099-01-01"


def id_of(tenant: Tenant) -> str:
    return f"(SELECT id FROM tenant WHERE code = '{tenant.code}')"


def draft(demo: Demo, tenant: Tenant, owner: str) -> str:
    identifier = fresh()
    demo.sql(f"INSERT INTO draft (tenant_id, person_id, id, form, subject, fiscal_code) VALUES ({id_of(tenant)}, "
             f"{hexadecimal(person_id(demo, tenant, owner))}, {hexadecimal(identifier)}, 'oggetto=Bozza+segreta', 'Bozza segreta', '')")
    return identifier


def newcomer(demo: Demo, tenant: Tenant) -> str:
    """Somebody to whom anything may be done."""
    identifier = fresh()
    demo.sql(f"INSERT INTO person (tenant_id, id, username, name, role) VALUES ({id_of(tenant)}, {hexadecimal(identifier)}, "
             f"'nuova.{identifier[-12:]}', 'Lea Nuova', 'viewer')")
    return identifier


def export(demo: Demo, tenant: Tenant, owner: str) -> str:
    """A finished file, with nothing of any service in it."""
    identifier = fresh()
    demo.sql(f"INSERT INTO export (tenant_id, id, person_id, filter, services, state, file_name, size, chunks, expires_at) VALUES "
             f"({id_of(tenant)}, {hexadecimal(identifier)}, {hexadecimal(person_id(demo, tenant, owner))}, '', '', 'ready', 'x.xlsx', 3, "
             "1, NOW(6) + INTERVAL 1 DAY)")
    demo.sql("INSERT INTO export_chunk (tenant_id, export_id, number, data) "
             f"VALUES ({id_of(tenant)}, {hexadecimal(identifier)}, 0, 'abc')")
    return identifier


def ask(demo: Demo, tenant: Tenant, service: str) -> str:
    """An answered test of a key."""
    identifier = fresh()
    demo.sql(f"INSERT INTO ask (tenant_id, id, kind, service_id, slot, answer, expires_at) VALUES ({id_of(tenant)}, "
             f"{hexadecimal(identifier)}, 'key', {hexadecimal(service)}, 'primary', 'accepted', NOW(6) + INTERVAL 1 HOUR)")
    return identifier


def fresh() -> str:
    return "018f1111" + str(uuid.uuid4())[8:14] + "7" + str(uuid.uuid4())[15:]


def slots(demo) -> list[tuple[Route, str | None, str]]:
    """Every identifier of every route: the field that holds it (none: the path) and what it names."""
    found = []
    for route in routes(demo):
        before, is_in_path, _ = route.pattern.partition("/{id}")
        if is_in_path:
            found.append((route, None, IN_PATH[before]))
        found += [(route, name, kind) for name, kind in route.identifiers]
    return found


class World:
    """Both tenants, with things of a service that is allowed to the limited people, of one that is not, and of the other tenant."""

    def __init__(self, demo):
        self.demo, (self.tenant, self.other) = demo, demo.tenants
        allowed, hidden, _ = self.tenant.services
        for role in (VIEWER, OPERATOR):
            created = demo.puntuale("utente", "create", self.tenant.code, f"limitato.{role}", "--nome", f"Lea {role}", "--ruolo", role,
                                    "--servizio", allowed, "--password-file", "-", secret="una-password-lunga")
            assert created.returncode == 0, created.stderr
        self.visitors = {role: self.limited(role) for role in (VIEWER, OPERATOR)}
        self.visitors[ADMINISTRATOR] = self.tenant.visitor(ADMINISTRATOR)
        self.names = {role: f"limitato.{role}" for role in (VIEWER, OPERATOR)} | {
            ADMINISTRATOR: self.tenant.accounts[ADMINISTRATOR]["utente"]}
        self.tokens = {role: visitor.token() for role, visitor in self.visitors.items()}
        operators = [tenant.visitor("operatore") for tenant in demo.tenants]
        sent = [[send(operators[number], demo.tenants[number], new_citizen(), servizio=demo.tenants[number].services[service])
                 for _ in range(count)] for number, service, count in [(0, allowed, 4), (0, hidden, 2), (1, allowed, 2)]]
        for path in (path for paths in sent for path in paths):
            demo.await_state(path, "processed")
        for path in (path for _, *fail in sent for path in fail):
            identifier = path.split("?")[0].rsplit("/", 1)[-1]
            demo.sql(f"UPDATE notification SET state = 'unreachable', reason = 'not_on_io' WHERE id = {hexadecimal(identifier)}")
        # Who has told a citizen otherwise leaves the others theirs.
        writes = self.visitors | {VIEWER: operators[0]}  # a form's key is of who opened it
        self.own = {role: things(demo, writes[role], self.tenant, allowed, (sent[0][0], sent[0][number]), name, "consultazione")
                    for number, (role, name) in enumerate(self.names.items(), start=1)}
        self.hidden = things(demo, operators[0], self.tenant, hidden, sent[1], "consultazione", "operatore")
        self.foreign = things(demo, operators[1], self.other, allowed, sent[2], "consultazione", "operatore")
        self.forms = shown_forms(self.visitors[ADMINISTRATOR], routes(demo), "/notifiche",
                                 f"/notifiche/{self.own[ADMINISTRATOR]['notification']}")

    def _form(self, route: Route, gently: bool) -> dict[str, str]:
        act = (route.method, route.pattern)
        if act in SAYS:
            return SAYS[act][gently]
        if route.method == "GET" or act not in self.forms:
            return {}
        form, button = self.forms[act]
        names = form.hidden if gently else form.fields
        return {name: form.fields[name] for name in names if name != "_token"} | button

    def limited(self, role: str):
        return self.tenant.visitor().log_in({"utente": f"limitato.{role}", "password": "una-password-lunga", "totp": None})

    def ask(self, role: str, route: Route, name: str | None, kind: str, identifier: str, gently: bool):
        """The route's answer when this identifier stands in a field or (none) in the path.

        - Parameter gently: with a form that changes nothing, where there is one.
        """
        visitor, own = self.visitors[role], self.own[role]
        visitor.address = next(ADDRESSES)
        before = route.pattern.partition("/{id}")[0]
        path = route.pattern.replace("{id}", identifier if name is None else own[IN_PATH[before]] if before in IN_PATH else "")
        matters = MATTERS.get((route.method, route.pattern, name), {})
        fields = matters(identifier) if callable(matters) else matters
        if name is None:
            fields = self._form(route, gently)
        else:
            fields = fields | {name: identifier}
        if route.method == "GET":
            query = "&".join(f"{key}={value}" for key, value in fields.items())
            return visitor.get(path + (f"?{query}" if query else ""), follow=False)
        needs_key = route.pattern in ("/notifiche/nuova", "/seguire/contatto/conferma") and name != "_chiave"
        key = {"_chiave": own["form"]} if needs_key else {}
        return visitor.post(path, {"_token": self.tokens[role]} | key | fields)


    def state(self) -> list:
        """What no refused request may have touched, once the worker leaves the other tenant alone."""
        of_other = f"tenant_id = {id_of(self.other)}"
        until(lambda: self.demo.sql(f"SELECT COUNT(*) FROM notification WHERE {of_other} AND state = 'sending'") == [["0"]], 90)
        self.demo.sql(f"UPDATE notification SET due_at = '{NEVER}' WHERE {of_other} AND due_at IS NOT NULL")
        return [digest(self.demo, self.tenant, LIVELY | COUNTED), digest(self.demo, self.other, COUNTED), self.demo.sql(
            "SELECT COUNT(*), SUM(id = " + hexadecimal(self.hidden["notification"]) + " AND state = 'processed') FROM notification")]

    def let_go(self) -> None:
        """The worker goes on with the other tenant."""
        self.demo.sql(f"UPDATE notification SET due_at = NOW(6) WHERE due_at = '{NEVER}'")
