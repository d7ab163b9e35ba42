"""The administration of the host: its enti, what it decides about them, and what it does not see."""

import json
import re
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from citizens import new_citizen
from compose import fill, send
from demo import until
from people import PASSWORD, accept, link_of
from visitor import Visitor


@pytest.fixture(scope="module")
def gestore(demo) -> Visitor:
    return demo.host_administrator()


@pytest.fixture
def page(demo, gestore, other_ente):
    """Of the second ente, which is as it was afterwards."""
    row = demo.sql(f"SELECT LOWER(HEX(id)) FROM tenant WHERE code = '{other_ente.code}'")[0][0]
    path = "/enti/" + "-".join([row[:8], row[8:12], row[12:16], row[16:20], row[20:]])
    yield lambda: gestore.get(path)
    for command in [["resume"], ["quota", "--messaggi-al-giorno", "nessuna", "--messaggi-al-minuto", "nessuna", "--persone", "nessuna",
                                 "--conservazione", "nessuna"], ["account", "--di", other_ente.code]]:
        assert demo.puntuale("ente", command[0], other_ente.code, *command[1:]).returncode == 0


def test_the_administration_serves_nobody_of_an_ente_and_an_ente_nobody_of_the_administration(demo, ente, gestore):
    host, account = demo.host_account, ente.accounts["amministratore"]
    page = Visitor(host["url"]).enter(Visitor(host["url"]).get("/entra"), {**account, "totp": None})
    assert page.status == 422
    visitor = ente.visitor()
    assert visitor.press(visitor.get("/entra"), "Entra", utente=host["utente"], password=host["password"]).status == 422
    for path in ["/notifiche", "/notifiche/nuova", "/servizi", "/impostazioni", "/metriche", "/vivo", "/logo", "/esportazioni"]:
        assert gestore.get(path, follow=False).status == 404, path
    administrator = ente.visitor("amministratore")
    for path in ["/enti", "/enti/nuovo", "/stato"]:
        assert administrator.get(path, follow=False).status == 404, path
    # Whoever reaches the pages of the enti by the name of the administration finds an unknown address, and the other way round.
    for socket, name in [("web", "host.localhost"), ("host", "comune-a.localhost")]:
        assert fastcgi(demo, socket, name) == 421


def test_every_page_asks_who_comes(demo, gestore):
    routes = json.loads(demo.puntuale("host", "serve", "--routes").stdout)
    assert len(routes) > 15
    stranger = Visitor(demo.host_account["url"])
    uuid = "01890000-0000-7000-8000-000000000000"
    for route in routes:
        path = route["pattern"].replace("{id}", uuid)
        if route["role"] is None or path == "/esci":
            continue
        if route["method"] == "GET":
            answer = stranger.get(path, follow=False)
            assert answer.status == 303 and answer.header("Location").startswith("/entra"), path
            assert "{id}" not in route["pattern"] or gestore.get(path, follow=False).status == 404
        else:
            assert stranger.post(path, {"azione": "riprendi"}).status == 403, path
            assert gestore.post(path, {"azione": "riprendi"}).status == 403, f"{path}: without a token"


def register(visitor: Visitor, action: str) -> list[str]:
    """The latest line about that action."""
    return next(row for row in visitor.get("/registro").rows if row[2] == action)


def test_it_makes_an_ente_that_can_be_found_and_its_first_administrator(demo, gestore):
    code = f"prova_{secrets.token_hex(3)}"
    form = gestore.get("/enti/nuovo")
    refused = gestore.press(form, "Crea", codice="A b", nome="", host="https://x.example.it", alias="comune-a.localhost",
                            amministratore="", utente="Élia")
    assert refused.status == 422
    assert "da 3 a 32" in refused.beside("codice") and "da 1 a 200" in refused.beside("nome")
    assert "senza https://" in refused.beside("host") and "appartiene già" in refused.beside("alias")
    assert "da 1 a 120" in refused.beside("amministratore") and "da 3 a 64" in refused.beside("utente")
    assert refused.form("Crea").fields["host"] == "https://x.example.it" and refused.form("Crea").fields["utente"] == "élia"
    host = f"{code.replace('_', '-')}.localhost"
    made = gestore.press(form, "Crea", codice=code, nome="Comune «Nuovo» & Bello", host=host, alias=f"www-{host}",
                         amministratore="Prima & Unica", utente="prima")
    link = link_of(made)
    assert f"http://{host}:{demo.port}{link}" in made.html and "Prima & Unica" in made.text
    back = gestore.get(re.search(r'href="([^"]+)">Continua', made.html)[1])
    assert back.title == "Comune «Nuovo» & Bello" and "è stato creato" in back.text
    again = gestore.press(form, "Crea", codice=code, nome="Un altro", host=f"x-{host}", amministratore="A", utente="altro")
    assert again.beside("codice") == "C’è già un ente con questo codice."
    [row] = gestore.press(gestore.get("/enti"), "Cerca", cerca=f"WWW-{host}").rows
    assert row[0] == code and row[2:5] == ["Attivo", "0", "0"] and row[5] == "1" and row[6] == "mai"
    assert gestore.press(gestore.get("/enti"), "Cerca", cerca="«nuovo»").rows[-1][0].startswith("prova_")
    assert "Nessun ente corrisponde" in gestore.press(gestore.get("/enti"), "Cerca", cerca="%%%").text
    assert demo.visitor(host).get("/entra").status == 200
    assert demo.visitor(f"www-{host}").get("/entra", follow=False).status == 308
    assert gestore.get(link).status == 404, "it is the ente's link"
    administrator = demo.visitor(host)
    accept(administrator, link)
    page = administrator.enter(administrator.get("/entra"), {"utente": "prima", "password": PASSWORD})
    assert page.path == "/profilo/secondo-fattore"


def test_it_helps_an_ente_whose_administrators_are_lost_and_both_registers_say_so(demo, gestore, page, other_ente):
    name = f"nuova.{secrets.token_hex(4)}"
    assert "da 3 a 64" in gestore.press(page(), "Invita", amministratore="Nuova", utente="x").beside("utente")
    taken = gestore.press(page(), "Invita", amministratore="Nuova", utente=other_ente.accounts["amministratore"]["utente"])
    assert taken.status == 422 and "ha già una persona" in taken.beside("utente")
    assert taken.form("Invita").fields["amministratore"] == "Nuova"
    lost = link_of(gestore.press(page(), "Invita", amministratore="Nuova Persona", utente=name))
    again = gestore.press(page(), "Invita", amministratore="Nuova Persona", utente=name)
    link, new = link_of(again), other_ente.visitor()
    assert f"{other_ente.url}{link}" in again.html
    assert new.get(lost).status == 404 and "La password è impostata" in accept(new, link).text
    page_ = new.enter(new.get("/entra"), {"utente": name, "password": PASSWORD})
    assert page_.path == "/profilo/secondo-fattore"
    assert gestore.press(page(), "Invita", amministratore="Nuova Persona", utente=name).status == 422, "she has a password now"
    line = register(other_ente.visitor("amministratore"), "Amministratore invitato")
    assert line[1] == "amministratore del sistema" and line[4] == f"nome utente: {name}"
    assert register(gestore, "Amministratore invitato")[1:] == ["Gina Gestrice", "Amministratore invitato", other_ente.name,
                                                               f"nome utente: {name}"]
    assert demo.puntuale("utente", "disable", other_ente.code, name).returncode == 0


def test_a_person_of_the_administration_is_helped_from_the_command_line(demo, gestore):
    name = f"g{secrets.token_hex(3)}"
    accept(Visitor(demo.host_account["url"]), link_of(gestore.press(
        gestore.get("/utenti"), "Aggiungi", nome="Nuova Gestrice", utente=name, ruolo="amministratore del sistema")))
    assert name in {person["utente"] for person in json.loads(demo.puntuale("utente", "list", "host", "--json").stdout)}
    assert json.loads(demo.puntuale("utente", "show", "host", name, "--json").stdout)["ruolo"] == "amministratore del sistema"
    assert "secondo fattore azzerato" in demo.puntuale("utente", "reset", "host", name, "--secondo-fattore").stdout
    link = re.search(r"https://host\.localhost(/invito\?codice=([0-9a-f]{64}))\n", demo.puntuale("utente", "reset", "host", name).stdout)
    Visitor.secrets.add(link[2])
    new = Visitor(demo.host_account["url"])
    assert "La password è impostata" in accept(new, link[1], "un-altra-password").text
    account = {"utente": name, "password": "un-altra-password"}
    assert new.enter(new.get("/entra"), account).path == "/profilo/secondo-fattore"
    assert demo.puntuale("utente", "disable", "host", name).returncode == 0
    assert new.enter(new.get("/entra"), account).status == 422
    assert demo.puntuale("utente", "create", "host", "x.y", "--nome", "X", "--ruolo", "operatore").returncode != 0


def test_a_suspension_says_why_and_holds_what_waits_until_it_ends(demo, gestore, page, other_ente, citizen):
    operator = other_ente.visitor("operatore")
    form = operator.get("/notifiche/nuova")
    refused = gestore.press(page(), "Sospendi", livello=None, motivo=" ")
    assert refused.status == 422 and "Scegliere che cosa rimane possibile." in refused.text and "da 1 a 500" in refused.beside("motivo")
    shown = gestore.press(page(), "Sospendi", livello="sola_lettura", motivo="Passaggio di <gestione>")
    assert shown.status == 200 and "Motivo: Passaggio di <gestione>" in shown.text and "Sola lettura" in shown.text
    assert any("L’ente è in sola lettura" in band and "Passaggio di <gestione>" in band for band in operator.get("/notifiche").bands)
    kept = fill(operator, other_ente, citizen, page=form)
    assert kept.status == 403 and kept.form("Salva bozza").fields["codice_fiscale"] == citizen
    assert "se è chiuso, chiunque ne apra le pagine" in page().text
    assert page().form("Cambia sospensione").fields["motivo"] == "Passaggio di <gestione>"
    gestore.press(page(), "Cambia sospensione", livello="chiuso", motivo="Contratto scaduto")
    closed = operator.get("/notifiche")
    assert closed.status == 503 and "Contratto scaduto" in closed.text
    assert "Ente chiuso" not in closed.text and demo.inbox(citizen) == []
    gestore.press(page(), "Riprendi")
    assert operator.get("/notifiche").bands == []
    demo.await_state(send(operator, other_ente, citizen), "processed")


def test_a_quota_holds_what_is_over_it_and_the_ente_reads_why(demo, gestore, page, other_ente):
    today = demo.sql(f"""SELECT q.of_day FROM quota_use q JOIN tenant t ON t.id = q.tenant_id
        WHERE t.code = '{other_ente.code}' AND q.day = '{datetime.now(ZoneInfo("Europe/Rome")).date()}'""")
    used = int(today[0][0]) if today else 0
    refused = gestore.press(page(), "Salva quote", messaggi_giorno="zero", persone="-1", messaggi_minuto="1.000")
    assert refused.status == 422 and refused.form("Salva quote").fields["messaggi_giorno"] == "zero"
    assert "Scrivere un numero" in refused.beside("messaggi_giorno") and "Scrivere un numero" in refused.beside("persone")
    assert refused.beside("messaggi_minuto") == ""
    gestore.press(page(), "Salva quote", messaggi_giorno=str(used + 1), persone="3", messaggi_minuto="1000")
    operator, administrator = other_ente.visitor("operatore"), other_ente.visitor("amministratore")
    demo.await_state(send(operator, other_ente, new_citizen()), "processed")
    second = send(operator, other_ente, new_citizen())
    until(lambda: operator.get("/notifiche").bands, 10)
    assert "Quota giornaliera raggiunta: i messaggi partono da domani." in operator.get("/notifiche").bands[0]
    assert demo.state(second) == "queued" and "parte da domani" in operator.get(second).text
    settings = administrator.get("/impostazioni")
    assert f"{used + 1} inviati oggi su {used + 1}" in settings.text and "La quota giornaliera è quasi raggiunta" in settings.text
    full = administrator.press(administrator.get("/utenti"), "Aggiungi", nome="Di Troppo", utente=f"u{secrets.token_hex(3)}",
                               ruolo="consultazione", password="una-nuova-password")
    assert full.status == 422 and "la sua quota prevede" in full.beside("utente")
    assert f"{used + 1} su {used + 1}" in page().details["Inviati oggi"] and page().details["Da inviare"] == "1"
    assert page().details["Persone"].endswith(" su 3")
    gestore.press(page(), "Salva quote", messaggi_giorno="", persone="", messaggi_minuto="")
    demo.await_state(second, "processed")


def test_names_and_account_are_changed_and_both_registers_say_so(demo, gestore, page, ente, other_ente):
    host, name = other_ente.url.split("//")[1].split(":")[0], f"x{secrets.token_hex(3)}.localhost"
    assert "appartiene già" in gestore.press(page(), "Aggiungi nome", host=ente.url.split("//")[1].split(":")[0]).beside("host")
    gestore.press(page(), "Aggiungi nome", host=name)
    gestore.press(page(), f"Rendi principale {name}")
    assert demo.visitor(host).get("/entra", follow=False).header("Location") == f"http://{name}:{demo.port}/entra"
    gestore.press(page(), f"Rendi principale {host}")
    gestore.press(page(), f"Togli {name}")
    assert demo.visitor(name).get("/entra").status == 421
    assert "Non c’è nessun ente" in gestore.press(page(), "Salva account", account="c_zzzz").beside("account")
    assert "Non c’è nessun ente" in gestore.press(page(), "Salva account", account="host").beside("account")
    gestore.press(page(), "Salva account", account=ente.code)
    assert page().form("Salva account").fields["account"] == ente.code
    gestore.press(page(), "Salva account", account="")
    own = gestore.get("/registro").rows[:6]
    assert {row[1] for row in own} == {"Gina Gestrice"} and {row[3] for row in own} == {other_ente.name}
    theirs = other_ente.visitor("amministratore").get("/registro").rows
    assert any(row[1] == "amministratore del sistema" and row[4] == f"aggiunto {name}" for row in theirs)


def test_people_of_the_administration_have_one_role_and_need_a_second_factor(demo, gestore):
    name = f"g{secrets.token_hex(3)}"
    refused = gestore.press(gestore.get("/utenti"), "Aggiungi", nome="Nuova", utente=name, ruolo="amministratore")
    assert refused.status == 422 and refused.beside("ruolo") == "Scegliere un ruolo."
    added = gestore.press(gestore.get("/utenti"), "Aggiungi", nome="Nuova Gestrice", utente=name, ruolo="amministratore del sistema")
    new = Visitor(demo.host_account["url"])
    accept(new, link_of(added))
    page = new.enter(new.get("/entra"), {"utente": name, "password": PASSWORD})
    assert page.path == "/profilo/secondo-fattore" and new.get("/enti", follow=False).status == 303


def test_nothing_on_its_pages_tells_what_is_written_to_whom(demo, gestore, ente, delivered):
    [[code, subject]] = demo.sql("SELECT fiscal_code, subject FROM notification WHERE state = 'processed' ORDER BY id DESC LIMIT 1")
    uuid = re.search(r'href="(/enti/[0-9a-f-]{36})"', gestore.get("/enti").html).group(1)
    for path in ["/enti", uuid, "/stato", "/registro", "/utenti", "/profilo"]:
        page = gestore.get(path)
        assert page.status == 200 and code not in page.html and subject not in page.html, path
    assert "Tutto funziona." in gestore.get("/stato").text or gestore.get("/stato").alerts


def fastcgi(demo, socket: str, host: str) -> int:
    """The status that a process answers by itself, without nginx before it."""
    import socket as sockets
    import struct

    def pair(name: str, value: str) -> bytes:
        return struct.pack("BB", len(name), len(value)) + name.encode() + value.encode()

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack(">BBHHBB", 1, kind, 1, len(content), 0, 0) + content

    parameters = {"REQUEST_METHOD": "GET", "DOCUMENT_URI": "/entra", "REQUEST_URI": "/entra", "QUERY_STRING": "", "HTTP_HOST": host}
    with sockets.socket(sockets.AF_UNIX) as connection:
        connection.connect(str((demo.run_dir / f"{socket}.sock")))
        connection.sendall(record(1, struct.pack(">HB5x", 1, 0)) + record(4, b"".join(pair(*item) for item in parameters.items()))
                           + record(4, b"") + record(5, b""))
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return int(re.search(rb"Status: (\d+)", answer).group(1))
