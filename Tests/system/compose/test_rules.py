"""The rules of a notification: what is wrong stands beside its field, and nothing that was typed is lost."""

import pytest

from citizens import new_citizen, with_control
from compose import CHECKED_FIELDS, CONTENT, GUIDE_CONTENT, NOTICE_NUMBER, SUBJECT, fill, send
from refused import REFUSED, WRONG_CHECK


@pytest.mark.parametrize("field, typed, sentence", REFUSED, ids=[f"{field}-{number}" for number, (field, _, _) in enumerate(REFUSED)])
def test_a_value_that_breaks_a_rule_comes_back_with_its_reason_beside_its_field(operator, tenant, field, typed, sentence):
    citizen = new_citizen()
    page = fill(operator, tenant, citizen, **typed)
    assert page.status == 422
    assert page.beside(field) and sentence in page.beside(field), page.beside(field)
    assert [name for name in CHECKED_FIELDS if page.beside(name)] == [field]
    fields = page.form("Aggiungi").fields
    expected = {"codice_fiscale": citizen, "oggetto": SUBJECT, "contenuto": CONTENT} | typed
    expected.pop("servizio", None)  # a list holds only its own
    for name, value in expected.items():
        assert fields[name].replace("\r\n", "\n") == value.replace("\r\n", "\n"), name
    assert not page.has_button("Aggiungi comunque")


def test_all_reasons_come_at_once_and_aggiungi_comunque_overrides_no_error(demo, operator, tenant):
    page = fill(operator, tenant, "", oggetto="", contenuto="corto", scadenza="x", somma="x", servizio="")
    assert all(page.beside(name) for name in CHECKED_FIELDS)
    fields = page.form("Aggiungi").fields | {"azione": "aggiungi_comunque", "avvertenze": "contenuto.corto oggetto.manca"}
    assert operator.post("/notifiche/nuova", fields).status == 422


def test_the_service_of_another_tenant_is_one_that_does_not_exist(demo, operator, tenant, other_tenant, citizen):
    page = fill(operator, tenant, citizen, servizio=other_tenant.first_service)
    assert page.status == 422 and "Il servizio scelto non esiste" in page.beside("servizio")
    assert demo.created(citizen) == []


def test_a_service_that_was_disabled_meanwhile_takes_nothing(demo, operator, administrator, tenant, citizen):
    service = tenant.services["Avviso TARI"]
    page = operator.get("/notifiche/nuova")
    administrator.decide(administrator.get(f"/servizi/{service}"), "Disattiva")
    try:
        page = fill(operator, tenant, citizen, page=page, servizio=service)
        assert page.status == 422 and "è disattivato" in page.beside("servizio")
        assert page.form("Aggiungi").fields["contenuto"] == CONTENT
    finally:
        administrator.press(administrator.get(f"/servizi/{service}"), "Riattiva")
    assert demo.created(citizen) == []


def test_lower_case_spaces_and_line_ends_are_put_right(demo, operator, tenant, citizen):
    spaced = " ".join([citizen[:6], citizen[6:11], citizen[11:]]).lower()
    send(operator, tenant, spaced, contenuto=CONTENT.replace(". ", ".\r\n"), oggetto=f"  {SUBJECT} ")
    [message] = demo.created(citizen)
    assert message["subject"] == SUBJECT and "\r" not in message["markdown"]


def test_omocodia_is_a_right_codice_fiscale(operator, tenant, citizen):
    code = with_control(citizen[:6] + "UL" + citizen[8:15])
    assert operator.get(send(operator, tenant, code)).details["Codice Fiscale Destinatario"] == code


def test_contents_of_exactly_the_limits_are_sent(operator, tenant, citizen):
    send(operator, tenant, citizen, oggetto="o" * 10, contenuto="c" * 120)
    send(operator, tenant, citizen, oggetto="🙂" * 60, contenuto="à" * 10_000)


def test_aggiungi_comunque_overrides_only_the_warnings_that_were_shown(demo, operator, tenant, citizen):
    page = fill(operator, tenant, citizen, contenuto=GUIDE_CONTENT)
    assert page.beside("contenuto") and not page.beside("numero_avviso")
    page = fill(operator, tenant, citizen, "Aggiungi comunque", page=page, contenuto=GUIDE_CONTENT, somma="1,00", numero_avviso=WRONG_CHECK)
    assert page.status == 422 and "non corrispondono alle altre" in page.beside("numero_avviso")
    assert demo.created(citizen) == []
    # Another wrong number is another risk.
    other = NOTICE_NUMBER[:16] + f"{(int(NOTICE_NUMBER[16:]) + 2) % 93:02}"
    page = fill(operator, tenant, citizen, "Aggiungi comunque", page=page, contenuto=GUIDE_CONTENT, somma="1,00", numero_avviso=other)
    assert page.status == 422
    page = fill(operator, tenant, citizen, "Aggiungi comunque", page=page, contenuto=GUIDE_CONTENT, somma="1,00", numero_avviso=other)
    assert page.status == 200 and page.details["Notifica Pagamento"] == other


def test_a_deadline_in_the_past_asks_first(operator, tenant, citizen):
    page = fill(operator, tenant, citizen, scadenza="2020-01-01")
    assert page.status == 422 and "è già passata" in page.beside("scadenza")
    assert operator.press(page, "Aggiungi comunque").details["Scadenza"] == "01/01/2020"


def test_a_tenant_may_lower_its_minimum_to_eighty(operator, administrator, tenant, citizen):
    def set_minimum(value: str):
        return administrator.press(administrator.get("/impostazioni/invio"), "Salva", minimo_contenuto=value)
    for wrong in ["79", "10001", "", "molti"]:
        page = set_minimum(wrong)
        assert page.status == 422 and "da 80 a 10" in page.beside("minimo_contenuto")
    assert "salvato" in set_minimum("80").text
    try:
        page = fill(operator, tenant, citizen, contenuto=GUIDE_CONTENT)
        assert page.status == 200 and page.details["Stato"] == "Inviata"
        assert fill(operator, tenant, citizen, contenuto="c" * 79).status == 422
    finally:
        set_minimum("120")
