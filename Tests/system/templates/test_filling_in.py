"""Message templates: what operators fill in is checked, sent and kept on the way."""

import re
from html import unescape

import pytest

from compose import CONTENT, SUBJECT
from message_templates import VALUES, add, fields, preview, take
from routes import UNKNOWN, identifiers
from statements import told


def test_a_notification_from_a_template_says_what_was_filled_in_and_names_it(demo, operator, template, citizen):
    page = take(operator, template)
    assert page.status == 200 and fields(page)["servizio"] and "[Nome]" in preview(page)
    path = add(operator, page, citizen).header("Location")
    [received] = demo.await_inbox(citizen)
    assert received["subject"] == "Appuntamento del 15/07/2027 per Maria Rossi"
    assert received["markdown"] == ("Gentile **Maria Rossi**,\n\nl’appuntamento è il 15/07/2027 e costa 1.234,50 €.\n\n"
                                    "Portare\nun documento\n\nUfficio anagrafe del Comune.")
    detail = operator.get(path)
    assert detail.details["Modello"].startswith("Modello ") and detail.details["Modello"].endswith("(versione 1)")
    assert demo.notification(path, "template_version") == ["1"]
    copy = operator.get(f"/notifiche/nuova?da={path.rsplit('/', 1)[-1]}")
    assert fields(copy)["oggetto"] == received["subject"] and fields(copy)["modello"] == ""


@pytest.mark.parametrize("field, typed, words", [
    ("nome", "", "«Nome» va compilato."), ("nome", "uno\ndue", "sola riga"), ("data", "31/02/2027", "non esiste"),
    ("data", "domani", "come 15/07/2027"), ("importo", "12.34", "separa le migliaia"),
    ("importo", "0", "almeno 0,01"), ("nota", "x" * 2_001, "2.000"),
])
def test_a_value_that_its_kind_does_not_allow_is_refused_and_every_value_kept(demo, operator, template, citizen, field, typed, words):
    page = add(operator, take(operator, template), citizen, **{f"campo_{field}": typed})
    assert page.status == 422 and words in page.beside(f"campo_{field}") and words in page.alerts[0]
    kept = {key: value.replace("\r\n", "\n") for key, value in fields(page).items() if key.startswith("campo_")}
    wanted = VALUES | {f"campo_{field}": typed}
    assert {key: kept[key] for key in wanted if "\n" not in wanted[key] or key == "campo_nota"} \
        == {key: value for key, value in wanted.items() if "\n" not in value or key == "campo_nota"}
    assert "L’oggetto" not in page.alerts[0] and demo.inbox(citizen) == []
    assert add(operator, page, citizen).status == 303


def test_the_rules_of_every_notification_hold_for_what_comes_out(operator, template, citizen):
    page = add(operator, take(operator, template), citizen, campo_nome="N" * 120)
    assert page.status == 422 and "non può superarne 120" in page.beside("oggetto")
    page = add(operator, page, citizen, scadenza="2020-01-01")
    assert page.status == 422 and "è già passata" in page.beside("scadenza")
    sent = add(operator, page, citizen, "Aggiungi comunque", scadenza="2020-01-01")
    assert operator.get(sent.header("Location")).details["Modello"]


def test_a_template_that_was_chosen_and_not_yet_taken_is_taken_by_aggiungi(demo, operator, template, citizen):
    page = operator.get("/notifiche/nuova")
    page = operator.press(page, "Aggiungi", modello=template.rsplit("/", 1)[-1], codice_fiscale=citizen, oggetto=SUBJECT,
                          contenuto=CONTENT)
    assert page.status == 200 and "campo_nome" in fields(page) and fields(page)["codice_fiscale"] == citizen
    # And what was written before comes back when it is left, by whatever button.
    page = operator.press(page, "Aggiungi", modello="", campo_nome="Maria Rossi")
    assert page.status == 200 and fields(page)["oggetto"] == SUBJECT and fields(page)["contenuto"].strip() == CONTENT.strip()
    assert "Oggetto *" in page.text and fields(page)["campo_nome"] == "Maria Rossi"
    assert demo.inbox(citizen) == []


def test_modifica_liberamente_leaves_the_text_and_no_longer_names_the_template(demo, operator, template, citizen):
    page = add(operator, take(operator, template), citizen, "Modifica liberamente")
    assert page.status == 200 and fields(page)["oggetto"] == "Appuntamento del 15/07/2027 per Maria Rossi"
    path = operator.press(page, "Aggiungi", follow=False, oggetto="Oggetto cambiato a mano").header("Location")
    assert demo.notification(path, "subject", "template_id") == ["Oggetto cambiato a mano", "NULL"]
    assert "Modello" not in operator.get(path).details


def test_a_form_in_progress_keeps_the_version_that_it_shows(demo, administrator, operator, template, citizen):
    page = take(operator, template)
    administrator.press(administrator.get(template), "Salva", oggetto="Nuovo appuntamento del {{data}} per {{nome}}")
    shown = add(operator, page, citizen, "Anteprima")
    assert "usa ancora la versione 1" in shown.text and "Appuntamento del 15/07/2027" in shown.text
    path = add(operator, shown, citizen).header("Location")
    assert demo.notification(path, "subject", "template_version") == ["Appuntamento del 15/07/2027 per Maria Rossi", "1"]
    newer = add(operator, shown, citizen, "Usa modello")
    assert "usa ancora" not in newer.text and fields(newer)["modello_versione"] == "2" and fields(newer)["campo_nome"] == "Maria Rossi"


def test_a_withdrawn_template_sends_nothing_more_and_its_text_can_still_be_used(demo, administrator, operator, template, citizen):
    page = take(operator, template)
    administrator.decide(administrator.get(template), "Ritira")
    assert template.rsplit("/", 1)[-1] not in operator.get("/notifiche/nuova").form("Aggiungi").options["modello"].values()
    refused = add(operator, page, citizen)
    assert refused.status == 422 and "è stato ritirato" in refused.beside("modello") and demo.inbox(citizen) == []
    again = take(operator, template)
    assert again.status == 422 and "non è più in uso" in again.beside("modello")
    freely = add(operator, refused, citizen, "Modifica liberamente")
    assert operator.press(freely, "Aggiungi", follow=False).status == 303
    administrator.press(administrator.get(template), "Rimetti in uso")
    assert take(operator, template).status == 200


def test_a_template_goes_with_its_own_service_only(tenant, operator, template, citizen):
    other = next(service for service in tenant.services.values() if service != tenant.first_service)
    page = add(operator, take(operator, template), citizen, servizio=other)
    assert page.status == 422 and "è del servizio «Comunicazione avvenuta protocollo»" in page.beside("modello")
    assert add(operator, page, citizen, servizio=tenant.first_service).status == 303


def test_a_form_that_comes_twice_is_one_notification(demo, operator, template, citizen):
    page = take(operator, template)
    first, second = add(operator, page, citizen), add(operator, page, citizen)
    assert second.header("Location") == first.header("Location") + "?esito=gia_registrata"
    changed = add(operator, page, citizen, campo_nome="Mario Rossi")
    assert changed.status == 422 and "I dati ora sono diversi" in changed.text and fields(changed)["campo_nome"] == "Mario Rossi"
    assert len(demo.await_inbox(citizen)) == 1


def test_what_was_filled_in_outlasts_the_session(demo, tenant, template, citizen):
    visitor = tenant.visitor("operatore")
    page = take(visitor, template)
    demo.end_session(visitor)
    login = add(visitor, page, citizen)
    assert login.status == 403 and "Quanto scritto è conservato" in login.text
    account = tenant.accounts["operatore"]
    page = visitor.press(login, "Entra", utente=account["utente"], password=account["password"])
    assert page.status == 422 and fields(page)["campo_nome"] == "Maria Rossi" and fields(page)["campo_data"] == "2027-07-15"
    assert visitor.press(page, "Aggiungi", follow=False).status == 303


def test_another_tenants_template_is_as_unknown_as_none(demo, tenant, other_tenant, operator, delivered, citizen):
    foreign = identifiers(demo, other_tenant, other_tenant.visitor("operatore"), delivered[1])["modelli"]
    page = operator.get("/notifiche/nuova")
    chosen, unknown = [operator.press(page, "Usa modello", modello=name) for name in (foreign, UNKNOWN)]
    assert chosen.status == unknown.status == 422 and chosen.stable == unknown.stable
    sent, unknown = [operator.press(page, "Aggiungi", modello=name, modello_in_uso=name, modello_versione="1", **VALUES)
                     for name in (foreign, UNKNOWN)]
    assert sent.status == unknown.status == 422 and told(sent, foreign, UNKNOWN) == told(unknown, foreign, UNKNOWN)


HOSTILE = ["*a* **b** _c_ ~~d~~ `e`", "# titolo", "- voce", "1. voce", "> detto", "[qui](x.it)", "<b>x</b> &amp; &copy;", "a\\*b\\",
           "![x](y)", "---", "| a | b |", "{{importo}}", "<script>alert(1)</script>", "=== fine", "Niccolò D’Angelo-Rossi & C."]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_typed_into_a_field_is_shown_as_it_was_typed(operator, template, citizen, value):
    page = add(operator, take(operator, template), citizen, "Anteprima", campo_nome=value, campo_nota=f"{value}\n{value}\n\n{value}")
    shown = preview(page)
    assert set(re.findall(r"<(\w+)", shown)) == {"p", "strong", "br"}, shown
    texts = [unescape(re.sub("<[^>]*>", "", part)) for part in re.split(r"</?(?:p|br|strong)>", shown)]
    assert [text.strip() for text in texts].count(value) == 4, shown
