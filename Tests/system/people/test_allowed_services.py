"""Who may work with some services only: what their pages and files hold, and who chooses which services those are."""

import html
import io
import json

import openpyxl
import pytest

from citizens import new_citizen
from compose import CONTENT, SUBJECT, fill
from demo import until
from isolation import fresh, hexadecimal, person_id
from routes import ADMINISTRATOR, OPERATOR, VIEWER
from workbook import rows


def test_pages_and_files_of_a_limited_person_hold_allowed_services_only(demo, world):
    visitor = world.visitors[OPERATOR]
    allowed, hidden, third = world.tenant.services
    for path in ("/notifiche", "/notifiche/nuova", "/servizi/cerca?q=", "/profilo"):
        page = visitor.get(path)
        text = html.unescape(page.html)
        assert page.status == 200 and allowed in text and hidden not in text and third not in text, path
    own, other = world.own[OPERATOR]["notification"], world.hidden["notification"]
    assert visitor.get(f"/notifiche?uuid={own}").rows
    assert not visitor.get(f"/notifiche?uuid={other}").rows and world.visitors[ADMINISTRATOR].get(f"/notifiche?uuid={other}").rows
    assert f"Servizi ammessi: {allowed}." in visitor.get("/notifiche").text

    book, path = exported(visitor)
    assert {row["Servizio"].value for row in rows(book)} == {allowed}
    assert dict(book["Filtri"].iter_rows(min_row=2, values_only=True))["Servizi ammessi"] == allowed

    # The file is theirs as long as all that it holds is.
    assert visitor.get(f"{path}/file").status == 200
    person = hexadecimal(person_id(demo, world.tenant, f"limitato.{OPERATOR}"))
    demo.sql(f"UPDATE person_service SET service_id = {hexadecimal(world.hidden['service'])} WHERE person_id = {person}")
    try:
        assert visitor.get(f"{path}/file").status == 404 and visitor.get(f"/notifiche/{own}").status == 404
        assert visitor.get(f"/notifiche/{other}").status == 200
        demo.sql(f"DELETE FROM person_service WHERE person_id = {person}")
        page = visitor.get("/notifiche")
        assert not page.rows and "Nessun servizio ammesso" in page.text
        assert "Nessun servizio ammesso" in visitor.get("/notifiche/nuova").text
    finally:
        demo.sql(f"DELETE FROM person_service WHERE person_id = {person}; INSERT INTO person_service SELECT tenant_id, id, "
                 f"{hexadecimal(world.own[OPERATOR]['service'])} FROM person WHERE id = {person}")


def test_an_administrator_chooses_the_services_of_a_person(demo, world):
    administrator = world.visitors[ADMINISTRATOR]
    allowed, hidden, _ = world.tenant.services
    address = f"/utenti/{person_id(demo, world.tenant, f'limitato.{VIEWER}')}"

    def listed() -> object:
        people = json.loads(demo.puntuale("utente", "list", world.tenant.code, "--json").stdout)
        return next(person["servizi"] for person in people if person["utente"] == f"limitato.{VIEWER}")

    assert listed() == [allowed]
    page = administrator.get(address)
    assert page.form("Salva").fields["servizi"] == "scelti" and page.form("Salva").fields["servizio"] == world.tenant.services[allowed]
    page = administrator.press(page, "Salva", servizi="scelti", servizio=world.tenant.services[hidden])
    assert page.status == 200 and listed() == [hidden] and hidden in world.visitors[VIEWER].get("/profilo").details["Servizi ammessi"]
    page = administrator.press(page, "Salva", servizi="scelti", servizio=None)
    assert page.status == 422 and "Spuntare almeno un servizio" in page.beside("servizi") and listed() == [hidden]
    page = administrator.press(page, "Salva", servizi="tutti")
    assert listed() == "tutti" and world.visitors[VIEWER].get("/profilo").details["Servizi ammessi"] == "tutti"
    lines = [row for row in administrator.get("/registro?gruppo=people").rows
             if row[2] == "Servizi ammessi impostati" and "Lea consultazione" in row[3]]
    assert [line[-1] for line in lines[:2]] == ["servizi ammessi: tutti", "servizi ammessi: 1"], lines
    page = administrator.press(page, "Salva", servizi="scelti", servizio=world.foreign["service"])
    assert page.status == 422 and "Uno dei servizi scelti non esiste" in page.beside("servizi") and listed() == "tutti"
    administrator.press(page, "Salva", servizi="scelti", servizio=world.tenant.services[allowed])
    assert listed() == [allowed]


def test_a_form_that_was_sent_with_a_service_that_is_not_allowed_is_not_sent_again_and_leads_nowhere(demo, world):
    limited = world.visitors[OPERATOR]
    page = limited.get("/notifiche/nuova")
    sent = fill(limited, world.tenant, new_citizen(), page=page, follow=False, servizio=world.own[OPERATOR]["service"])
    identifier = sent.header("Location").split("?")[0].rsplit("/", 1)[-1]
    # Since then the service has been taken away from them.
    demo.sql(f"UPDATE notification SET service_id = {hexadecimal(world.hidden['service'])} WHERE id = {hexadecimal(identifier)}")
    before = demo.sql("SELECT COUNT(*) FROM notification")
    answer = limited.post("/notifiche/nuova", page.form("Aggiungi").fields | {
        "_token": limited.token(), "azione": "aggiungi", "servizio": world.own[OPERATOR]["service"], "codice_fiscale": new_citizen(),
        "oggetto": SUBJECT, "contenuto": CONTENT})
    assert answer.status == 422 and "già stata inviata" in answer.text and identifier not in answer.html
    assert demo.sql("SELECT COUNT(*) FROM notification") == before
    # As a form of its own it goes.
    assert limited.press(answer, "Aggiungi", follow=False).status == 303


def test_a_correction_of_another_service_is_not_led_back_to_what_it_puts_right(demo, world):
    hidden, own = world.hidden["notification"], world.own[OPERATOR]["notification"]
    demo.sql(f"UPDATE notification SET corrects = {hexadecimal(hidden)} WHERE id = {hexadecimal(own)}")
    try:
        assert hidden in world.visitors[ADMINISTRATOR].get(f"/notifiche/{own}").html
        assert hidden not in world.visitors[OPERATOR].get(f"/notifiche/{own}").html
    finally:
        demo.sql(f"UPDATE notification SET corrects = NULL WHERE id = {hexadecimal(own)}")


def test_whoever_was_locked_out_since_gets_no_file(demo, world):
    identifier, person = fresh(), person_id(demo, world.tenant, f"limitato.{VIEWER}")
    assert demo.puntuale("utente", "disable", world.tenant.code, f"limitato.{VIEWER}").returncode == 0
    try:
        demo.sql(f"INSERT INTO export (tenant_id, id, person_id, filter, due_at, expires_at) SELECT tenant_id, {hexadecimal(identifier)}, "
                 f"id, '', NOW(6), NOW(6) + INTERVAL 1 DAY FROM person WHERE id = {hexadecimal(person)}")
        until(lambda: demo.sql(f"SELECT state FROM export WHERE id = {hexadecimal(identifier)}") == [["failed"]], 60)
    finally:
        demo.puntuale("utente", "enable", world.tenant.code, f"limitato.{VIEWER}")
        world.visitors[VIEWER] = world.limited(VIEWER)


@pytest.mark.parametrize("role, service, sentence", [
    (OPERATOR, "Servizio che non c’è", "non ha nessun servizio"), (ADMINISTRATOR, "Avviso TARI", "lavora con tutti i servizi")])
def test_the_command_line_allows_no_service_that_is_not_there_nor_limits_an_administrator(demo, tenant, role, service, sentence):
    result = demo.puntuale("utente", "create", tenant.code, "mai.creato", "--nome", "Mai", "--ruolo", role, "--servizio", service,
                           "--password-file", "-", secret="una-password-lunga")
    assert result.returncode != 0 and sentence in result.stderr, result.stderr


def exported(visitor):
    """The workbook of the whole archive, and the address of its page."""
    page = visitor.press(visitor.get("/notifiche"), "Esporta Excel")
    assert "Il file è pronto" in page.text, page.text
    return openpyxl.load_workbook(io.BytesIO(visitor.get(f"{page.path}/file").body)), page.path
