"""Hosts, methods, who administers a tenant, what monitoring asks."""

import json
import secrets
from pathlib import Path

import pytest

from visitor import Visitor


def at(demo, host: str) -> Visitor:
    return Visitor(f"http://{host}:{demo.port}")


def test_an_unknown_host_is_refused(demo):
    for host in ["altro.localhost", "127.0.0.1", "comune-a.localhost.evil.example"]:
        for path in ["/", "/entra", "/notifiche"]:
            page = at(demo, host).get(path)
            assert page.status == 421 and "nessun ente" in page.text and "Comune di" not in page.html


def test_an_alias_goes_to_the_canonical_name_before_log_in(demo, tenant):
    page = at(demo, "alias-a.localhost").get("/notifiche?cf=X&oggetto=%C3%A0", follow=False)
    assert page.status == 308 and page.header("Location") == f"{tenant.url}/notifiche?cf=X&oggetto=%C3%A0"
    assert page.cookies == []
    page = at(demo, "alias-a.localhost").post("/entra", {})
    assert page.status == 421 and page.title == "Indirizzo cambiato"


def test_a_page_that_is_not_there_and_a_method_that_is_not_taken(operator):
    assert operator.get("/nessuna").status == 404 and operator.get("/nessuna").title == "Pagina non trovata"
    assert operator.request("DELETE", "/notifiche").status == 405
    assert operator.request("HEAD", "/notifiche").status == 200 and operator.request("HEAD", "/notifiche").body == b""


@pytest.fixture
def only_administrator(demo, tenant):
    """Others whom tests have made are away meanwhile."""
    others = [row[0] for row in demo.sql(f"""SELECT HEX(p.id) FROM person p JOIN tenant t ON t.id = p.tenant_id WHERE NOT p.disabled
        AND t.code = '{tenant.code}' AND p.role = 'administrator' AND p.username <> 'amministratore'""")]
    for other in others:
        demo.sql(f"UPDATE person SET disabled = TRUE WHERE id = UNHEX('{other}')")
    yield
    for other in others:
        demo.sql(f"UPDATE person SET disabled = FALSE WHERE id = UNHEX('{other}')")


def test_the_only_administrator_can_neither_leave_nor_step_down(demo, tenant, administrator, only_administrator):
    address = f"/utenti/{demo.person(tenant, 'amministratore')}"
    page = administrator.press(administrator.get(address), "Salva", ruolo="operatore")
    assert page.status == 422 and "unico amministratore" in page.beside("ruolo")
    page = administrator.decide(administrator.get(address), "Disattiva")
    assert page.status == 422 and "unico amministratore" in page.text
    assert "un solo amministratore" in administrator.get("/utenti").text


def test_an_administrator_who_steps_down_goes_on_as_what_they_are_now(demo, tenant):
    account = {"utente": f"lascia.{secrets.token_hex(3)}", "password": secrets.token_hex(10), "forget": lambda: None}
    added = demo.puntuale("utente", "create", tenant.code, account["utente"], "--nome", "Chi Lascia", "--ruolo", "amministratore",
                          "--totp", "--password-file", "-", "--json", secret=account["password"] + "\n")
    leaving = tenant.visitor().log_in(account | {"totp": json.loads(added.stdout)["totp"]})
    page = leaving.press(leaving.get(f"/utenti/{demo.person(tenant, account['utente'])}"), "Salva", ruolo="operatore")
    assert page.path.startswith("/profilo") and "ruolo è stato cambiato" in page.alerts[0] and page.details["Ruolo"] == "operatore"


def test_monitoring_asks_at_an_address_of_its_own_which_only_this_machine_reaches(demo, tenant, operator):
    assert demo.monitor.get("/vivo").body == b"vivo\n" and demo.monitor.get("/pronto").body == b"pronto\n"
    assert demo.monitor.get("/entra").status == 404 and demo.monitor.request("POST", "/vivo", b"").status == 403
    for path in ["/vivo", "/pronto", "/metriche"]:
        assert [visitor.get(path).status for visitor in (operator, tenant.visitor())] == [404, 404]
        assert at(demo, "127.0.0.1").request("GET", path, headers={"Puntuale-Monitoring": "1"}).status == 421


def test_nothing_of_the_demo_listens_beyond_this_machine(demo):
    ports = {demo.port, demo.port + 500, demo.port + 1000, demo.port + 1500}
    for table in ["/proc/net/tcp", "/proc/net/tcp6"]:
        for line in Path(table).read_text().splitlines()[1:]:
            (address, port), state = line.split()[1].split(":"), line.split()[3]
            if state == "0A" and int(port, 16) in ports:
                assert address == "0100007F", line
