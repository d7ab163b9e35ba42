"""What a hostile page, a wrong address or a stolen cookie gets: nothing."""

from urllib.parse import urlencode

import pytest

from compose import CONTENT, fill
from routes import ADMINISTRATOR, ROUTES, address, ask, changeable, identifiers
from visitor import Visitor

HEADERS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store"}


@pytest.fixture
def complete(demo, ente, administrator, delivered):
    """Every POST with a form that would change something, but for its token."""
    ids = identifiers(demo, ente, administrator, delivered[0])
    compose = administrator.get("/notifiche/nuova").form("Aggiungi").fields | {
        "servizio": ente.first_service, "codice_fiscale": "AAAAAA00A00A000A", "oggetto": "Non deve partire", "contenuto": CONTENT,
        "azione": "aggiungi"}
    found = []
    for route in (route for route in ROUTES if route.method == "POST" and route.role):
        fields = (compose if route.pattern == "/notifiche/nuova" else {}) | route.fields
        if fields.get("password") == "@":
            fields["password"] = ente.accounts[ADMINISTRATOR]["password"]
        fields.pop("_token", None)
        found.append((route, ids, fields))
    return found


def forged_tokens(demo, ente, other_ente):
    yield "missing", {}
    yield "empty", {"_token": ""}
    yield "wrong", {"_token": "00" * 32}
    yield "not hexadecimal", {"_token": "è" * 64}
    yield "another session's", {"_token": ente.visitor(ADMINISTRATOR).token()}
    yield "another ente's", {"_token": other_ente.visitor(ADMINISTRATOR).token()}


def test_a_form_without_the_right_token_changes_nothing(demo, ente, other_ente, administrator, complete):
    tokens = list(forged_tokens(demo, ente, other_ente))
    before = changeable(demo)
    for name, token in tokens:
        for route, ids, fields in complete:
            page = ask(administrator, route, ids, fields | token)
            # The one with much text comes back with it.
            assert page.status == (422 if route.pattern == "/notifiche/nuova" else 403), (name, route)
            assert "aperta da troppo tempo" in page.text
    assert changeable(demo) == before


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://comune-b.localhost"},
    {"Origin": None, "Sec-Fetch-Site": "cross-site"}, {"Origin": None, "Sec-Fetch-Site": "same-site"}], ids=str)
def test_a_form_from_another_site_changes_nothing_even_with_the_token(demo, administrator, complete, headers):
    token = administrator.token()
    before = changeable(demo)
    for route, ids, fields in complete:
        page = post_from(administrator, route, ids, fields | {"_token": token}, headers)
        assert page.status == 403 and page.title == "Richiesta da un altro sito", route
    assert changeable(demo) == before


def post_from(visitor, route, ids, fields, headers):
    sent = {"Content-Type": "application/x-www-form-urlencoded"} | {name: value for name, value in headers.items() if value}
    return visitor.request("POST", address(route, ids), urlencode(fields).encode(), sent)


def test_the_log_in_form_needs_its_token_too(ente):
    account, visitor = ente.accounts["operatore"], ente.visitor()
    fields = {"utente": account["utente"], "password": account["password"], "dopo": ""}
    visitor.get("/entra")
    assert visitor.post("/entra", fields).status == 422
    assert visitor.post("/entra", fields | {"_token": Visitor(ente.url).get("/entra").form("Entra").fields["_token"]}).status == 422
    assert "__Host-puntuale" not in visitor.cookies


def test_pages_carry_the_security_headers_and_are_never_kept(ente, operator):
    for page in [ente.visitor().get("/entra"), operator.get("/notifiche"), operator.get("/notifiche/nuova"), operator.get("/nessuna"),
                 operator.post("/esportazioni", {}), operator.request("POST", "/notifiche/nuova", b"x" * 300_000)]:
        for name, value in HEADERS.items():
            assert page.header(name) == value, (page.path, name)
        assert page.header("Referrer-Policy") in ("strict-origin", "no-referrer"), "never a path or a query"
        policy = page.header("Content-Security-Policy")
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert len(page.header("X-Request-Id")) == 32 and page.header("Server") == "nginx"
        assert "<script>" not in page.html and "style=" not in page.html and " onclick" not in page.html


def test_the_request_id_is_on_the_page_and_in_the_header(operator):
    page = operator.get("/notifiche")
    assert f'<code class="richiesta">{page.header("X-Request-Id")}</code>' in page.html


def test_cookies_stay_with_the_host_and_away_from_scripts(ente):
    visitor = ente.visitor()
    first = visitor.get("/entra")
    account = ente.accounts["operatore"]
    entered = visitor.press(first, "Entra", follow=False, utente=account["utente"], password=account["password"])
    for cookie in first.cookies + entered.cookies:
        name, *attributes = [part.strip() for part in cookie.split(";")]
        if name.startswith("__Host-dispositivo="):
            attributes.remove("Max-Age=15552000")  # it opens nothing
        assert name.startswith("__Host-") and set(attributes) == {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"}, cookie
    assert len(visitor.cookies["__Host-puntuale"]) == 64


def test_static_files_may_be_kept_for_ever(operator):
    path = operator.get("/notifiche").html.split('rel="stylesheet" href="')[1].split('"')[0]
    page = operator.get(path)
    assert page.status == 200 and "immutable" in page.header("Cache-Control")
    assert operator.get("/statico/../puntuale.conf").status in (400, 404)
    assert operator.get("/statico/x/nessuno.css").status == 404


def test_a_body_over_the_limit_gets_a_page_that_says_so(operator, ente, citizen):
    page = fill(operator, ente, citizen, contenuto="c" * 300_000)
    assert page.status == 413 and page.title == "Invio troppo grande" and "supera la dimensione ammessa" in page.text
    page = fill(operator, ente, citizen, contenuto="c" * 200_000)
    assert page.status == 422 and "al massimo 10.000" in page.beside("contenuto")


@pytest.mark.parametrize("path", [
    "/notifiche/'%20OR%201=1", "/notifiche/%00", "/notifiche/" + "a" * 3000, "/%2e%2e/etc/passwd", "/notifiche//"])
def test_an_address_that_makes_no_sense_is_not_found(operator, path):
    page = operator.get(path)
    assert page.status in (400, 404) or (page.path == path and page.title == "Archivio notifiche")


def test_what_was_typed_is_text_wherever_it_is_shown(demo, operator, ente, citizen):
    hostile = '<script>alert(1)</script>"\'><img src=x>'
    page = fill(operator, ente, citizen, oggetto=hostile, contenuto=CONTENT + hostile + "[x](javascript:alert(1))")
    assert page.status == 422 and "<script>alert" not in page.html and 'href="javascript' not in page.html
    page = operator.press(page, "Aggiungi comunque")
    assert page.status == 200 and page.details["Oggetto"] == hostile
    for shown in [page, operator.get("/notifiche"), operator.get(f"/notifiche/nuova?da={page.path.rsplit('/', 1)[-1]}"),
                  operator.get("/notifiche?oggetto=%3Cscript%3Ealert(1)&cf=%3Cimg+src=x%3E")]:
        assert "<script>alert" not in shown.html and "<img src=x" not in shown.html and 'href="javascript' not in shown.html
