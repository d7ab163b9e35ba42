"""The operator's desk: drafts, errata corrige, the confirmation that a tenant may ask for."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from citizens import new_citizen
from compose import CONTENT, SUBJECT, fill, new_notice, send

UNKNOWN = "018f0000-0000-7000-8000-000000000000"


def eliminate(visitor):
    """The newest draft."""
    form = visitor.get("/notifiche/bozze").forms[1]
    asked = visitor.post(form.action, form.fields)
    assert asked.title == "Eliminare la bozza?" and form.action.split("/")[3] in visitor.get("/notifiche/bozze").html
    return visitor.press(asked, "Elimina la bozza")


@pytest.fixture
def confirming(demo, tenant):
    """The tenant asks for a confirmation."""
    change = f"UPDATE tenant SET confirms_sends = {{}} WHERE code = '{tenant.code}'"
    demo.sql(change.format("TRUE"))
    yield
    demo.sql(change.format("FALSE"))


def test_a_draft_keeps_whatever_was_typed_and_is_sent_once(demo, tenant, operator, citizen):
    page = fill(operator, tenant, citizen, "Salva bozza", oggetto="Corto", somma="dieci")
    assert page.status == 200 and "Bozza salvata alle" in page.text and "non è stata inviata" in page.text
    assert demo.created(citizen) == []
    listed = operator.get("/notifiche/bozze")
    assert "Corto" in listed.text and citizen in listed.text
    assert "Bozze (1)" in operator.get("/notifiche").text

    form = page.form("Aggiungi").fields
    assert (form["oggetto"], form["somma"], form["contenuto"]) == ("Corto", "dieci", CONTENT)
    again = operator.get(page.path.split("&")[0])
    assert again.form("Aggiungi").fields["_chiave"] == form["_chiave"]
    first = operator.press(page, "Aggiungi", oggetto=SUBJECT, somma="", follow=False)
    second = operator.press(again, "Aggiungi", oggetto=SUBJECT, somma="", follow=False)
    assert first.status == second.status == 303
    assert second.header("Location") == first.header("Location") + "?esito=gia_registrata"
    assert "Nessuna bozza" in operator.get("/notifiche/bozze").text
    demo.await_state(first.header("Location"), "processed")
    assert len(demo.inbox(citizen)) == 1


def test_a_draft_is_unknown_to_everybody_else(demo, tenant, operator, citizen):
    page = fill(operator, tenant, citizen, "Salva bozza")
    draft = page.path.split("da=")[1].split("&")[0]
    for visitor in (tenant.visitor("amministratore"), demo.tenants[1].visitor("operatore")):
        assert draft not in visitor.get("/notifiche/bozze").html
        opened, unknown = visitor.get(f"/notifiche/nuova?da={draft}"), visitor.get(f"/notifiche/nuova?da={UNKNOWN}")
        assert opened.status == 404 and opened.stable == unknown.stable
        deleted = visitor.post(f"/notifiche/bozze/{draft}/elimina", {"_token": visitor.token()})
        assert deleted.status == 404
    assert operator.get(f"/notifiche/nuova?da={draft}").status == 200
    gone = eliminate(operator)
    assert "eliminata" in gone.text and draft not in gone.html
    assert operator.get(f"/notifiche/nuova?da={draft}").status == 404


def test_a_draft_of_a_form_that_was_sent_is_another_notification(demo, tenant, operator, citizen):
    page = operator.get("/notifiche/nuova")
    sent = fill(operator, tenant, citizen, page=page, follow=False).header("Location")
    saved = fill(operator, tenant, citizen, "Salva bozza", page=page, oggetto="Un altro oggetto")
    assert saved.form("Aggiungi").fields["_chiave"] != page.form("Aggiungi").fields["_chiave"]
    second = operator.press(saved, "Aggiungi", follow=False).header("Location")
    assert second != sent and "?" not in second
    for path in (sent, second):
        demo.await_state(path, "processed")


def test_a_draft_saved_after_the_session_ended_comes_back_after_the_log_in(demo, tenant, operator, citizen):
    page = operator.get("/notifiche/nuova")
    demo.end_session(operator)
    interrupted = fill(operator, tenant, citizen, "Salva bozza", page=page)
    assert interrupted.status == 403 and "Quanto scritto è conservato" in interrupted.text
    account = tenant.accounts["operatore"]
    back = operator.press(interrupted, "Entra", utente=account["utente"], password=account["password"])
    assert back.form("Aggiungi").fields["codice_fiscale"] == citizen
    assert "Bozza salvata" in back.text and citizen in operator.get("/notifiche/bozze").text
    eliminate(operator)


def test_the_most_drafts_of_a_person_are_said_and_nothing_typed_is_lost(demo, tenant, operator, citizen):
    person = f"(SELECT p.id FROM person p JOIN tenant t ON t.id = p.tenant_id WHERE t.code = '{tenant.code}' AND p.username = 'operatore')"
    tenant_id = f"(SELECT id FROM tenant WHERE code = '{tenant.code}')"
    demo.sql(f"INSERT INTO draft (tenant_id, person_id, id, form, subject, fiscal_code) "
             f"SELECT {tenant_id}, {person}, UNHEX(MD5(seq)), '', '', '' FROM seq_1_to_50")
    try:
        page = fill(operator, tenant, citizen, "Salva bozza")
        assert page.status == 422 and "Le bozze sono già 50" in page.text
        assert page.form("Aggiungi").fields["contenuto"] == CONTENT
    finally:
        demo.sql(f"DELETE FROM draft WHERE tenant_id = {tenant_id}")


def test_two_forms_of_one_draft_sent_at_once_with_other_texts_lose_neither(demo, tenant, operator, citizen):
    page = operator.get("/notifiche/nuova")
    page.form("Aggiungi")
    with ThreadPoolExecutor(4) as threads:
        subjects = [f"{SUBJECT} {number}" for number in range(4)]
        answers = list(threads.map(lambda text: fill(operator, tenant, citizen, page=page, follow=False, oggetto=text), subjects))
    sent = [answer for answer in answers if answer.status == 303]
    assert len(sent) == 1
    for text, answer in zip(subjects, answers, strict=True):
        if answer.status != 303:
            assert answer.status == 422 and "I dati ora sono diversi" in answer.text
            assert answer.form("Aggiungi").fields["oggetto"] == text
    demo.await_state(sent[0].header("Location"), "processed")


def test_a_draft_that_is_much_too_long_is_not_kept_and_says_so(operator, tenant, citizen):
    page = fill(operator, tenant, citizen, "Salva bozza", contenuto="è" * 40_000)
    assert page.status == 422 and "troppo lungo e la bozza non è stata salvata" in page.text
    assert len(page.form("Aggiungi").fields["contenuto"]) == 40_000


def test_an_errata_corrige_goes_to_the_same_citizen_and_each_names_the_other(demo, tenant, operator, citizen):
    wrong = send(operator, tenant, citizen, somma="10,00", numero_avviso=new_notice())
    demo.await_state(wrong, "processed")
    page = operator.get(wrong.replace("/notifiche/", "/notifiche/nuova?da=") + "&errata=1")
    form = page.form("Aggiungi").fields
    assert form["oggetto"] == f"Errata corrige: {SUBJECT}" and form["codice_fiscale"] == citizen and form["somma"] == ""
    assert "va pagato o no" in form["contenuto"] and "posizione debitoria" in page.text

    refused = operator.press(page, "Aggiungi")
    assert refused.status == 422 and "parti tra parentesi quadre" in refused.beside("contenuto")
    text = form["contenuto"].replace("[indicare ", "(").replace("]", ")")
    refused = operator.press(refused, "Aggiungi", contenuto=text, codice_fiscale=new_citizen())
    assert refused.status == 422 and "il destinatario non si può cambiare" in refused.beside("codice_fiscale")
    asked = operator.press(refused, "Aggiungi", codice_fiscale=citizen)
    assert asked.status == 200 and asked.title == "Inviare questa notifica?" and len(demo.inbox(citizen)) == 1
    right = operator.press(asked, "Conferma e invia", follow=False)
    assert right.status == 303
    identifier = right.header("Location").rsplit("/", 1)[-1]
    assert operator.get(wrong).details["Corretta da"] == identifier
    assert operator.get(right.header("Location")).details["Errata corrige di"] == wrong.rsplit("/", 1)[-1]
    demo.await_state(right.header("Location"), "processed")
    assert len(demo.inbox(citizen)) == 2


def test_an_errata_corrige_keeps_its_title_and_is_written_without_a_template(demo, tenant, operator, citizen):
    wrong = send(operator, tenant, citizen)
    demo.await_state(wrong, "processed")
    page = operator.get(wrong.replace("/notifiche/", "/notifiche/nuova?da=") + "&errata=1")
    assert "Usa modello" not in page.html
    refused = operator.press(page, "Aggiungi", oggetto=SUBJECT, contenuto=CONTENT)
    assert refused.status == 422 and "comincia con «Errata corrige:»" in refused.beside("oggetto")


def test_a_link_to_an_errata_corrige_outlives_the_session(demo, tenant, operator, citizen):
    wrong = send(operator, tenant, citizen)
    demo.await_state(wrong, "processed")
    demo.end_session(operator)
    entry = operator.get(wrong.replace("/notifiche/", "/notifiche/nuova?da=") + "&errata=1")
    account = tenant.accounts["operatore"]
    page = operator.press(entry, "Entra", utente=account["utente"], password=account["password"])
    assert page.form("Aggiungi").fields["errata"] == wrong.rsplit("/", 1)[-1]


def test_enter_in_the_lens_searches_and_sends_nothing(demo, tenant, operator, citizen):
    page = fill(operator, tenant, citizen, "Cerca servizio")
    form = page.form("Aggiungi").fields | {"cerca": "TARI"}
    found = operator.post("/notifiche/nuova", form)
    assert found.status == 200 and "Avviso TARI" in found.text
    assert demo.sql(f"SELECT COUNT(*) FROM notification WHERE fiscal_code = '{citizen}'") == [["0"]]


def test_what_the_app_would_not_show_is_said_before_anything_leaves(demo, tenant, operator, citizen):
    page = fill(operator, tenant, citizen, contenuto=f"{CONTENT}\n\n| a |\n|---|\n| b |\n\n[scrivere](mailto:x@comune.example.it)")
    assert page.status == 422
    for words in ("L’app IO non mostra le tabelle", "mailto:"):
        assert words in page.beside("contenuto")
    demo.await_state(operator.press(page, "Aggiungi comunque", follow=False).header("Location"), "processed")


def test_only_what_may_have_arrived_can_be_corrected(demo, tenant, operator, citizen):
    path = send(operator, tenant, citizen)
    demo.await_state(path, "processed")
    errata = path.replace("/notifiche/", "/notifiche/nuova?da=") + "&errata=1"
    form = operator.get(errata).form("Aggiungi").fields | {"contenuto": CONTENT, "azione": "aggiungi"}
    uuid = path.rsplit("/", 1)[-1].replace("-", "")
    demo.sql(f"UPDATE notification SET state = 'refused' WHERE id = UNHEX('{uuid}')")
    assert operator.get(errata).status == 404 and "Errata corrige" not in operator.get(path).text
    refused = operator.post("/notifiche/nuova", form)
    assert refused.status == 422 and "non è più un’errata corrige" in refused.html
    again = refused.form("Aggiungi").fields
    assert "errata" not in again and again["contenuto"] == CONTENT


def test_an_errata_corrige_of_another_tenant_is_as_unknown_as_one_that_never_was(demo, tenant, citizen):
    other = demo.tenants[1]
    foreign = send(tenant.visitor("operatore"), tenant, citizen)
    demo.await_state(foreign, "processed")
    visitor = other.visitor("operatore")
    form = visitor.get("/notifiche/nuova").form("Aggiungi").fields | {"contenuto": CONTENT, "azione": "aggiungi"}
    pages = [visitor.post("/notifiche/nuova", form | {"errata": identifier}) for identifier in (foreign.rsplit("/", 1)[-1], UNKNOWN)]
    assert [page.status for page in pages] == [422, 422] and "non è più un’errata corrige" in pages[0].text
    assert pages[0].stable == pages[1].stable


def test_a_tenant_that_asks_for_it_gets_a_confirmation_before_anything_leaves(demo, tenant, operator, citizen, confirming):
    page = operator.get("/notifiche/nuova")
    assert "chiede conferma" in page.text
    asked = fill(operator, tenant, citizen, page=page, scadenza="2030-05-01", contenuto="C" * 90)
    assert asked.status == 422 and "Conferma e invia" not in asked.html  # the warnings come first
    asked = operator.press(asked, "Aggiungi comunque")
    assert asked.status == 200 and asked.details["Codice Fiscale Destinatario"].startswith(citizen)
    assert asked.details["Scadenza"] == "01/05/2030" and "l’ente ne chiede almeno 120" in asked.text
    assert demo.sql(f"SELECT COUNT(*) FROM notification WHERE fiscal_code = '{citizen}'") == [["0"]]

    back = operator.press(asked, "Torna a modificare")
    assert back.form("Aggiungi").fields["contenuto"] == "C" * 90 and back.form("Aggiungi").fields["scadenza"] == "2030-05-01"
    first = operator.press(asked, "Conferma e invia", follow=False)
    second = operator.press(asked, "Conferma e invia", follow=False)
    assert first.status == second.status == 303 and second.header("Location").startswith(first.header("Location"))
    demo.await_state(first.header("Location"), "processed")
    assert len(demo.inbox(citizen)) == 1


def test_a_confirmation_overrides_no_warning_that_its_page_did_not_show(demo, tenant, operator, citizen, confirming):
    asked = fill(operator, tenant, citizen)
    assert "Conferma e invia" in asked.html
    # Meanwhile a colleague sends the same.
    demo.sql(f"UPDATE tenant SET confirms_sends = FALSE WHERE code = '{tenant.code}'")
    send(operator, tenant, citizen)
    demo.sql(f"UPDATE tenant SET confirms_sends = TRUE WHERE code = '{tenant.code}'")
    again = operator.press(asked, "Conferma e invia")
    assert again.status == 422 and "Una notifica identica è già stata inviata" in again.text


def test_the_administrator_decides_whether_sends_are_confirmed(demo, tenant):
    administrator = tenant.visitor("amministratore")
    page = administrator.press(administrator.get("/impostazioni/invio"), "Salva", conferma_invio="1")
    assert "è stato salvato" in page.text
    page = administrator.get("/impostazioni/invio")
    assert page.form("Salva").fields["conferma_invio"] == "1"
    assert "chiede conferma" in administrator.get("/notifiche/nuova").text
    assert "chiede conferma" not in demo.tenants[1].visitor("operatore").get("/notifiche/nuova").text
    administrator.press(page, "Salva", conferma_invio=None)
    assert "conferma_invio" not in administrator.get("/impostazioni/invio").form("Salva").fields
