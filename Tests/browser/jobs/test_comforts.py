"""What JavaScript adds: counters, the lens, the preview, pages that refresh themselves."""

import re
import secrets
import signal
import time

import pytest
from selenium.webdriver import ActionChains, Keys

from citizens import PERSONAS, new_citizen
from compose import CONTENT, GUIDE_CONTENT, SUBJECT, send

TEXTS = {
    "nothing": "", "accents": "àèì €", "line ends": "una riga\nun'altra\r\nla terza", "the guide's": GUIDE_CONTENT,
    "beyond the basic plane": "famiglia 👩‍👩‍👧 e bandiera 🇮🇹", "too long": "x" * 10_001,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_counter_says_what_the_server_counts(operator, tenant, text):
    operator.open("/notifiche/nuova")
    operator.run("""const field = document.getElementById("contenuto");
                    field.value = arguments[0];
                    field.dispatchEvent(new Event("input"));""", text)
    shown = operator.find("[data-conta-per=contenuto]").text
    visitor = tenant.visitor("operatore")
    page = visitor.press(visitor.get("/notifiche/nuova"), "Aggiungi", contenuto=text.replace("\r\n", "\n").replace("\n", "\r\n"))
    assert shown == re.search(r'data-conta-per="contenuto">([^<]+)<', page.html)[1]


def test_the_lens_finds_a_service_by_its_name_and_gives_the_focus_back(operator):
    operator.open("/notifiche/nuova")
    operator.press("Cerca servizio", leaves=False)
    typed = operator.find("#lente-testo")
    assert operator.find("#lente").get_attribute("open") and operator.focused == "lente-testo"
    typed.send_keys("nessuno si chiama così")
    operator.until(lambda: "Nessun servizio attivo" in operator.find("#lente").text)
    typed.send_keys(Keys.ESCAPE)
    assert not operator.find("#lente").is_displayed() and operator.driver.switch_to.active_element.accessible_name == "Cerca servizio"

    operator.press("Cerca servizio", leaves=False)
    typed.clear()
    typed.send_keys("tari")
    operator.until(lambda: [found.text.split("\n")[0] for found in operator.find_all("#lente li")] == ["Avviso TARI AMBIENTE DI PROVA"])
    typed.send_keys(Keys.ENTER)
    assert "Avviso TARI" in operator.find("#servizio option:checked").text and operator.focused == "servizio"


def test_the_preview_follows_what_is_typed_and_takes_no_focus(operator):
    operator.open("/notifiche/nuova")
    operator.type(oggetto=SUBJECT, contenuto="# Titolo\n\nParole **importanti** e una tabella:\n\n| a |\n|---|\n| b |\n")
    operator.until(lambda: operator.find("#anteprima .telefono-testo strong").text == "importanti")
    assert operator.focused == "contenuto" and SUBJECT in operator.find("#anteprima").text
    assert operator.find("#anteprima .avvertenza").text and operator.path == "/notifiche/nuova"
    operator.press("Anteprima", leaves=False)
    operator.until(lambda: operator.focused == "anteprima-titolo")


def test_a_double_click_on_aggiungi_sends_once(operator, tenant, demo):
    subject = f"{SUBJECT} {secrets.token_hex(4)}"
    operator.open("/notifiche/nuova")
    operator.choose("servizio", "protocollo")
    operator.type(codice_fiscale=PERSONAS[1], oggetto=subject, contenuto=CONTENT)
    ActionChains(operator.driver).double_click(operator.visible("//main//button[normalize-space()='Aggiungi']")).perform()
    operator.until(lambda: operator.detail("Stato") == "Consegnata")
    assert "già stata registrata" not in operator.text
    assert [message["subject"] for message in demo.inbox(PERSONAS[1])].count(subject) == 1


def test_a_state_and_what_it_allows_refresh_by_themselves_and_the_focus_stays(operator, tenant, demo):
    demo.signal("worker", signal.SIGSTOP)
    try:
        operator.open(send(tenant.visitor("operatore"), tenant, new_citizen()))
        assert operator.detail("Stato") == "Da inviare" and operator.find_all("#annulla")
        operator.run("document.getElementById('torna').focus(); window.sameDocument = true")
    finally:
        demo.signal("worker", signal.SIGCONT)
    operator.until(lambda: operator.detail("Stato") == "Consegnata")
    assert operator.focused == "torna" and operator.run("return window.sameDocument") and not operator.find_all("#annulla")
    assert "Consegnata" in operator.find("#parte-stato").text and operator.find("#parte-stato").aria_role == "status"


def test_the_archive_refreshes_its_rows_and_leaves_what_is_typed(operator, tenant):
    path = send(tenant.visitor("operatore"), tenant, new_citizen())
    operator.open("/notifiche")
    operator.type(cerca="RSSM")
    cell = f"[data-uuid='{path.removeprefix('/notifiche/')}']"
    assert operator.find(cell).text != "Consegnata"
    operator.until(lambda: operator.find(cell).text == "Consegnata")
    assert operator.find("#cerca").get_attribute("value") == "RSSM" and operator.focused == "cerca"


def test_a_page_that_nobody_looks_at_does_not_ask(operator, tenant):
    operator.open(send(tenant.visitor("operatore"), tenant, PERSONAS[6], oggetto="Pagina che nessuno guarda"))  # stays with App IO for ever
    asked = "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/notifiche/stato')).length"
    see = """Object.defineProperty(document, "hidden", { value: arguments[0], configurable: true });
             document.dispatchEvent(new Event("visibilitychange"));"""
    operator.until(lambda: operator.run(asked) > 0)
    operator.run(see, True)
    time.sleep(0.5)  # one may have been on its way
    before = operator.run(asked)
    time.sleep(3)
    assert operator.run(asked) == before
    operator.run(see, False)
    operator.until(lambda: operator.run(asked) > before, within=1)


def test_what_was_typed_survives_the_end_of_the_session(operator, tenant, demo):
    operator.open("/notifiche/nuova")
    operator.type(codice_fiscale=PERSONAS[1], oggetto=SUBJECT, contenuto=CONTENT)
    operator.command("Network.deleteCookies", name="__Host-puntuale", url=tenant.url)
    operator.press("Aggiungi")
    assert operator.title == "Entra" and "Quanto scritto è conservato" in operator.text
    account = tenant.accounts["operatore"]
    operator.type(utente=account["utente"], password=account["password"])
    operator.press("Entra")
    assert operator.title == "Nuova notifica" and operator.find("#contenuto").get_attribute("value") == CONTENT
