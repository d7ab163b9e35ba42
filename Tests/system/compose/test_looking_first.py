"""Nothing leaves by accident: Enter looks, what was written for others is confirmed, a page that is left is a draft."""

import pytest

from citizens import new_citizen
from compose import CONTENT, SUBJECT, fill, send
from demo import REPOSITORY


@pytest.mark.parametrize("button", [{"azione": "avanti"}, {}, {"azione": "altro"}])
def test_enter_in_a_field_looks_and_never_sends(demo, tenant, operator, citizen, button):
    page = operator.get("/notifiche/nuova")
    hidden = page.form("Aggiungi").fields
    assert page.first_button == ("azione", "avanti"), "what Enter presses without JavaScript"
    fields = hidden | {"servizio": tenant.first_service, "codice_fiscale": citizen, "oggetto": SUBJECT, "contenuto": CONTENT}
    looked = operator.post("/notifiche/nuova", fields | button)
    assert looked.status == 200 and CONTENT.strip() in looked.text and demo.created(citizen) == []
    if button.get("azione") == "avanti":
        assert "Può ricevere" in looked.beside_recipient()
    sent = operator.press(looked, "Aggiungi")
    assert sent.details["Stato"] == "Inviata"


def test_what_starts_from_another_notification_is_for_somebody_else_and_asks_before_it_sends(demo, tenant, operator, citizen):
    first = send(operator, tenant, citizen)
    copy = operator.get(first.replace("/notifiche/", "/notifiche/nuova?da="))
    fields = copy.form("Aggiungi").fields
    assert fields["codice_fiscale"] == "" and fields["oggetto"] == SUBJECT and citizen in copy.text
    assert operator.press(copy, "Aggiungi").beside("codice_fiscale") == "Indicare il codice fiscale del destinatario."
    other = new_citizen()
    # By way of a draft too.
    draft = operator.press(copy, "Salva bozza", codice_fiscale=other)
    asked = operator.press(draft, "Aggiungi")
    assert asked.title == "Inviare questa notifica?" and demo.created(other) == []
    back = operator.press(asked, "Torna a modificare")
    assert operator.press(back, "Aggiungi").title == "Inviare questa notifica?"
    assert operator.press(asked, "Conferma e invia").details["Codice Fiscale Destinatario"] == other


def test_the_scripts_of_all_pages_stay_small():
    assert sum(file.stat().st_size for file in (REPOSITORY / "static").glob("*.js")) <= 16 * 1024


def test_ctrl_enter_asks_first_as_a_button_of_its_own(demo, tenant, operator, citizen):
    page = operator.get("/notifiche/nuova")
    fields = page.form("Aggiungi").fields | {"servizio": tenant.first_service, "codice_fiscale": citizen, "oggetto": SUBJECT,
                                             "contenuto": CONTENT, "azione": "riepilogo"}
    asked = operator.post("/notifiche/nuova", fields)
    assert asked.title == "Inviare questa notifica?" and demo.created(citizen) == []


def test_what_was_wrong_is_asked_again_by_the_preview_and_only_warnings_offer_to_send_all_the_same(demo, tenant, operator, citizen):
    wrong = {"pulsante_1_testo": "x" * 41, "pulsante_1_indirizzo": "www.comune.example.it", "scadenza": "01/01/2020"}
    page = fill(operator, tenant, citizen, **wrong)
    assert page.beside("pulsante_1_testo") and page.beside("pulsante_1_indirizzo"), "both of a button at once"
    assert not page.has_button("Aggiungi comunque") and "Aggiungi comunque" not in page.text
    page = operator.press(page, "Anteprima", pulsante_1_testo="Apri", pulsante_1_indirizzo="https://www.comune.example.it")
    assert page.status == 200 and not page.beside("pulsante_1_testo") and not page.beside("pulsante_1_indirizzo")
    assert "già passata" in page.beside("scadenza") and page.has_button("Aggiungi comunque")
    sent = operator.press(page, "Aggiungi comunque")
    assert sent.details["Stato"] == "Inviata"


def test_a_page_that_saves_itself_makes_a_draft_and_overwrites_no_other_page(demo, tenant, operator, citizen):
    page = operator.get("/notifiche/nuova")
    fields = page.form("Salva bozza").fields | {"azione": "bozza", "subito": "1"}
    nothing = operator.post("/notifiche/nuova", fields)
    looked_up = operator.post("/notifiche/nuova", fields | {"codice_fiscale": citizen, "servizio": tenant.first_service})
    for answer in (nothing, looked_up):
        assert answer.status == 200 and ">" + "</p>" in answer.html, "of a form without a word nothing is kept"
    first = operator.post("/notifiche/nuova", fields | {"oggetto": "Prima scheda", "codice_fiscale": citizen})
    assert "Bozza salvata alle" in first.html and "data-versione" in first.html
    second = operator.post("/notifiche/nuova", fields | {"oggetto": "Seconda scheda"})
    assert "aperta anche in un’altra pagina" in second.html and "data-versione" not in second.html
    refused = operator.post("/notifiche/nuova", fields | {"oggetto": "Seconda scheda", "subito": ""} | {"azione": "bozza"}, follow=True)
    assert "Bozza non salvata" in refused.html
    by_hand = operator.post("/notifiche/nuova", {name: value for name, value in fields.items() if name != "subito"}
                            | {"oggetto": "Seconda scheda"})
    assert by_hand.status == 422 and "diventa un’altra bozza" in by_hand.text
    assert "Prima scheda" in operator.get("/notifiche/nuova").text, "today's draft is offered"
    saved = operator.press(by_hand, "Salva bozza")
    assert saved.form("Aggiungi").fields["oggetto"] == "Seconda scheda"
    drafts = operator.get("/notifiche/bozze").text
    assert "Prima scheda" in drafts and "Seconda scheda" in drafts
    stranger = tenant.visitor("amministratore").get("/notifiche/nuova")
    assert "Prima scheda" not in stranger.text
