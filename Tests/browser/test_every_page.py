"""What holds for every page in every state: nobody is shut out, nothing is refused by the browser, nothing overflows."""

import signal

import pytest

from citizens import OFFICIAL, PERSONAS, new_citizen
from compose import CONTENT, GUIDE_CONTENT, GUIDE_SUBJECT, NOTICE_NUMBER, send

UNKNOWN = "00000000-0000-7000-8000-000000000000"

# Addresses that need nothing before them, by who looks at them.
PAGES = {
    "entra": ("", "/entra"),
    "archivio": ("operatore", "/notifiche"),
    "archivio-consultazione": ("consultazione", "/notifiche"),
    "archivio-seconda-pagina": ("operatore", "/notifiche?dopo=ffffffff-ffff-7fff-bfff-ffffffffffff"),
    "archivio-nulla-trovato": ("operatore", "/notifiche?cf=ZZZ"),
    "archivio-filtri-aperti": ("operatore", "/notifiche?oggetto=Avv"),
    "archivio-filtri-errati": ("operatore", "/notifiche?cf=Z&dal=2027-01-01&al=2026-01-01"),
    "nuova": ("operatore", "/notifiche/nuova"),
    "guida": ("consultazione", "/guida"),
    "profilo": ("consultazione", "/profilo"),
    "servizi": ("amministratore", "/servizi"),
    "servizio-nuovo": ("amministratore", "/servizi/nuovo"),
    "modelli": ("amministratore", "/modelli"),
    "modello-nuovo": ("amministratore", "/modelli/nuovo"),
    "utenti": ("amministratore", "/utenti"),
    "impostazioni": ("amministratore", "/impostazioni"),
    "registro": ("amministratore", "/registro"),
    "registro-seconda-pagina": ("amministratore", "/registro?prima=ffffffff-ffff-7fff-bfff-ffffffffffff"),
    "registro-nulla-trovato": ("amministratore", "/registro?azione=database_restored"),
    "esiti-incerti-nessuno": ("operatore", "/notifiche?stato=uncertain"),
    "operazione-non-consentita": ("operatore", "/utenti"),
    "pagina-non-trovata": ("operatore", "/notifiche/" + UNKNOWN),
}

# A notification's page, by the citizen it went to: its state.
STATES = {
    "consegnata": (1, "Consegnata"), "non-raggiungibile": (2, "Non raggiungibile"), "rifiutata": (4, "Rifiutata"),
    "inviata": (6, "Inviata"), "in-invio": (20, "In invio"),
    "esito-incerto": (10, "Esito incerto"), "errore": (18, "Errore"), "con-mail-e-push": (14, "Consegnata"),
}


def look(browser, name: str) -> None:
    """At both widths, with a picture of each."""
    for width in [320, 1280]:
        browser.at_width(width)
        assert browser.run("return document.documentElement.scrollWidth") <= width, f"wider than {width} px"
        browser.screenshot(name)
    browser.at_width(None)
    assert browser.run(FAULTS) == []
    assert browser.violations() == []
    assert browser.complaints() == []


# What an HTML checker would find, of the sort that templates get wrong.
FAULTS = """
    const all = (selector) => [...document.querySelectorAll(selector)];
    const ids = all("[id]").map((element) => element.id);
    const words = (name) => all(`[${name}]`).flatMap((element) => element.getAttribute(name).trim().split(/\\s+/));
    const named = ["for", "aria-describedby", "aria-labelledby"].flatMap(words);
    const anchors = all("a[href^='#']").map((link) => link.getAttribute("href").slice(1));
    return [
      ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `twice: ${id}`),
      ...[...named, ...anchors].filter((id) => !ids.includes(id)).map((id) => `nowhere: ${id}`),
      ...(all("h1").length === 1 ? [] : ["not one h1"]),
      ...all("[style], main script, main style").map((element) => `inline: ${element.outerHTML}`),
      ...all("main .btn-primary").length > 1 ? ["more than one primary button"] : [],
    ];"""


@pytest.fixture(scope="session", autouse=True)
def something_in_the_archive(demo, ente):
    visitor = ente.visitor("operatore")
    names = list(ente.services)
    for number in range(27):
        send(visitor, ente, new_citizen(), servizio=ente.services[names[number % 3]], oggetto=f"{names[number % 3]}: pratica {number + 1}")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_within_reach_of_everybody(browser, ente, name):
    role, path = PAGES[name]
    if role:
        browser.log_in(ente.accounts[role])
    browser.open(path)
    look(browser, name)


@pytest.mark.parametrize("name", STATES)
def test_a_notification_in_every_state_is_within_reach_of_everybody(operator, ente, name):
    number, state = STATES[name]
    operator.open(send(ente.visitor("operatore"), ente, PERSONAS[number]))
    operator.until(lambda: operator.detail("Stato") == state)
    look(operator, f"dettaglio-{name}")


def test_a_notification_that_waits_can_be_withdrawn(operator, ente, demo):
    demo.trouble(ente, "Avviso TARI", "storage")
    try:
        path = send(ente.visitor("operatore"), ente, new_citizen(), servizio=ente.services["Avviso TARI"])
        operator.open(path)
        assert operator.detail("Stato") == "Da inviare"
        look(operator, "dettaglio-da-inviare")
        operator.press("Annulla")
        assert operator.detail("Stato") == "Annullata"
        look(operator, "dettaglio-annullata")
    finally:
        demo.trouble(ente, "Avviso TARI", "none")


def test_what_stands_still_is_within_reach_of_everybody(browser, ente, demo):
    operator, administrator = ente.visitor("operatore"), ente.visitor("amministratore")
    administrator.press(administrator.get("/impostazioni"), "Sospendi gli invii")
    for name, kind in zip(ente.services, ["keys", "refusals", "ceiling"]):
        demo.sql(f"""UPDATE service SET stopped_at = NOW(6), stop_kind = '{kind}', paused_at = NOW(6),
            stop_reason = 'App IO ha risposto: {"parole " * 8}' WHERE id = UNHEX('{ente.services[name].replace("-", "")}')""")
    try:
        waits = send(operator, ente, new_citizen())
        browser.log_in(ente.accounts["operatore"])
        browser.open(waits)
        assert "sospesi" in browser.detail("Errore") and len(browser.find_all(".fermo")) == 3
        look(browser, "dettaglio-fermo")
        browser.begin(ente.url)
        browser.log_in(ente.accounts["amministratore"])
        browser.open("/servizi")
        look(browser, "servizi-fermi")
        for name, picture in zip(ente.services, ["chiavi", "rifiuti", "massimo"]):
            browser.open(f"/servizi/{ente.services[name]}")
            look(browser, f"servizio-fermo-{picture}")
            browser.press("Riprendi gli invii")
        browser.open("/impostazioni")
        look(browser, "impostazioni-sospese")
        browser.type(massimo_cittadino="molti")
        browser.press("Salva massimo")
        assert browser.focused == "riepilogo"
        look(browser, "impostazioni-errori")
        browser.press("Riprendi gli invii")
        assert not browser.find_all(".fermo")
    finally:
        demo.sql("UPDATE tenant SET paused_at = NULL, paused_by = NULL; UPDATE service SET paused_at = NULL, stopped_at = NULL")
    demo.await_state(waits, "processed")


def test_a_paused_service_and_a_list_of_doubts_are_within_reach_of_everybody(administrator, ente):
    visitor = ente.visitor("operatore")
    doubt = send(visitor, ente, PERSONAS[11])
    administrator.open(f"/servizi/{ente.first_service}")
    administrator.press("Sospendi gli invii")
    look(administrator, "servizio-sospeso")
    administrator.press("Riprendi gli invii")
    administrator.until(lambda: administrator.open("/notifiche?stato=uncertain") or administrator.find_all(f"a[href='{doubt}']"))
    look(administrator, "esiti-incerti")
    administrator.open(doubt)
    administrator.press("Considera inviata")


def test_a_notification_with_a_payment_is_within_reach_of_everybody(operator, ente):
    operator.open(send(ente.visitor("operatore"), ente, new_citizen(), scadenza="2027-06-16", somma="123,45", numero_avviso=NOTICE_NUMBER,
                       paga_dopo_scadenza="1", contenuto=f"# Avviso\n\n- **primo**\n- [sito](https://www.comune.example.it)\n\n{CONTENT}"))
    assert operator.detail("Notifica Pagamento") == NOTICE_NUMBER and operator.detail("Paga dopo la scadenza") == "Sì"
    operator.until(lambda: operator.detail("Stato") == "Consegnata")
    look(operator, "dettaglio-pagamento")


def test_a_refused_form_is_within_reach_of_everybody(operator):
    operator.open("/notifiche/nuova")
    operator.type(codice_fiscale="RSSMRA85T10A562A", oggetto="corto", contenuto="breve", somma="12")
    operator.press("Aggiungi")
    look(operator, "nuova-errori")
    operator.find("#riepilogo a[href='#contenuto']").click()
    assert operator.focused == "contenuto"


def test_a_form_with_warnings_its_preview_and_its_lens_are_within_reach_of_everybody(operator):
    operator.open("/notifiche/nuova")
    operator.choose("servizio", "protocollo")
    operator.type(codice_fiscale=OFFICIAL, oggetto=GUIDE_SUBJECT, contenuto=GUIDE_CONTENT)
    operator.press("Aggiungi")
    look(operator, "nuova-avvertenze")
    operator.press("Cerca servizio", leaves=False)
    operator.until(lambda: operator.find_all("#lente li"))
    look(operator, "nuova-lente")


def test_the_lens_without_javascript_is_within_reach_of_everybody(browser, ente):
    browser.begin(ente.url, javascript=False)
    browser.log_in(ente.accounts["operatore"])
    browser.open("/notifiche/nuova")
    browser.press("Cerca servizio")
    browser.command("Emulation.setScriptExecutionDisabled", value=False)
    look(browser, "nuova-lente-senza-javascript")


def test_a_wrong_password_is_within_reach_of_everybody(browser):
    browser.log_in({"utente": "nessuno", "password": "sbagliata"})
    assert browser.focused == "riepilogo"
    look(browser, "entra-errore")


def test_a_service_is_within_reach_of_everybody(administrator, ente):
    administrator.open(f"/servizi/{ente.first_service}")
    administrator.press("Prova chiave primaria")
    administrator.until(lambda: "App IO accetta la chiave" in administrator.text)
    look(administrator, "servizio-chiave-provata")
    administrator.open("/servizi/nuovo")
    administrator.press("Aggiungi")
    look(administrator, "servizio-nuovo-errori")


def test_an_export_is_within_reach_of_everybody(operator):
    operator.open("/notifiche")
    operator.press("Esporta Excel")
    operator.until(lambda: "Il file è pronto" in operator.text)
    look(operator, "esportazione")


def test_a_password_that_does_not_change_is_within_reach_of_everybody(operator):
    operator.open("/profilo")
    operator.type(password="sbagliata", password_nuova="corta", password_ripetuta="altra")
    operator.press("Cambia la password")
    look(operator, "profilo-errori")


def test_what_nginx_answers_by_itself_is_within_reach_of_everybody(operator, ente, demo):
    operator.open("/notifiche/nuova")
    operator.run("document.getElementById('contenuto').value = 'x'.repeat(300_000)")
    operator.press("Aggiungi")
    assert operator.title == "Testo troppo lungo"
    look(operator, "nginx-413")
    demo.signal("web", signal.SIGKILL)  # and it comes back by itself
    operator.open("/notifiche")
    assert operator.title == "Servizio momentaneamente non disponibile"
    look(operator, "nginx-503")
    operator.until(lambda: operator.open("/notifiche") or operator.title == "Archivio notifiche")
