"""What the administration of the installation decides about a tenant."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from citizens import new_citizen
from compose import fill, send
from demo import until
from people import PASSWORD, accept, link_of
from visitor import Visitor


@pytest.fixture
def page(demo, gestore, other_tenant):
    """Of the second tenant, which is as it was afterwards."""
    row = demo.sql(f"SELECT LOWER(HEX(id)) FROM tenant WHERE code = '{other_tenant.code}'")[0][0]
    path = f"/enti/{row}"
    yield lambda: gestore.get(path)
    for command in [["resume"], ["quota", "--messaggi-al-giorno", "nessuna", "--messaggi-al-minuto", "nessuna", "--persone", "nessuna",
                                 "--conservazione", "nessuna"], ["account", "--di", other_tenant.code]]:
        assert demo.puntuale("ente", command[0], other_tenant.code, *command[1:]).returncode == 0


def register(visitor: Visitor, action: str) -> list[str]:
    """The latest line about that action."""
    return next(row for row in visitor.get("/registro").rows if row[2] == action)


@pytest.fixture
def lost(demo, other_tenant):
    """No administrator of the second tenant can enter, until it is called."""
    theirs = f"p JOIN tenant t ON t.id = p.tenant_id SET p.disabled = %s WHERE t.code = '{other_tenant.code}' AND p.role = 'administrator'"
    demo.sql(f"UPDATE person {theirs % 'TRUE'}")
    yield (find := lambda: demo.sql(f"UPDATE person {theirs % 'FALSE'} AND p.username = 'amministratore'"))
    find()


def test_it_lets_nobody_into_a_tenant_that_has_an_administrator(gestore, page, other_tenant):
    form = page()
    assert "Di qui si invita soltanto quando non ce n’è nessuno" in form.text
    asked = {"_token": form.form("Salva quote").fields["_token"], "amministratore": "Spia", "utente": "spia.host"}
    refused = gestore.post(f"{form.path}/amministratori", asked)
    assert refused.status == 422 and "/invito" not in refused.html
    assert "spia.host" not in other_tenant.visitor("amministratore").get("/utenti").text


def test_it_helps_a_tenant_whose_administrators_are_lost_and_both_registers_say_so(demo, gestore, page, other_tenant, lost):
    name = f"nuova.{secrets.token_hex(4)}"
    assert "da 3 a 64" in gestore.press(page(), "Invita", amministratore="Nuova", utente="x").beside("utente")
    taken = gestore.press(page(), "Invita", amministratore="Nuova", utente=other_tenant.accounts["amministratore"]["utente"])
    assert taken.status == 422 and "ha già una persona" in taken.beside("utente")
    assert taken.form("Invita").fields["amministratore"] == "Nuova"
    spent = link_of(gestore.press(page(), "Invita", amministratore="Nuova Persona", utente=name))
    again = gestore.press(page(), "Invita", amministratore="Nuova Persona", utente=name)
    link, new = link_of(again), other_tenant.visitor()
    assert f"{other_tenant.url}{link}" in again.html
    assert new.get(spent).status == 404 and "La password è impostata" in accept(new, link).text
    page_ = new.enter(new.get("/entra"), {"utente": name, "password": PASSWORD})
    assert page_.path == "/profilo/secondo-fattore"
    assert "Invita" not in [button for form in page().forms for button in form.buttons], "she has a password now"
    lost()
    line = register(other_tenant.visitor("amministratore"), "Amministratore invitato")
    assert line[1] == "amministratore del sistema" and line[4] == f"nome utente: {name}"
    assert register(gestore, "Amministratore invitato")[1:] == ["Gina Gestrice", "Amministratore invitato", other_tenant.name,
                                                               f"nome utente: {name}"]
    assert demo.puntuale("utente", "disable", other_tenant.code, name).returncode == 0


def test_a_suspension_says_why_and_holds_what_waits_until_it_ends(demo, gestore, page, other_tenant, citizen):
    operator = other_tenant.visitor("operatore")
    form = operator.get("/notifiche/nuova")
    refused = gestore.press(page(), "Sospendi", livello=None, motivo=" ")
    assert refused.status == 422 and "Scegliere che cosa rimane possibile." in refused.text and "da 1 a 500" in refused.beside("motivo")
    shown = gestore.decide(page(), "Sospendi", livello="sola_lettura", motivo="Passaggio di <gestione>")
    assert shown.status == 200 and "Motivo: Passaggio di <gestione>" in shown.text and "Sola lettura" in shown.text
    assert any("L’ente è in sola lettura" in band and "Passaggio di <gestione>" in band for band in operator.get("/notifiche").bands)
    kept = fill(operator, other_tenant, citizen, page=form)
    assert kept.status == 403 and kept.form("Salva bozza").fields["codice_fiscale"] == citizen
    boss, name = other_tenant.visitor("amministratore"), {"nome": "Cambiato"}
    for address, button in [("/impostazioni/nome", "Salva nome"), (f"/servizi/{other_tenant.first_service}", "Salva")]:
        assert boss.press(boss.get(address), button, **name).status == 403, "it may be on its way to another host"
    assert boss.press(boss.get(f"/utenti/{demo.person(other_tenant, 'operatore')}"), "Salva", servizi="tutti").status == 200
    assert "se è chiuso, chiunque ne apra le pagine" in page().text
    assert page().form("Cambia sospensione").fields["motivo"] == "Passaggio di <gestione>"
    gestore.decide(page(), "Cambia sospensione", livello="chiuso", motivo="Contratto scaduto")
    closed = operator.get("/notifiche")
    assert closed.status == 503 and "Contratto scaduto" in closed.text
    assert "Ente chiuso" not in closed.text and demo.inbox(citizen) == []
    stranger = other_tenant.visitor()
    assert stranger.get("/privacy").title == "Privacy" and stranger.get("/accessibilita").status == 200
    assert stranger.get("/entra").status == 503 and stranger.get("/.well-known/security.txt").status != 503
    gestore.press(page(), "Riprendi")
    assert operator.get("/notifiche").bands == []
    demo.await_state(send(operator, other_tenant, citizen), "processed")


def test_a_quota_holds_what_is_over_it_and_the_tenant_reads_why(demo, gestore, page, other_tenant):
    today = demo.sql(f"""SELECT q.of_day FROM quota_use q JOIN tenant t ON t.id = q.tenant_id
        WHERE t.code = '{other_tenant.code}' AND q.day = '{datetime.now(ZoneInfo("Europe/Rome")).date()}'""")
    used = int(today[0][0]) if today else 0
    refused = gestore.press(page(), "Salva quote", messaggi_giorno="zero", persone="-1", messaggi_minuto="1.000")
    assert refused.status == 422 and refused.form("Salva quote").fields["messaggi_giorno"] == "zero"
    assert "Scrivere un numero" in refused.beside("messaggi_giorno") and "Scrivere un numero" in refused.beside("persone")
    assert refused.beside("messaggi_minuto") == ""
    assert "da 30 a 36.500" in gestore.press(page(), "Salva quote", conservazione="10").beside("conservazione")
    gestore.press(page(), "Salva quote", messaggi_giorno=str(used + 1), persone="3", messaggi_minuto="1000")
    operator, administrator = other_tenant.visitor("operatore"), other_tenant.visitor("amministratore")
    demo.await_state(send(operator, other_tenant, new_citizen()), "processed")
    second = send(operator, other_tenant, new_citizen())
    until(lambda: operator.get("/notifiche").bands, 60)
    assert "Quota giornaliera raggiunta: i messaggi partono da domani." in operator.get("/notifiche").bands[0]
    assert demo.state(second) == "queued" and "parte da domani" in operator.get(second).text
    settings = administrator.get("/impostazioni")
    assert f"{used + 1} inviati oggi su {used + 1}" in settings.text and "La quota giornaliera è raggiunta" in settings.text
    full = administrator.press(administrator.get("/utenti"), "Aggiungi", nome="Di Troppo", utente=f"u{secrets.token_hex(3)}",
                               ruolo="consultazione", password="una-nuova-password")
    assert full.status == 422 and "la sua quota prevede" in full.beside("utente")
    assert f"{used + 1} su {used + 1}" in page().details["Inviati oggi"] and page().details["Da inviare"] == "1"
    assert page().details["Persone"].endswith(" su 3")
    gestore.press(page(), "Salva quote", messaggi_giorno="", persone="", messaggi_minuto="")
    demo.await_state(second, "processed")


def test_names_and_account_are_changed_and_both_registers_say_so(demo, gestore, page, tenant, other_tenant):
    host, name = other_tenant.url.split("//")[1].split(":")[0], f"x{secrets.token_hex(3)}.localhost"
    assert "appartiene già" in gestore.press(page(), "Aggiungi nome", host=tenant.url.split("//")[1].split(":")[0]).beside("host")
    gestore.press(page(), "Aggiungi nome", host=name)
    gestore.press(page(), f"Rendi principale {name}")
    assert demo.visitor(host).get("/entra", follow=False).header("Location") == f"http://{name}:{demo.port}/entra"
    gestore.press(page(), f"Rendi principale {host}")
    gestore.decide(page(), f"Togli {name}")
    assert demo.visitor(name).get("/entra").status == 421
    assert "Non c’è nessun ente" in gestore.press(page(), "Salva account", account="c_zzzz").beside("account")
    assert "Non c’è nessun ente" in gestore.press(page(), "Salva account", account="host").beside("account")
    gestore.press(page(), "Salva account", account=tenant.code)
    assert page().form("Salva account").fields["account"] == tenant.code
    assert f"quello di {tenant.name}" in other_tenant.visitor("amministratore").get("/impostazioni").text
    gestore.press(page(), "Salva account", account="")
    own = gestore.get("/registro").rows[:6]
    assert {row[1] for row in own} == {"Gina Gestrice"} and {row[3] for row in own} == {other_tenant.name}
    theirs = other_tenant.visitor("amministratore").get("/registro").rows
    assert any(row[1] == "amministratore del sistema" and row[4] == f"aggiunto {name}" for row in theirs)
