"""Every address, with JavaScript and without, and every answer that says no: looking.py says what is asked of each.
What a person comes to by doing something is in test_every_state.py."""

import signal
from uuid import UUID

import pytest

from citizens import new_citizen
from compose import send
from looking import look, look_twice

UNKNOWN = "00000000-0000-7000-8000-000000000000"
LAST, FIRST = "ffffffff-ffff-7fff-bfff-ffffffffffff", "00000000-0000-7000-8000-000000000000"

SETTINGS = ["nome", "logo", "invio", "orario", "accesso", "massimo", "privacy", "accessibilita", "conservazione"]
# Addresses that need nothing before them, by who looks at them.
PAGES = {
    "entra": ("", "/entra"),
    "oggi": ("operatore", "/oggi"),
    "oggi-consultazione": ("consultazione", "/oggi"),
    "oggi-amministratore": ("amministratore", "/oggi"),
    "da-seguire-nulla": ("operatore", "/seguire?stato=undetermined"),
    "archivio": ("operatore", "/notifiche"),
    "archivio-consultazione": ("consultazione", "/notifiche"),
    "archivio-seconda-pagina": ("operatore", f"/notifiche?dopo={LAST}"),
    "archivio-nulla-trovato": ("operatore", "/notifiche?cf=ZZZ"),
    "archivio-codice-impossibile": ("operatore", "/notifiche?cf=RSSMRA80A01H501A"),
    "archivio-filtri-scelti": ("operatore", "/notifiche?oggetto=Avv&stato=processed&stato=failed&dal=2026-01-01"),
    "archivio-ricerca-di-altri": ("operatore", "/notifiche?ricerca=0123456789abcdef"),
    "archivio-filtri-errati": ("operatore", "/notifiche?cf=Z&dal=2027-01-01&al=2026-01-01"),
    "archivio-stampa": ("operatore", "/notifiche/stampa?stato=processed&stato=accepted"),
    "archivio-stampa-nulla": ("consultazione", "/notifiche/stampa?stato=undetermined&dal=2026-01-01&al=2026-01-02"),
    "nuova": ("operatore", "/notifiche/nuova"),
    "bozze-nessuna": ("operatore", "/notifiche/bozze"),
    "prova-verifica": ("consultazione", "/prova"),
    "guida": ("consultazione", "/guida"),
    "guida-amministratore": ("amministratore", "/guida"),
    "profilo": ("consultazione", "/profilo"),
    "servizi": ("amministratore", "/servizi"),
    "servizio-nuovo": ("amministratore", "/servizi/nuovo"),
    "servizi-importa": ("amministratore", "/servizi/importa"),
    "servizio": ("amministratore", "/servizi/{servizio}"),
    "modelli": ("amministratore", "/modelli"),
    "modello-della-demo": ("amministratore", "/modelli/{modello}"),
    "modello-nuovo": ("amministratore", "/modelli/nuovo"),
    "utenti": ("amministratore", "/utenti"),
    "utente": ("amministratore", "/utenti/{operatore}"),
    "utente-se-stessi": ("amministratore", "/utenti/{amministratore}"),
    "impostazioni": ("amministratore", "/impostazioni"),
    "avvisi": ("amministratore", "/impostazioni/avvisi"),
    **{f"impostazioni-{name}": ("amministratore", f"/impostazioni/{name}") for name in SETTINGS},
    "privacy": ("", "/privacy"),
    "accessibilita": ("", "/accessibilita"),
    "registro": ("amministratore", "/registro"),
    "registro-tutto": ("amministratore", "/registro?gruppo=tutto"),
    "registro-di-un-cittadino": ("amministratore", "/registro?su=RSSMRA80A01H501U"),
    "registro-di-nessuna-notifica": ("amministratore", "/registro?su=" + UNKNOWN),
    "registro-seconda-pagina": ("amministratore", f"/registro?prima={LAST}"),
    "registro-nulla-trovato": ("amministratore", "/registro?gruppo=system&dal=2026-01-01&al=2026-01-02"),
    "registro-filtri-errati": ("amministratore", "/registro?dal=2027-01-01&al=2026-01-01"),
    "excel-di-oggi-nessuno": ("amministratore", "/esportazioni"),
    "esiti-incerti-nessuno": ("operatore", "/notifiche?stato=uncertain&oggetto=nessuno"),
    "operazione-non-consentita": ("operatore", "/utenti"),
    "pagina-non-trovata": ("operatore", "/notifiche/" + UNKNOWN),
    "pagina-non-trovata-senza-accesso": ("", "/nessuna"),
}


@pytest.fixture(scope="session", autouse=True)
def something_in_the_archive(demo, tenant):
    visitor = tenant.visitor("operatore")
    names = list(tenant.services)
    for number in range(27):
        name = names[number % 3]
        send(visitor, tenant, new_citizen(), servizio=tenant.services[name], oggetto=f"{name}: pratica {number + 1}")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_within_reach_of_everybody(come, tenant, demo, name):
    role, path = PAGES[name]
    people = {role: demo.person(tenant, role) for role in tenant.accounts}
    [[template], *_] = demo.sql("SELECT HEX(m.id) FROM message_template m JOIN tenant t ON t.id = m.tenant_id "
                                f"WHERE t.code = '{tenant.code}'")
    look_twice(come, path.format(servizio=tenant.first_service, modello=UUID(template), **people), name, role)


def test_the_first_steps_of_a_tenant_are_within_reach_of_everybody(chromium, empty_tenant, demo):
    for role in ["amministratore", "consultazione"]:
        chromium.begin(empty_tenant.url)
        chromium.log_in(empty_tenant.accounts[role])
        assert "si comincia così" in chromium.text
        look(chromium, f"primi-passi-{role}")
    chromium.begin(empty_tenant.url)
    chromium.log_in(empty_tenant.accounts["amministratore"])
    for page in ["servizi", "notifiche/nuova"]:
        chromium.open(f"/{page}")
        look(chromium, f"senza-servizi-{page.replace('/', '-')}")
    demo.puntuale("ente", "suspend", empty_tenant.code, "--sola-lettura")
    try:
        chromium.open("/notifiche/nuova")
        chromium.press("Aggiungi")
        assert chromium.title == "Nuova notifica" and "sola lettura e la notifica non è stata inviata" in chromium.text
        demo.puntuale("ente", "suspend", empty_tenant.code, "--motivo", "Passaggio a un altro gestore")
        chromium.open("/notifiche")
        assert chromium.title == "Servizio sospeso" and not chromium.find_all("main .btn")
        look(chromium, "sospeso")
    finally:
        demo.puntuale("ente", "resume", empty_tenant.code)


def test_an_address_of_no_tenant_is_within_reach_of_everybody(chromium, tenant):
    chromium.begin(tenant.url.replace("comune-a", "nessuno"))
    chromium.open("/")
    assert chromium.title == "Indirizzo sconosciuto"
    look(chromium, "indirizzo-sconosciuto")


def test_a_fault_says_what_to_do_and_is_within_reach_of_everybody(come, demo):
    demo.sql("RENAME TABLE service_key TO service_key_away")
    try:
        browser = come("/servizi", "amministratore")
        assert browser.title == "Si è verificato un errore"
        look(browser, "errore")
    finally:
        demo.sql("RENAME TABLE service_key_away TO service_key")
    browser.press("Riprova")
    assert browser.title == "Gestione Servizi"


def test_a_form_that_has_expired_is_within_reach_of_everybody(come):
    spoil = "for (const field of document.querySelectorAll('[name=_token]')) field.value = 'ab'"
    browser = come("/impostazioni", "amministratore")
    browser.run(spoil)
    browser.press("Sospendi gli invii")
    assert browser.title == "Pagina scaduta"
    look(browser, "modulo-scaduto")
    browser.press("Apri di nuovo")
    assert browser.title == "Impostazioni"
    browser = come("/notifiche/nuova")
    browser.run(spoil)
    browser.press("Aggiungi")
    assert "aperta da troppo tempo" in browser.text
    look(browser, "nuova-scaduta")
    browser = come("/entra", "")
    browser.run(spoil)
    browser.type(utente="operatore", password="qualsiasi")
    browser.press("Entra")
    look(browser, "entra-scaduta")


def test_what_nginx_answers_by_itself_is_within_reach_of_everybody(come, tenant, demo):
    browser = come("/notifiche/nuova")
    browser.run("document.getElementById('contenuto').value = 'x'.repeat(300_000)")
    browser.press("Aggiungi")
    assert browser.title == "Invio troppo grande"
    look(browser, "nginx-413")
    demo.signal("web", signal.SIGKILL)  # and it comes back by itself
    browser.open("/notifiche")
    assert browser.title == "Servizio momentaneamente non disponibile"
    look(browser, "nginx-503")
    browser.until(lambda: browser.open("/notifiche") or browser.title == "Archivio notifiche")


@pytest.mark.parametrize("page", ["posta", "controllo", "codici"])
def test_the_simulated_app_io_is_within_reach_of_everybody(chromium, demo, page):
    chromium.begin(f"http://127.0.0.1:{demo.sandbox.port}")
    chromium.open(f"/{page}")
    look(chromium, f"appio-{page}", keyboard=False)
