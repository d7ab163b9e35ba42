"""Coming in by two steps, and what leads there: looking.py says what is asked of each page."""

import re
import secrets

import pytest

from looking import look, look_twice
from people import PASSWORD, add_person
from second_factor import code

both = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])


@pytest.fixture
def colleague(tenant, people) -> dict:
    return add_person(people["amministratore"], tenant.visitor())


def test_the_pages_of_a_second_factor_are_within_reach_of_everybody(come):
    look_twice(come, "/profilo/secondo-fattore", "secondo-fattore-da-impostare", "consultazione")
    look_twice(come, "/profilo/secondo-fattore", "secondo-fattore", "amministratore")


@both
def test_both_steps_and_their_refusals_are_within_reach_of_everybody(come, tenant, colleague, demo, javascript):
    browser = come("/entra", "", javascript)
    browser.log_in(colleague)
    browser.open("/profilo/secondo-fattore")
    browser.type(codice="000000")
    browser.press("Attiva")
    assert "ora del telefono" in browser.text
    look(browser, "secondo-fattore-codice-errato")
    secret = re.search(r'questa chiave nell’app: <span class="codice">([A-Z2-7 ]+)<', browser.driver.page_source)[1].replace(" ", "")
    browser.type(codice=code(secret, -1), password=PASSWORD)
    browser.press("Attiva")
    assert browser.title == "Codici di recupero"
    look(browser, "codici-di-recupero", keyboard=javascript)
    browser.press("Codici conservati, continua")
    browser = come("/entra", "", javascript)
    browser.type(utente=colleague["utente"], password=PASSWORD)
    browser.press("Entra")
    look(browser, "entra-secondo-passo")
    for _ in range(6):
        browser.type(codice="000000")
        browser.press("Conferma")
    assert "riprovare fra" in browser.find("#riepilogo").text
    look(browser, "entra-secondo-passo-attesa")
    demo.sql("DELETE FROM login_failure")


@both
def test_an_invitation_is_within_reach_of_everybody(come, tenant, javascript):
    browser = come("/utenti", "amministratore", javascript)
    browser.type(nome="Persona Invitata", utente=f"invitata.{secrets.token_hex(4)}")
    browser.choose("ruolo", "operatore")
    browser.press("Aggiungi")
    look(browser, "invito-creato")
    link = browser.find("#collegamento").get_attribute("value")
    browser.press("Continua")
    look(browser, "utente-invitato", keyboard=javascript)
    browser = come(link.removeprefix(tenant.url), "", javascript)
    browser.type(password_nuova="corta", password_ripetuta="altra")
    browser.press("Imposta la password")
    look(browser, "invito-errori")
    browser.type(password_nuova=PASSWORD, password_ripetuta=PASSWORD)
    browser.press("Imposta la password")
    look(browser, "entra-dopo-invito", keyboard=False)
    browser.open(link.removeprefix(tenant.url))
    look(browser, "invito-non-valido", keyboard=False)
