"""The pages of the installation's administration, at both widths, as they are and as they come back refused."""

import re
import secrets

import pytest

from looking import look


@pytest.fixture(scope="module")
def gestore(demo):
    return demo.installation_administrator()


@pytest.fixture(scope="module")
def page(gestore, tenant) -> str:
    """Of the first tenant."""
    rows = re.findall(r'data-apri="(/enti/[0-9a-f]{12})">\s*<td[^>]*>([^<]*)<', gestore.get("/enti").html)
    return next(path for path, code in rows if code == tenant.code)


@pytest.fixture(params=[True, False], ids=["con-javascript", "senza-javascript"])
def browser(request, chromium, demo, gestore):
    def come(path: str):
        chromium.begin(demo.installation_account["url"], request.param)
        chromium.enter(gestore)
        chromium.open(path)
        return chromium
    return come


@pytest.mark.parametrize("path, name", [
    ("/enti", "host-enti"), ("/enti?cerca=niente+di+niente", "host-enti-nessuno"), ("/enti/nuovo", "host-ente-nuovo"),
    ("/oggi", "host-oggi"), ("/posta", "host-posta"), ("/stato", "host-stato"), ("/utenti", "host-utenti"),
    ("/registro", "host-registro"), ("/profilo", "host-profilo"), ("/non-esiste", "host-non-esiste")])
def test_a_page_of_the_installation_is_within_reach_of_everybody(browser, path, name):
    look(browser(path), name, keyboard=name == "host-enti")


def test_a_tenant_is_within_reach_of_everybody_as_it_is_and_when_something_is_refused(browser, page, demo, tenant):
    host = f"altro-{tenant.url.split('//')[1].split(':')[0]}"
    administrators = f"UPDATE person p JOIN tenant t ON t.id = p.tenant_id AND t.code = '{tenant.code}' SET p.disabled ="
    demo.puntuale("ente", "host", "add", tenant.code, host)
    demo.puntuale("ente", "quota", tenant.code, "--messaggi-al-giorno", "10000")
    try:
        chromium = browser(page)
        look(chromium, "host-ente")
        chromium.press("Sospendi")
        look(chromium, "host-ente-senza-motivo", keyboard=False)
        demo.sql(f"{administrators} TRUE WHERE p.role = 'administrator'")
        chromium.open(page)
        chromium.press("Invita")
        look(chromium, "host-ente-invito-errato", keyboard=False)
        chromium.open(page)
        chromium.type(messaggi_giorno="molti", persone="pochi")
        chromium.press("Salva quote")
        look(chromium, "host-ente-quote-errate", keyboard=False)
        demo.puntuale("ente", "suspend", tenant.code, "--sola-lettura", "--motivo", "Passaggio a un altro gestore")
        chromium.open(page)
        look(chromium, "host-ente-sospeso", keyboard=False)
    finally:
        demo.sql(f"{administrators} FALSE WHERE p.username = 'amministratore'")
        demo.puntuale("ente", "resume", tenant.code)
        demo.puntuale("ente", "quota", tenant.code, "--messaggi-al-giorno", "nessuna")
        demo.puntuale("ente", "host", "remove", tenant.code, host)


def test_a_new_tenant_is_within_reach_of_everybody_refused_and_made(browser):
    chromium = browser("/enti/nuovo")
    chromium.type(codice="NO", host="https://no", alias="comune-a.localhost")
    chromium.press("Crea")
    look(chromium, "host-ente-nuovo-errato", keyboard=False)
    code = f"prova_{secrets.token_hex(3)}"
    chromium.type(codice=code, nome="Comune Nuovo", host=f"{code.replace('_', '-')}.localhost", alias="", amministratore="Rossi Mario",
                  utente="mario.rossi")
    chromium.press("Crea")
    look(chromium, "host-ente-nuovo-invito", keyboard=False)


def test_a_tenant_reads_its_suspension_and_its_quotas_on_every_page(chromium, demo, tenant, people):
    demo.puntuale("ente", "suspend", tenant.code, "--sola-lettura", "--motivo", "Passaggio a un altro gestore")
    demo.puntuale("ente", "quota", tenant.code, "--messaggi-al-giorno", "10000", "--persone", "3", "--conservazione", "3650")
    try:
        chromium.begin(tenant.url)
        chromium.enter(people["amministratore"])
        chromium.open("/notifiche")
        look(chromium, "archivio-sola-lettura", keyboard=False)
        chromium.open("/impostazioni")
        look(chromium, "impostazioni-quote", keyboard=False)
    finally:
        demo.puntuale("ente", "resume", tenant.code)
        demo.puntuale("ente", "quota", tenant.code, "--messaggi-al-giorno", "nessuna", "--persone", "nessuna", "--conservazione", "nessuna")
