"""What a person comes to by doing something, in every state: looking.py says what is asked of each."""

import pytest

from citizens import OFFICIAL, PERSONAS, new_citizen
from compose import CONTENT, GUIDE_CONTENT, GUIDE_SUBJECT, new_notice, send
from looking import look, look_twice

# A notification's page, by the citizen it went to: its state.
STATES = {
    "consegnata": (1, "Consegnata"), "non-raggiungibile": (2, "Non raggiungibile"), "rifiutata": (4, "Rifiutata"),
    "inviata": (6, "Inviata"), "esito-incerto": (10, "Esito incerto"), "errore": (18, "Errore"), "con-mail-e-push": (14, "Consegnata"),
}
PAYMENT = {"scadenza": "2027-06-16", "somma": "123,45", "numero_avviso": new_notice(), "paga_dopo_scadenza": "1",
           "contenuto": f"# Avviso\n\n- **primo**\n- [sito](https://www.comune.example.it)\n\n{CONTENT}"}

both = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])


@pytest.fixture(scope="session")
def sent(tenant) -> dict[str, str]:
    """One for each state, all at once: some take seconds to come to rest."""
    visitor = tenant.visitor("operatore")
    paths = {name: send(visitor, tenant, PERSONAS[number]) for name, (number, _) in STATES.items()}
    return paths | {"pagamento": send(visitor, tenant, new_citizen(), **PAYMENT)}


@pytest.mark.parametrize("name", STATES)
def test_a_notification_in_every_state_is_within_reach_of_everybody(come, sent, name):
    browser = come(sent[name])
    browser.until(lambda: browser.detail("Stato") == STATES[name][1])
    look_twice(come, sent[name], f"dettaglio-{name}")


def test_a_notification_with_a_payment_is_within_reach_of_everybody(come, sent):
    browser = come(sent["pagamento"])
    browser.until(lambda: browser.detail("Stato") == "Consegnata")
    assert browser.detail("Notifica Pagamento") == PAYMENT["numero_avviso"] and browser.detail("Paga dopo la scadenza") == "Sì"
    look_twice(come, sent["pagamento"], "dettaglio-pagamento")


def test_a_proof_and_what_its_code_tells_are_within_reach_of_everybody(come, sent):
    browser = come(sent["pagamento"])
    browser.until(lambda: browser.detail("Stato") == "Consegnata")
    browser = look_twice(come, f"{sent['pagamento']}/prova", "prova")
    code = browser.find(".codice-prova").text
    browser.open("/prova")
    browser.type(codice=code)
    browser.press("Verifica")
    assert "La prova è vera." in browser.text
    look(browser, "prova-vera")
    browser.type(codice="X" + code[1:])
    browser.press("Verifica")
    look(browser, "prova-errata")
    browser = look_twice(come, f"{sent['non-raggiungibile']}/prova", "prova-non-inviata")
    assert browser.title == "Notifica non inviata"


def test_a_notification_on_its_way_is_within_reach_of_everybody(come, tenant):
    browser = come(send(tenant.visitor("operatore"), tenant, PERSONAS[20]))
    browser.until(lambda: browser.detail("Stato") == "In invio")
    look(browser, "dettaglio-in-invio")


def test_a_notification_that_waits_can_be_withdrawn(come, tenant, demo):
    demo.trouble(tenant, "Avviso TARI", "storage")
    try:
        browser = come(send(tenant.visitor("operatore"), tenant, new_citizen(), servizio=tenant.services["Avviso TARI"]))
        assert browser.detail("Stato") == "Da inviare"
        look(browser, "dettaglio-da-inviare")
        browser.press("Annulla")
        assert browser.detail("Stato") == "Annullata"
        look(browser, "dettaglio-annullata")
    finally:
        demo.trouble(tenant, "Avviso TARI", "none")


def test_what_stands_still_is_within_reach_of_everybody(come, tenant, demo):
    operator, administrator = tenant.visitor("operatore"), tenant.visitor("amministratore")
    administrator.decide(administrator.get("/impostazioni"), "Sospendi gli invii")
    for name, kind in zip(tenant.services, ["keys", "refusals", "ceiling"], strict=True):
        demo.sql(f"""UPDATE service SET stopped_at = NOW(6), stop_kind = '{kind}', paused_at = NOW(6),
            stop_reason = 'App IO ha risposto: {"parole " * 8}' WHERE id = UNHEX('{tenant.services[name].replace("-", "")}')""")
    try:
        waits = send(operator, tenant, new_citizen())
        browser = come(waits)
        assert "sospesi" in browser.detail("Errore") and len(browser.find_all(".fermo")) == 3
        assert browser.detail("Errore").count("parte") == 1  # told once, with every reason
        look(browser, "dettaglio-fermo")
        browser.open("/notifiche/nuova")
        assert "parte subito" not in browser.text and "parte quando riprendono" in browser.text
        look(browser, "nuova-ferma")
        browser = come("/servizi", "amministratore")
        look(browser, "servizi-fermi")
        for name, picture in zip(tenant.services, ["chiavi", "rifiuti", "massimo"], strict=True):
            browser.open(f"/servizi/{tenant.services[name]}")
            look(browser, f"servizio-fermo-{picture}", keyboard=picture == "chiavi")
            browser.press("Riprendi gli invii")
        browser.open("/impostazioni")
        look(browser, "impostazioni-sospese")
        browser.press("Riprendi gli invii")
        assert not browser.find_all(".fermo")
    finally:
        demo.sql("UPDATE tenant SET paused_at = NULL, paused_by = NULL; UPDATE service SET paused_at = NULL, stopped_at = NULL")
    demo.await_state(waits, "processed")


def test_a_paused_service_and_a_list_of_doubts_are_within_reach_of_everybody(come, tenant, demo):
    doubt = send(tenant.visitor("operatore"), tenant, PERSONAS[11])
    browser = come(f"/servizi/{tenant.first_service}", "amministratore")
    browser.decide("Sospendi gli invii")
    try:
        look(browser, "servizio-sospeso")
        browser.press("Riprendi gli invii")
    finally:
        demo.sql("UPDATE service SET paused_at = NULL")
    browser.until(lambda: browser.open("/notifiche?stato=uncertain") or browser.find_all(f"a[href='{doubt}']"))
    browser = look_twice(come, "/notifiche?stato=uncertain", "esiti-incerti", "amministratore")
    browser.open(doubt)
    browser.decide("Considera inviata")
    look(browser, "dettaglio-considerata-inviata")


@both
def test_a_refused_form_is_within_reach_of_everybody(come, javascript):
    browser = come("/notifiche/nuova", javascript=javascript)
    browser.type(codice_fiscale="RSSMRA85T10A562A", oggetto="corto", contenuto="breve", somma="12")
    browser.press("Aggiungi")
    look(browser, "nuova-errori")
    if javascript:
        browser.find("#riepilogo a[href='#contenuto']").click()
        assert browser.focused == "contenuto"


@both
def test_a_form_with_warnings_its_preview_and_its_lens_are_within_reach_of_everybody(come, javascript):
    browser = come("/notifiche/nuova", javascript=javascript)
    browser.choose("servizio", "protocollo")
    browser.type(codice_fiscale=OFFICIAL, oggetto=GUIDE_SUBJECT, contenuto=GUIDE_CONTENT)
    browser.press("Aggiungi")
    look(browser, "nuova-avvertenze")
    if javascript:
        browser.press("Cerca servizio", leaves=False)
        browser.until(lambda: browser.find_all("#lente li"))
    else:
        browser.press("Cerca servizio")
    look(browser, "nuova-lente", keyboard=not javascript)


@both
def test_refused_forms_of_everybody_else_are_within_reach_of_everybody(come, tenant, demo, javascript):
    browser = come("/entra", "", javascript)
    browser.log_in({"utente": "nessuno", "password": "sbagliata"})
    look(browser, "entra-errore")
    browser = come("/profilo", "operatore", javascript)
    browser.type(password="sbagliata", password_nuova="corta", password_ripetuta="altra")
    browser.press("Cambia la password")
    look(browser, "profilo-errori")
    browser = come("/servizi/nuovo", "amministratore", javascript)
    browser.press("Aggiungi")
    look(browser, "servizio-nuovo-errori")
    browser.open("/utenti")
    browser.press("Aggiungi")
    look(browser, "utenti-errori")
    browser.open(f"/utenti/{demo.person(tenant, 'amministratore')}")
    browser.choose("ruolo", "operatore")
    browser.press("Salva")
    assert "unico amministratore" in browser.text
    look(browser, "utente-errori")
    browser.open("/impostazioni/massimo")
    browser.type(massimo_cittadino="molti")
    browser.press("Salva massimo")
    look(browser, "impostazioni-errori")
    browser.open("/impostazioni/logo")
    browser.press("Salva logo")
    look(browser, "impostazioni-logo-errori")
    browser.open("/impostazioni/privacy")
    browser.type(privacy_mail="nessuno", privacy_pagina="www.comune.example.it")
    browser.press("Salva dati personali")
    look(browser, "impostazioni-privacy-errori")


def test_what_a_shorter_time_would_remove_is_within_reach_of_everybody(come, tenant, demo):
    demo.sql(f"""INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, attempt, io_id, fiscal_code, subject,
                                          markdown, created_by, updated_at)
        SELECT p.tenant_id, UNHEX('01800000000070008000000000000001'), UNHEX('01800000000070008000000000000001'), s.id, 'trial',
               'processed', 1, 'X', 'AAAAAA00A00A000A', 'Di molto tempo fa', REPEAT('Testo. ', 20), p.id, NOW(6) - INTERVAL 900 DAY
        FROM person p JOIN tenant t ON t.id = p.tenant_id JOIN service s ON s.tenant_id = t.id
        WHERE t.code = '{tenant.code}' AND p.username = 'operatore' LIMIT 1""")
    try:
        browser = come("/impostazioni/conservazione", "amministratore")
        browser.type(giorni="7")
        browser.press("Salva conservazione")
        look(browser, "impostazioni-conservazione-errori")
        browser.type(giorni="730")
        browser.press("Salva conservazione")
        assert "viene cancellata 1 notifica" in browser.text and browser.focused == "riepilogo"
        look(browser, "impostazioni-conservazione")
    finally:
        demo.sql("DELETE FROM notification WHERE id = UNHEX('01800000000070008000000000000001')")


def test_a_service_whose_key_was_tried_is_within_reach_of_everybody(come, tenant):
    browser = come(f"/servizi/{tenant.first_service}", "amministratore")
    browser.press("Prova chiave primaria")
    browser.until(lambda: "App IO accetta la chiave" in browser.text)
    look(browser, "servizio-chiave-provata")


def test_whoever_may_work_with_few_services_or_none_is_told_so(come, tenant, demo, people):
    first, second, _ = tenant.services
    for name, services in {"pochi": [first, second], "uno": [second]}.items():
        chosen = [part for service in services for part in ("--servizio", service)]
        assert demo.puntuale("utente", "create", tenant.code, name, "--nome", f"Lea Limitata {name}", "--ruolo", "operatore", *chosen,
                             "--password-file", "-", secret="una-password-lunga").returncode == 0
        people[name] = tenant.visitor().log_in({"utente": name, "password": "una-password-lunga", "totp": None})
    send(people["pochi"], tenant, new_citizen())
    look_twice(come, "/notifiche", "archivio-pochi-servizi", "pochi")
    look_twice(come, "/profilo", "profilo-pochi-servizi", "pochi")
    browser = come(f"/utenti/{demo.person(tenant, 'pochi')}", "amministratore")
    look(browser, "utente-pochi-servizi")
    browser.click(browser.find(f"[id='servizio-{tenant.services[first]}']"), leaves=False)
    browser.press("Salva")
    assert "salvate" in browser.text
    demo.sql("DELETE ps FROM person_service ps JOIN person p ON p.id = ps.person_id WHERE p.username IN ('pochi', 'uno')")
    for name, path in {"archivio-nessun-servizio": "/notifiche", "nuova-nessun-servizio": "/notifiche/nuova"}.items():
        assert "Nessun servizio ammesso" in look_twice(come, path, name, "uno").text
