"""The second factor: set up, asked for, lost, taken away."""

import base64
import re
import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from compose import CONTENT, SUBJECT
from people import PASSWORD
from second_factor import code


@pytest.fixture
def person(demo, ente):
    """Adds people of any role to the ente, who have a password only; they are locked out in the end."""
    names = []

    def add(role: str = "operatore", *options: str) -> dict:
        names.append(f"secondo.{secrets.token_hex(4)}")
        added = demo.puntuale("utente", "create", ente.code, names[-1], "--nome", "Seconda Persona", "--ruolo", role,
                              "--password-file", "-", "--json", *options, secret=PASSWORD + "\n")
        assert added.returncode == 0, added.stderr
        return {"utente": names[-1], "password": PASSWORD}
    yield add
    for name in names:
        demo.puntuale("utente", "disable", ente.code, name)


def secret_of(page) -> str:
    """As a person types it into the telephone."""
    return re.search(r'scrive questa chiave nell’app: <span class="codice">([A-Z2-7 ]+)<', page.html)[1].replace(" ", "")


def set_up(visitor, page) -> tuple[str, list[str], object]:
    """The secret, the recovery codes and the page that shows them."""
    secret = secret_of(page)
    typed = {"password": PASSWORD} if "password" in page.form("Attiva").fields else {}
    page = visitor.press(page, "Attiva", codice=code(secret, -1), **typed)
    assert page.title == "Codici di recupero", page.text
    return secret, re.findall(r'<li class="codice">([a-z2-9]{5}-[a-z2-9]{5})</li>', page.html), page


def first_step(visitor, account):
    return visitor.press(visitor.get("/entra"), "Entra", **account)


def test_an_administrator_sets_up_a_second_factor_before_anything_else(ente, person):
    account = person("amministratore")
    visitor = ente.visitor()
    page = first_step(visitor, account)
    assert page.title == "Secondo fattore" and "<svg" in page.html and "Menu principale" not in page.html
    assert "password" not in page.form("Attiva").fields, "it was given a moment ago"
    for path in ["/notifiche", "/utenti", "/profilo", "/notifiche/nuova", "/registro"]:
        answer = visitor.get(path, follow=False)
        assert answer.status == 303 and answer.header("Location").startswith("/profilo/secondo-fattore"), path
    assert visitor.post("/utenti", {"_token": page.form("Attiva").fields["_token"]}).status == 403
    before = visitor.cookies["__Host-puntuale"]
    _, codes, page = set_up(visitor, page)
    assert len(set(codes)) == 10 and visitor.cookies["__Host-puntuale"] != before
    assert visitor.get("/utenti").status == 200
    assert "Secondo fattore attivato" in visitor.get("/registro").text


def test_whoever_found_a_session_open_gains_nothing_when_its_owner_becomes_an_administrator(demo, ente, administrator, person):
    account = person()
    visitor = ente.visitor().log_in(account)
    identifier = demo.person(ente, account["utente"])
    theirs = f"person_id = UNHEX('{identifier.replace('-', '')}')"
    demo.sql(f"UPDATE session SET created_at = created_at - INTERVAL 11 MINUTE WHERE {theirs}")
    administrator.press(administrator.get(f"/utenti/{identifier}"), "Salva", ruolo="amministratore")
    page = visitor.get("/profilo/secondo-fattore")
    for guess in ["", "indovinata-e-lunga"]:
        refused = visitor.press(page, "Attiva", codice=code(secret_of(page), -1), password=guess)
        assert refused.status == 422 and "non è corretta" in refused.beside("password")
    set_up(visitor, refused)
    assert visitor.get("/utenti").status == 200


def test_the_second_step_takes_the_code_once_and_opens_nothing_before(ente, person):
    account, visitor = person(), ente.visitor()
    visitor.log_in(account)
    secret, _, _ = set_up(visitor, visitor.get("/profilo/secondo-fattore"))
    entering = ente.visitor()
    page = first_step(entering, account)
    assert page.title == "Secondo passo" and page.path == "/entra"
    half = entering.cookies["__Host-puntuale"]
    for path in ["/notifiche", "/profilo", "/profilo/secondo-fattore", "/notifiche/stato", "/servizi/cerca?q="]:
        assert entering.get(path, follow=False).status == 303, path
    token = page.form("Conferma").fields["_token"]
    assert entering.post("/notifiche/nuova", {"_token": token, "azione": "aggiungi"}).status == 403
    assert entering.post("/profilo/secondo-fattore", {"_token": token, "codice": "000000"}).status == 303
    assert entering.post("/profilo/secondo-fattore/rimozione", {"_token": token, "codice_di_ora": "000000"}).status == 403
    assert entering.press(page, "Conferma", codice="12345").status == 422
    used = code(secret, -1)
    assert entering.press(page, "Conferma", codice=used).status == 422, "it proved the telephone already"
    fresh = code(secret)
    page = entering.press(page, "Conferma", codice=f"{fresh[:3]} {fresh[3:]}")
    assert page.path == "/notifiche" and entering.cookies["__Host-puntuale"] != half
    again = ente.visitor()
    page = again.press(first_step(again, account), "Conferma", codice=fresh)
    assert page.status == 422 and "già stato usato" in page.alerts[0]
    again.cookies["__Host-puntuale"] = half
    assert again.get("/notifiche", follow=False).header("Location") == "/entra"


def test_a_recovery_code_lets_in_once(ente, person):
    account, visitor = person(), ente.visitor()
    visitor.log_in(account)
    _, codes, _ = set_up(visitor, visitor.get("/profilo/secondo-fattore"))
    for typed in [codes[0], codes[1].upper().replace("-", " ")]:
        entering = ente.visitor()
        assert entering.press(first_step(entering, account), "Conferma", codice=typed).path == "/notifiche"
    assert "<strong>8</strong>" in entering.get("/profilo/secondo-fattore").html
    entering = ente.visitor()
    refused = entering.press(first_step(entering, account), "Conferma", codice=codes[0])
    assert refused.status == 422 and refused.alerts == ["Codice di recupero non valido o già usato."]
    page = visitor.press(visitor.get("/profilo/secondo-fattore"), "Nuovi codici di recupero", codice=codes[2])
    assert page.title == "Codici di recupero"
    entering = ente.visitor()
    assert entering.press(first_step(entering, account), "Conferma", codice=codes[3]).status == 422, "new ones took its place"


def test_a_form_survives_both_steps(demo, ente, person):
    account, visitor = person(), ente.visitor()
    visitor.log_in(account)
    secret, _, _ = set_up(visitor, visitor.get("/profilo/secondo-fattore"))
    page = visitor.get("/notifiche/nuova")
    demo.end_session(visitor)
    page = visitor.press(page, "Aggiungi", oggetto=SUBJECT, contenuto=CONTENT)
    assert page.status == 403 and page.title == "Entra"
    page = visitor.press(page, "Entra", **account)
    assert page.title == "Secondo passo"
    page = visitor.press(page, "Conferma", codice="000000")
    assert page.status == 422
    page = visitor.press(page, "Conferma", codice=code(secret))
    assert page.title == "Nuova notifica" and page.form("Aggiungi").fields["contenuto"] == CONTENT


def test_the_ente_asks_everybody_and_what_was_being_written_is_not_lost(ente, administrator, person):
    account, visitor = person(), ente.visitor()
    visitor.log_in(account)
    form = visitor.get("/notifiche/nuova")
    page = administrator.press(administrator.get("/impostazioni"), "Salva accesso", secondo_fattore="1")
    assert "salvate" in page.alerts[0]
    try:
        page = visitor.press(form, "Aggiungi", oggetto=SUBJECT, contenuto=CONTENT)
        assert page.status == 403 and page.title == "Secondo fattore" and "conservato" in page.alerts[0]
        page = visitor.press(page, "Attiva", codice="000000")
        assert page.status == 422 and "ora del telefono" in page.beside("codice")
        _, _, page = set_up(visitor, page)
        page = visitor.press(page, "Codici conservati, continua")
        assert page.title == "Nuova notifica" and page.form("Aggiungi").fields["contenuto"] == CONTENT
    finally:
        administrator.press(administrator.get("/impostazioni"), "Salva accesso", secondo_fattore=None)
    assert ente.visitor("consultazione").get("/notifiche").status == 200


def test_a_second_factor_is_taken_away_by_who_has_it_or_by_an_administrator(demo, ente, administrator, person):
    account, visitor = person(), ente.visitor()
    visitor.log_in(account)
    _, codes, _ = set_up(visitor, visitor.get("/profilo/secondo-fattore"))
    page = visitor.get("/profilo/secondo-fattore")
    assert visitor.press(page, "Togli il secondo fattore", codice_di_ora="000000").beside("codice_di_ora")
    assert visitor.press(page, "Togli il secondo fattore", codice_di_ora=codes[0]).status == 200
    assert ente.visitor().log_in(account)
    set_up(visitor, visitor.get("/profilo/secondo-fattore"))
    page = administrator.get(f"/utenti/{demo.person(ente, account['utente'])}")
    assert "azzerato" in administrator.press(page, "Azzera secondo fattore").alerts[0]
    assert visitor.get("/notifiche", follow=False).status == 303, "its sessions ended"
    assert ente.visitor().log_in(account)


def test_the_secret_is_in_the_database_only_sealed_and_for_its_person(demo, ente, person):
    accounts = [person() for _ in range(2)]
    found = []
    for account in accounts:
        visitor = ente.visitor().log_in(account)
        found.append(set_up(visitor, visitor.get("/profilo/secondo-fattore"))[:2])
    rows = [demo.sql(f"SELECT HEX(totp) FROM person WHERE username = '{account['utente']}'")[0][0] for account in accounts]
    for secret, _ in found:
        assert not any(base64.b32decode(secret).hex().upper() in row for row in rows)
    # The row of the one, moved to the other, opens nothing.
    demo.sql(f"UPDATE person SET totp = UNHEX('{rows[0]}'), totp_counter = NULL WHERE username = '{accounts[1]['utente']}'")
    visitor = ente.visitor()
    assert visitor.press(first_step(visitor, accounts[1]), "Conferma", codice=code(found[0][0])).status == 422
    assert "second factor does not open" in demo.log("web")


def test_a_page_loaded_again_proposes_the_same_secret_and_another_session_another(ente, person):
    account, visitor = person(), ente.visitor()
    visitor.log_in(account)
    first = visitor.get("/profilo/secondo-fattore")
    secret = secret_of(first)
    assert secret_of(visitor.get("/profilo/secondo-fattore")) == secret
    assert secret_of(ente.visitor().log_in(account).get("/profilo/secondo-fattore")) != secret
    _, codes, _ = set_up(visitor, first)
    visitor.press(visitor.get("/profilo/secondo-fattore"), "Togli il secondo fattore", codice_di_ora=codes[0])
    assert secret_of(visitor.get("/profilo/secondo-fattore")) != secret


def test_who_found_a_session_open_sets_up_no_second_factor_in_it(ente, person):
    account, visitor = person(), ente.visitor()
    visitor.log_in(account)
    page = visitor.get("/profilo/secondo-fattore")
    for wrong in ["", "sbagliata-e-lunga"]:
        refused = visitor.press(page, "Attiva", codice=code(secret_of(page)), password=wrong)
        assert refused.status == 422 and "non è corretta" in refused.beside("password")
    assert "non attivo" in visitor.get("/profilo").text.lower()
    for _ in range(3):
        visitor.press(page, "Attiva", codice=code(secret_of(page)), password="sbagliata-e-lunga")
    refused = visitor.press(page, "Attiva", codice=code(secret_of(page)), password=PASSWORD)
    assert refused.status == 429 and "riprovare fra" in refused.beside("password")


def test_of_two_set_ups_at_once_the_second_is_told_that_it_came_too_late(demo, ente, person):
    account, visitors = person(), [ente.visitor() for _ in range(2)]
    pages = [visitor.log_in(account).get("/profilo/secondo-fattore") for visitor in visitors]
    row = f"FROM person WHERE username = '{account['utente']}'"

    def set_up_at_once(visitor, page):
        return visitor.press(page, "Attiva", codice=code(secret_of(page), -1), password=PASSWORD)
    with ThreadPoolExecutor() as pool:
        # Both have passed all checks by the time that the row is free.
        held = pool.submit(demo.sql, f"START TRANSACTION; SELECT 1 {row} FOR UPDATE; DO SLEEP(2); ROLLBACK")
        time.sleep(0.5)
        answers = list(pool.map(set_up_at_once, visitors, pages))
        held.result()
    assert sorted(answer.title for answer in answers) == ["Codici di recupero", "Secondo fattore già impostato"]


def test_nobody_resets_the_own_second_factor_as_an_administrator(demo, ente, person):
    account, visitor = person("amministratore"), ente.visitor()
    set_up(visitor, first_step(visitor, account))
    own = f"/utenti/{demo.person(ente, account['utente'])}"
    assert not visitor.get(own).has_button("Azzera secondo fattore")
    assert visitor.post(f"{own}/secondo-fattore/rimozione", {"_token": visitor.token()}).status == 404
    assert visitor.get("/utenti").status == 200 and first_step(ente.visitor(), account).title == "Secondo passo"
