"""Hosts, logging in and out, own password, what monitoring asks."""

import json
import secrets
from pathlib import Path

import pytest

from people import PASSWORD, add_person
from visitor import Visitor


def at(demo, host: str) -> Visitor:
    return Visitor(f"http://{host}:{demo.port}")


def test_an_unknown_host_is_refused(demo):
    for host in ["altro.localhost", "127.0.0.1", "comune-a.localhost.evil.example"]:
        for path in ["/", "/entra", "/notifiche"]:
            page = at(demo, host).get(path)
            assert page.status == 421 and "nessun ente" in page.text and "Comune di" not in page.html


def test_an_alias_goes_to_the_canonical_name_before_log_in(demo, ente):
    page = at(demo, "alias-a.localhost").get("/notifiche?cf=X&oggetto=%C3%A0", follow=False)
    assert page.status == 308 and page.header("Location") == f"{ente.url}/notifiche?cf=X&oggetto=%C3%A0"
    assert page.cookies == []
    page = at(demo, "alias-a.localhost").post("/entra", {})
    assert page.status == 421 and page.title == "Indirizzo cambiato"


def test_a_page_that_is_not_there_and_a_method_that_is_not_taken(operator):
    assert operator.get("/nessuna").status == 404 and operator.get("/nessuna").title == "Pagina non trovata"
    assert operator.request("DELETE", "/notifiche").status == 405
    assert operator.request("HEAD", "/notifiche").status == 200 and operator.request("HEAD", "/notifiche").body == b""


def test_wrong_name_and_wrong_password_look_the_same(ente):
    account = ente.accounts["operatore"]
    shown = set()
    for name, password in [(account["utente"], "sbagliata"), ("nessuno", "sbagliata"), ("nessuno", account["password"])]:
        visitor = ente.visitor()
        page = visitor.press(visitor.get("/entra"), "Entra", utente=name, password=password)
        assert page.status == 422 and "__Host-puntuale" not in visitor.cookies and password not in page.html
        shown.add(page.alerts[0])
    assert shown == {"Nome utente o password non corretti."}


def test_after_log_in_the_page_that_was_asked_for_comes(ente):
    visitor, account = ente.visitor(), ente.accounts["amministratore"]
    page = visitor.enter(visitor.get("/servizi/nuovo"), account)
    assert page.path == "/servizi/nuovo" and page.title == "Nuovo servizio"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"])
def test_log_in_leads_to_no_other_site(ente, elsewhere):
    visitor, account = ente.visitor(), ente.accounts["operatore"]
    fields = visitor.get("/entra").form("Entra").fields | {
        "utente": account["utente"], "password": account["password"], "dopo": elsewhere}
    page = visitor.post("/entra", fields)
    assert page.status == 303 and page.header("X") is None
    assert page.header("Location") == "/notifiche" or page.header("Location").startswith("/a%0D%0A")


def test_log_out_ends_the_session_for_whoever_kept_the_cookie(ente):
    visitor = ente.visitor("operatore")
    kept = dict(visitor.cookies)
    page = visitor.press(visitor.get("/notifiche"), "Esci")
    assert page.title == "Entra" and "__Host-puntuale" not in visitor.cookies
    visitor.cookies = kept
    assert visitor.get("/notifiche", follow=False).status == 303


@pytest.fixture
def colleague(ente, administrator) -> dict:
    """A new person of the ente."""
    return add_person(administrator, ente.visitor())


def test_a_person_changes_the_own_password_and_other_sessions_end(ente, colleague):
    here, elsewhere = ente.visitor().log_in(colleague), ente.visitor().log_in(colleague)
    for current, new, repeated, field in [
        ("sbagliata", "nuova-password-lunga", "nuova-password-lunga", "password"),
        (PASSWORD, "corta", "corta", "password_nuova"), (PASSWORD, "", "", "password_nuova"),
        (PASSWORD, "nuova-password-lunga", "un-altra-password", "password_ripetuta")]:
        page = here.press(here.get("/profilo"), "Cambia la password", password=current, password_nuova=new, password_ripetuta=repeated)
        assert page.status == 422 and page.beside(field) and "<title>Errore: Profilo" in page.html, field
    page = here.press(here.get("/profilo"), "Cambia la password", password=PASSWORD, password_nuova="nuova-password-lunga",
                      password_ripetuta="nuova-password-lunga")
    assert page.status == 200 and "è stata cambiata" in page.text
    assert elsewhere.get("/notifiche", follow=False).status == 303
    assert ente.visitor().log_in(colleague | {"password": "nuova-password-lunga"}).get("/notifiche").status == 200
    old = ente.visitor()
    assert old.press(old.get("/entra"), "Entra", **colleague).status == 422


def test_who_is_disabled_is_out_at_once_and_cannot_come_back(demo, ente, administrator, colleague):
    visitor = ente.visitor().log_in(colleague)
    page = administrator.get(f"/utenti/{demo.person(ente, colleague['utente'])}")
    assert "non può più entrare" in administrator.press(page, "Disattiva").alerts[0]
    assert visitor.get("/notifiche", follow=False).status == 303
    assert visitor.press(visitor.get("/entra"), "Entra", **colleague).status == 422


def test_a_person_gets_another_role_and_may_what_it_says_at_once(demo, ente, administrator, colleague):
    visitor = ente.visitor().log_in(colleague)
    assert visitor.get("/notifiche/nuova").status == 200
    page = administrator.get(f"/utenti/{demo.person(ente, colleague['utente'])}")
    page = administrator.press(page, "Salva", nome="Collega Rinominata", ruolo="consultazione")
    assert page.title == "Collega Rinominata" and "salvate" in page.alerts[0]
    assert visitor.get("/notifiche/nuova").status == 403
    assert administrator.press(page, "Salva", nome="", ruolo="").status == 422


@pytest.fixture
def only_administrator(demo, ente):
    """Others whom tests have made are away meanwhile."""
    others = [row[0] for row in demo.sql(f"""SELECT HEX(p.id) FROM person p JOIN tenant t ON t.id = p.tenant_id WHERE NOT p.disabled
        AND t.code = '{ente.code}' AND p.role = 'administrator' AND p.username <> 'amministratore'""")]
    for other in others:
        demo.sql(f"UPDATE person SET disabled = TRUE WHERE id = UNHEX('{other}')")
    yield
    for other in others:
        demo.sql(f"UPDATE person SET disabled = FALSE WHERE id = UNHEX('{other}')")


def test_the_only_administrator_can_neither_leave_nor_step_down(demo, ente, administrator, only_administrator):
    address = f"/utenti/{demo.person(ente, 'amministratore')}"
    page = administrator.press(administrator.get(address), "Salva", ruolo="operatore")
    assert page.status == 422 and "unico amministratore" in page.beside("ruolo")
    page = administrator.press(administrator.get(address), "Disattiva")
    assert page.status == 422 and "unico amministratore" in page.text
    assert "un solo amministratore" in administrator.get("/utenti").text


def test_an_administrator_who_steps_down_goes_on_as_what_they_are_now(demo, ente):
    account = {"utente": f"lascia.{secrets.token_hex(3)}", "password": secrets.token_hex(10), "forget": lambda: None}
    added = demo.puntuale("utente", "create", ente.code, account["utente"], "--nome", "Chi Lascia", "--ruolo", "amministratore",
                          "--totp", "--password-file", "-", "--json", secret=account["password"] + "\n")
    leaving = ente.visitor().log_in(account | {"totp": json.loads(added.stdout)["totp"]})
    page = leaving.press(leaving.get(f"/utenti/{demo.person(ente, account['utente'])}"), "Salva", ruolo="operatore")
    assert page.path.startswith("/profilo") and "ruolo è stato cambiato" in page.alerts[0] and page.details["Ruolo"] == "operatore"


def test_monitoring_asks_from_this_machine_only(demo, ente):
    visitor = at(demo, "127.0.0.1")
    assert visitor.get("/vivo").body == b"vivo\n" and visitor.get("/pronto").body == b"pronto\n"
    for header in ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP"]:
        for path in ["/vivo", "/pronto", "/metriche"]:
            assert visitor.request("GET", path, headers={header: "10.0.0.1"}).status == 403


def test_nothing_of_the_demo_listens_beyond_this_machine(demo):
    ports = {demo.port, demo.port + 1000, demo.port + 1500}
    for table in ["/proc/net/tcp", "/proc/net/tcp6"]:
        for line in Path(table).read_text().splitlines()[1:]:
            (address, port), state = line.split()[1].split(":"), line.split()[3]
            if state == "0A" and int(port, 16) in ports:
                assert address == "0100007F", line
