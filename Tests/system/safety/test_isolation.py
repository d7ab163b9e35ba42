"""Nobody reaches what is another tenant's, or of a service that is not allowed to them: every route that the program has, with every
identifier that it takes, for everybody. What is not theirs answers as what nobody has: the same status, the same body, after the same
statements."""

import re

import pytest

from compose import CONTENT, SUBJECT
from isolation import ADDRESSES, CHOSEN, around, draft, newcomer, slots, unknown
from routes import ADMINISTRATOR, OPERATOR, ROLES, Route, routes
from statements import UUID, Statements, difference, told
from visitor import Visitor
from walk import pages, pattern

pytestmark = pytest.mark.untouched

# Whether it was somebody's is in the file that comes of it, in the list that it leads to, or nowhere: no doubts, and nothing to say of
# whose they are not.
TELLS_NOTHING = {("POST", "/esportazioni"), ("POST", "/registro"), ("POST", "/registro/esportazione"), "place"} | {
    ("POST", f"/notifiche/insieme{act}", name) for act in ("", "/conferma") for name in CHOSEN} | {
    ("POST", "/notifiche", name) for name in CHOSEN if name != "uuid"} | {
    # It only leads back to the list.
    ("POST", f"/seguire/{act}", "servizio") for act in ("carico", "rilascio", "contatto", "contatto/conferma")}


@pytest.fixture(scope="module")
def statements(demo):
    log = Statements(demo)
    yield log
    log.end()


@pytest.fixture(scope="module", autouse=True)
def worker_goes_on(world):
    yield
    world.let_go()


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_theirs_answers_as_what_nobody_has(demo, world, statements, role):
    before = world.state()
    faults, compared = [], 0
    for route, name, kind in slots(demo):
        where = f"{route.method} {route.pattern} {name or '{id}'}={kind}, {role}"
        strangers = {"foreign": world.foreign[kind]}
        # A session of a limited person; administrators have all services. A colleague's draft and file are nobody else's.
        if (role != ADMINISTRATOR and kind != "person") or kind in ("draft", "export"):
            strangers["not allowed"] = world.hidden[kind]
        for whose, identifier in strangers.items():
            answers = []
            for asked in (identifier, unknown(identifier)):
                statements.since()
                page = world.ask(role, route, name, kind, asked, gently=False)
                answers.append((told(page, *around(identifier), *around(unknown(identifier))), statements.since()))
            (answer, run), (wanted, wanted_run) = answers
            compared += 1
            if kind == "form" and whose == "not allowed":
                continue
            if answer != wanted:
                faults.append(f"{where}: {whose} answers otherwise than unknown: {difference(answer, wanted)}")
            if run != wanted_run:
                faults.append(f"{where}: {whose} runs other statements: {set(run) ^ set(wanted_run) or (run, wanted_run)}")
            if not route.admits(role) and answer[0] != 403:
                faults.append(f"{where}: {answer[0]} for who may not")
            elif route.admits(role) and name is None and answer[0] != 404:
                faults.append(f"{where}: {answer[0]} for what is {whose}")
    assert not faults, "\n".join(faults)
    assert compared > 40
    assert world.state() == before


@pytest.mark.parametrize("role", ROLES)
def test_what_is_theirs_answers_otherwise(demo, world, role):
    """Else the comparison with what nobody has would compare nothing."""
    faults = []
    for route, name, kind in slots(demo):
        slot = (route.method, route.pattern, name)
        if not route.admits(role) or TELLS_NOTHING & {kind, slot[:2], slot}:
            continue
        identifier = world.own[role][kind]
        if kind == "draft":
            identifier = draft(demo, world.tenant, world.names[role])
        if kind == "person" and name is None:
            identifier = newcomer(demo, world.tenant)
        page, nobodys = (world.ask(role, route, name, kind, asked, gently=True) for asked in (identifier, unknown(identifier)))
        if told(page, identifier) == told(nobodys, unknown(identifier)) or (name is None and page.status == 404):
            faults.append(f"{route.method} {route.pattern} {name or '{id}'}={kind}, {role}: {page.status} for one's own and for nobody's")
    assert not faults, "\n".join(faults)


def outsiders(world) -> dict:
    """Whoever has not come in all the way."""
    elsewhere, halfway, unready = (world.tenant.visitor() for _ in range(3))
    elsewhere.cookies = dict(world.other.visitor(ADMINISTRATOR).cookies)
    account = world.tenant.accounts[ADMINISTRATOR]
    page = halfway.press(halfway.get("/entra"), "Entra", utente=account["utente"], password=account["password"])
    assert page.has_button("Conferma")
    created = world.demo.puntuale("utente", "create", world.tenant.code, "senza.secondo", "--nome", "Lea Senza", "--ruolo", ADMINISTRATOR,
                                  "--password-file", "-", secret="una-password-lunga")
    assert created.returncode == 0, created.stderr
    page = unready.press(unready.get("/entra"), "Entra", utente="senza.secondo", password="una-password-lunga")
    assert page.has_button("Attiva")
    of_installation = world.tenant.visitor()
    of_installation.cookies = dict(world.demo.installation_administrator().cookies)
    return {"nobody": world.tenant.visitor(), "with the cookie of another tenant": elsewhere,
            "with the installation's cookie": of_installation, "with a password only": halfway,
            "who has yet to set up a second factor": unready}


def test_whoever_is_not_inside_learns_nothing(demo, world, statements):
    visitors, before, faults = outsiders(world), world.state(), []
    for who, visitor in visitors.items():
        world.visitors[who], world.tokens[who], world.own[who] = visitor, "", world.own[ADMINISTRATOR]
        for route, name, kind in slots(demo):
            if route.role is None:
                continue
            answers = []
            for asked in (world.own[who][kind], world.foreign[kind], unknown(world.foreign[kind])):
                statements.since()
                page = world.ask(who, route, name, kind, asked, gently=False)
                answers.append((told(page, asked), statements.since()))
                visitor.cookies.pop("__Host-entra", None)
            if any(answer != answers[0] for answer in answers) or answers[0][0][0] not in (303, 403):
                faults.append(f"{route.method} {route.pattern} {name or '{id}'}={kind}, {who}: {difference(answers[0][0], answers[1][0])}")
    assert not faults, "\n".join(faults)
    assert world.state() == before


def test_the_installation_answers_nobody_else_and_knows_people_and_tenants_as_little_as_what_nobody_has(demo, world, statements):
    own = demo.installation_administrator()
    token, before, faults = own.token(), world.state(), []
    nobody, elsewhere = Visitor(own.url), Visitor(own.url)
    elsewhere.cookies = dict(world.visitors[ADMINISTRATOR].cookies)
    halfway = Visitor(own.url)
    account = demo.installation_account
    halfway.press(halfway.get("/entra"), "Entra", utente=account["utente"], password=account["password"])
    # A person of a tenant, and the tenant that the installation itself is.
    [[itself]] = demo.sql("SELECT LOWER(HEX(id)) FROM tenant WHERE kind = 'host'")
    foreign = {"/utenti": world.foreign["person"], "/enti": itself}
    form = {"livello": "chiuso", "motivo": "Prova"}

    def ask(visitor, route: Route, identifier: str, token: str = "") -> tuple:
        path = route.pattern.replace("{id}", identifier)
        visitor.cookies.pop("__Host-entra", None)
        visitor.address = next(ADDRESSES)
        statements.since()
        page = visitor.get(path, follow=False) if route.method == "GET" else visitor.post(path, {"_token": token} | form)
        return told(page, *[identifier] * bool(identifier)), statements.since()

    for route in routes(demo, "host", "serve"):
        if route.role is None or route.pattern in ("/esci", "/profilo/secondo-fattore"):
            continue
        before_id, is_in_path, _ = route.pattern.partition("/{id}")
        identifier = foreign[before_id] if is_in_path else ""
        where = f"{route.method} {route.pattern}"
        wanted, _ = ask(nobody, route, identifier)
        for who, visitor in {"a tenant's cookie": elsewhere, "a password only": halfway}.items():
            answer, _ = ask(visitor, route, identifier)
            if answer[0] not in (303, 403) or (visitor is elsewhere and answer != wanted):
                faults.append(f"{where}, {who}: {difference(answer, wanted)}")
        if is_in_path:
            answers = [ask(own, route, asked, token) for asked in (identifier, unknown(identifier))]
            if answers[0] != answers[1] or answers[0][0][0] != 404:
                faults.append(f"{where}, of the host: {difference(answers[0][0], answers[1][0])}")
    assert not faults, "\n".join(faults)
    assert world.state() == before


def test_no_page_takes_an_identifier_that_its_route_does_not_declare(demo, world):
    """Every link and form that somebody can reach, followed as far as they lead."""
    known, seen, found = routes(demo), 0, set()
    declared = {(route.method, route.pattern, name) for route in known for name, _ in route.identifiers}

    def note(method: str, path: str, fields: list[tuple[str, str]]):
        for name, value in fields:
            if re.search(UUID, value) and name != "avvertenze":
                found.add((method, pattern(known, method, path), name))

    for role in (OPERATOR, ADMINISTRATOR):
        for page in pages(world.tenant.visitor(role), known, "/notifiche", f"/notifiche/{world.own[ADMINISTRATOR]['notification']}"):
            seen += 1
            for link in page.links:
                address, _, query = link.partition("?")
                note("GET", address, [part.partition("=")[::2] for part in query.split("&")] if query else [])
            for form in page.forms:
                choices = [(name, value) for name, options in form.options.items() for value in options.values()]
                buttons = [pair for pair in form.buttons.values() if pair]
                note(form.method.upper(), form.action, [*form.fields.items(), *choices, *buttons])
    assert seen > 25
    assert found <= declared, found - declared


def test_a_form_that_waited_for_the_log_in_names_nothing_that_is_not_theirs(demo, world):
    before = world.tenant.visitor()
    before.press(before.get("/entra"), "Entra", utente=f"limitato.{OPERATOR}", password="una-password-lunga")
    author = before.get("/notifiche/nuova").form("Aggiungi").fields["_autore"]
    for whose in (world.hidden, world.foreign):
        answers = []
        for named in (whose.__getitem__, lambda kind, whose=whose: unknown(whose[kind])):
            typed = {"servizio": named("service"), "errata": named("notification"), "modello": named("template"),
                     "modello_in_uso": named("template"), "oggetto": SUBJECT, "contenuto": CONTENT, "_autore": author}
            visitor = world.tenant.visitor()
            page = visitor.post("/notifiche/nuova", typed)
            page = visitor.press(page, "Entra", utente=f"limitato.{OPERATOR}", password="una-password-lunga")
            assert page.status == 422 and page.title == "Nuova notifica"
            answers.append(told(page, *(whose[kind] for kind in ("service", "notification", "template")),
                                *(unknown(whose[kind]) for kind in ("service", "notification", "template")), visitor.token()))
        assert answers[0] == answers[1], difference(*answers)
