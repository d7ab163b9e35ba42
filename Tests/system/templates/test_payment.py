"""Sum, last day and notice number are typed once: in a template's fields, or by the notice's QR code."""

import secrets

import pytest

from citizens import new_citizen
from compose import CONTENT, fill, new_notice, scanned, send
from message_templates import fields, preview, save, take

TEXT = {"oggetto": "Mensa di {{figlio}}: {{importo}} €",
        "contenuto": "Gentile {{nome}},\n\nla retta della mensa è di **{{importo}} €** e va pagata entro il {{data_scadenza}} con il "
                     "numero avviso {{numero_avviso}}.\n\nUfficio scuola del Comune."}
VALUES = {"campo_figlio": "Luca", "campo_nome": "Maria Rossi", "campo_data_scadenza": "2027-07-15"}


@pytest.fixture
def paid(administrator, tenant) -> str:
    """The address of a template whose fields are the payment, which it requires."""
    page = save(administrator, tenant, f"Mensa {secrets.token_hex(3)}", **TEXT)
    parts = {name: value for name, value in page.form("Salva").fields.items() if name.startswith("anche_")}
    assert parts == {"anche_figlio": "", "anche_importo": "somma", "anche_nome": "", "anche_data_scadenza": "scadenza",
                     "anche_numero_avviso": "numero_avviso"}
    return administrator.press(page, "Salva", follow=False, richiede_pagamento="1").header("Location").split("?")[0]


def add(operator, page, citizen: str, button: str = "Aggiungi", **typed):
    return operator.press(page, button, False, **{"codice_fiscale": citizen} | VALUES | typed)


def test_what_is_typed_once_is_in_the_text_and_in_the_payment(demo, operator, paid, citizen):
    page, notice = take(operator, paid), new_notice()
    assert not {"somma", "scadenza", "numero_avviso"} & set(fields(page)) and "il modello richiede il pagamento" in page.text
    refused = add(operator, page, citizen)
    assert refused.status == 422 and "«Importo» va compilato" in refused.beside("campo_importo")
    assert "«Numero avviso» va compilato" in refused.beside("campo_numero_avviso") and demo.created(citizen) == []
    shown = add(operator, refused, citizen, "Anteprima", campo_numero_avviso=scanned(notice, 12050) + "\r\n")
    assert fields(shown)["campo_importo"] == "120,50" and fields(shown)["campo_numero_avviso"] == notice
    assert "120,50 €" in preview(shown) and "Somma: 120,50 € dal campo Importo del modello" in shown.text
    sent = add(operator, shown, citizen)
    assert sent.status == 303, sent.alerts
    [message] = demo.await_inbox(citizen)
    assert message["subject"] == "Mensa di Luca: 120,50 €"
    assert f"**120,50 €** e va pagata entro il 15/07/2027 con il numero avviso {notice}." in message["markdown"]
    [created] = demo.created(citizen)
    assert created["due_date"] == "2027-07-15T21:59:59.000Z"
    assert (created["payment_data"]["amount"], created["payment_data"]["notice_number"]) == (12050, notice)


def test_what_is_wrong_with_a_part_is_said_beside_the_templates_field(demo, operator, paid, citizen):
    page, notice = take(operator, paid), new_notice()
    page = add(operator, page, citizen, campo_importo="20.000,00", campo_data_scadenza="0024-07-15", campo_numero_avviso="PAGOPA|002|3010")
    assert page.status == 422 and "un anno che non può essere" in page.beside("campo_data_scadenza")
    assert "supera il massimo del servizio" in page.beside("campo_importo")
    assert "non è stato letto per intero" in page.beside("campo_numero_avviso") and page.alerts[0].count("letto per intero") == 1
    page = add(operator, page, citizen, campo_importo="12,00", campo_data_scadenza="9999-12-31",
               campo_numero_avviso=scanned(notice, 12050))
    assert page.status == 422 and "fra più di dieci anni" in page.beside("campo_data_scadenza")
    assert "chiede 120,50 €, la somma scritta è 12,00 €" in page.beside("campo_numero_avviso") and demo.created(citizen) == []
    assert add(operator, page, citizen, "Aggiungi comunque", campo_importo="12,00", campo_data_scadenza="9999-12-31",
               campo_numero_avviso=scanned(notice, 12050)).status == 303


def test_the_payment_goes_with_the_form_into_a_template_and_out_of_it(operator, paid, citizen):
    notice = new_notice()
    page = operator.press(operator.get("/notifiche/nuova"), "Usa modello", modello=paid.rsplit("/", 1)[-1], somma="12,00",
                          scadenza="2027-07-15", numero_avviso=scanned(notice, 1200))
    form = fields(page)
    assert (form["campo_importo"], form["campo_data_scadenza"], form["campo_numero_avviso"]) == ("12,00", "2027-07-15", notice)
    free = add(operator, page, citizen, "Modifica liberamente", campo_importo="13,00")
    form = fields(free)
    assert (form["somma"], form["scadenza"], form["numero_avviso"]) == ("13,00", "2027-07-15", notice)
    warned = operator.press(free, "Aggiungi", somma="14,00")
    assert warned.status == 422
    for field in ("oggetto", "contenuto"):
        assert "nomina 13,00 €, ma la somma da pagare è 14,00 €" in warned.beside(field)
    assert operator.press(warned, "Aggiungi", follow=False, somma="13,00").status == 303


def test_another_template_does_not_take_over_the_payment_of_the_first(operator, paid):
    filled = operator.press(take(operator, paid), "Anteprima", campo_importo="12,00", campo_data_scadenza="2027-07-15",
                            campo_numero_avviso=new_notice())
    others = filled.form("Aggiungi").options["modello"]
    card = next(value for label, value in others.items() if label.startswith("Carta"))
    left = operator.press(filled, "Usa modello", modello=card)
    names = ("somma", "scadenza", "numero_avviso", "campo_data_scadenza")
    assert not {name: fields(left)[name] for name in names if fields(left).get(name)}
    back = operator.press(left, "Usa modello", modello=paid.rsplit("/", 1)[-1])
    assert fields(back)["campo_importo"] == "12,00", "what was typed comes back with its template"
    none = operator.press(back, "Usa modello", modello="")
    assert not {name: fields(none)[name] for name in names if fields(none).get(name)}


def test_two_equal_payments_ask_what_tells_them_apart(demo, operator, tenant, citizen):
    first, second = new_notice(), new_notice()
    send(operator, tenant, citizen, oggetto="Retta della mensa", somma="50,00", numero_avviso=first)
    page = fill(operator, tenant, citizen, oggetto="Retta della mensa", somma="50,00", numero_avviso=second)
    assert page.status == 422 and "un altro avviso da 50,00 € con lo stesso oggetto" in page.beside("oggetto")
    assert fill(operator, tenant, citizen, page=page, oggetto="Retta della mensa di Luca", somma="50,00", numero_avviso=second,
                follow=False).status == 303
    for other, words in [(citizen, "a questo cittadino"), (new_citizen(), "a un altro cittadino")]:
        page = fill(operator, tenant, other, oggetto="Un altro oggetto", contenuto="Di nuovo. " + CONTENT, somma="50,00",
                    numero_avviso=first)
        assert page.status == 422 and f"è già stato inviato {words}" in page.beside("numero_avviso"), page.alerts
        assert citizen not in page.beside("numero_avviso")
    assert len(demo.created(citizen)) == 2
    assert operator.press(page, "Aggiungi comunque").details["Notifica Pagamento"] == first


def test_another_tenants_notice_is_nothing_to_this_one(tenant, other_tenant, operator, citizen):
    notice = new_notice()
    send(other_tenant.visitor("operatore"), other_tenant, citizen, oggetto="Retta della mensa", somma="50,00", numero_avviso=notice)
    send(operator, tenant, citizen, oggetto="Retta della mensa", somma="50,00", numero_avviso=notice)
