"""The administration of the installation: who comes in, the tenants and people it makes, and what it does not see."""

import json
import re
import secrets

from people import PASSWORD, accept, link_of
from visitor import Visitor


def test_the_administration_serves_nobody_of_a_tenant_and_a_tenant_nobody_of_the_administration(demo, tenant, gestore):
    host, account = demo.installation_account, tenant.accounts["amministratore"]
    page = Visitor(host["url"]).enter(Visitor(host["url"]).get("/entra"), {**account, "totp": None})
    assert page.status == 422
    visitor = tenant.visitor()
    assert visitor.press(visitor.get("/entra"), "Entra", utente=host["utente"], password=host["password"]).status == 422
    for path in ["/notifiche", "/notifiche/nuova", "/servizi", "/impostazioni", "/metriche", "/vivo", "/logo", "/esportazioni"]:
        assert gestore.get(path, follow=False).status == 404, path
    administrator = tenant.visitor("amministratore")
    for path in ["/enti", "/enti/nuovo", "/stato"]:
        assert administrator.get(path, follow=False).status == 404, path
    # Whoever reaches the pages of the tenants by the name of the administration finds an unknown address, and the other way round.
    for socket, name in [("web", "host.localhost"), ("host", "comune-a.localhost")]:
        assert fastcgi(demo, socket, name) == 421


def test_every_page_asks_who_comes(demo, gestore):
    routes = json.loads(demo.puntuale("host", "serve", "--routes").stdout)
    assert len(routes) > 15
    stranger = Visitor(demo.installation_account["url"])
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
            assert stranger.post(path, {}).status == 403, path
            assert gestore.post(path, {}).status == 403, f"{path}: without a token"


def test_it_makes_a_tenant_that_can_be_found_and_its_first_administrator(demo, gestore):
    code = f"prova_{secrets.token_hex(3)}"
    form = gestore.get("/enti/nuovo")
    refused = gestore.press(form, "Crea", codice="A b", nome="", host="https://x.example.it", alias="comune-a.localhost",
                            amministratore="", utente="Élia")
    assert refused.status == 422
    assert "da 3 a 32" in refused.beside("codice") and "Scrivere il nome." in refused.beside("nome")
    assert "senza https://" in refused.beside("host") and "appartiene già" in refused.beside("alias")
    assert "Scrivere cognome e nome." in refused.beside("amministratore") and "da 3 a 64" in refused.beside("utente")
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
    assert gestore.get(link).status == 404, "it is the tenant's link"
    administrator = demo.visitor(host)
    accept(administrator, link)
    page = administrator.enter(administrator.get("/entra"), {"utente": "prima", "password": PASSWORD})
    assert page.path == "/profilo/secondo-fattore"


def test_a_person_of_the_administration_is_helped_from_the_command_line(demo, gestore):
    name = f"g{secrets.token_hex(3)}"
    accept(Visitor(demo.installation_account["url"]), link_of(gestore.press(
        gestore.get("/utenti"), "Aggiungi", nome="Nuova Gestrice", utente=name, ruolo="amministratore del sistema")))
    assert name in {person["utente"] for person in json.loads(demo.puntuale("utente", "list", "host", "--json").stdout)}
    assert json.loads(demo.puntuale("utente", "show", "host", name, "--json").stdout)["ruolo"] == "amministratore del sistema"
    assert "secondo fattore azzerato" in demo.puntuale("utente", "reset", "host", name, "--secondo-fattore").stdout
    link = re.search(r"https://host\.localhost(/invito\?codice=([0-9a-f]{64}))\n", demo.puntuale("utente", "reset", "host", name).stdout)
    Visitor.secrets.add(link[2])
    new = Visitor(demo.installation_account["url"])
    assert "La password è impostata" in accept(new, link[1], "un-altra-password").text
    account = {"utente": name, "password": "un-altra-password"}
    assert new.enter(new.get("/entra"), account).path == "/profilo/secondo-fattore"
    assert demo.puntuale("utente", "disable", "host", name).returncode == 0
    assert new.enter(new.get("/entra"), account).status == 422
    assert demo.puntuale("utente", "create", "host", "x.y", "--nome", "X", "--ruolo", "operatore").returncode != 0


def test_people_of_the_administration_have_one_role_and_need_a_second_factor(demo, gestore):
    name = f"g{secrets.token_hex(3)}"
    refused = gestore.press(gestore.get("/utenti"), "Aggiungi", nome="Nuova", utente=name, ruolo="amministratore")
    assert refused.status == 422 and refused.beside("ruolo") == "Scegliere un ruolo."
    added = gestore.press(gestore.get("/utenti"), "Aggiungi", nome="Nuova Gestrice", utente=name, ruolo="amministratore del sistema")
    new = Visitor(demo.installation_account["url"])
    accept(new, link_of(added))
    page = new.enter(new.get("/entra"), {"utente": name, "password": PASSWORD})
    assert page.path == "/profilo/secondo-fattore" and new.get("/enti", follow=False).status == 303


def test_nothing_on_its_pages_tells_what_is_written_to_whom(demo, gestore, tenant, delivered):
    [[code, subject]] = demo.sql("SELECT fiscal_code, subject FROM notification WHERE state = 'processed' ORDER BY id DESC LIMIT 1")
    ente = re.search(r'href="(/enti/[0-9a-f]{12})"', gestore.get("/enti").html).group(1)
    for path in ["/enti", ente, "/stato", "/registro", "/utenti", "/profilo"]:
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
        connection.connect(str(demo.run_dir / f"{socket}.sock"))
        connection.sendall(record(1, struct.pack(">HB5x", 1, 0)) + record(4, b"".join(pair(*item) for item in parameters.items()))
                           + record(4, b"") + record(5, b""))
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return int(re.search(rb"Status: (\d+)", answer).group(1))
