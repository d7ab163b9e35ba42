"""Drafts, errata corrige and confirmation in a browser, with JavaScript, without, and by keyboard alone."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from citizens import new_citizen
from compose import CONTENT, SUBJECT, new_notice, send
from looking import look


@pytest.fixture
def confirming(demo, tenant):
    change = f"UPDATE tenant SET confirms_sends = {{}} WHERE code = '{tenant.code}'"
    demo.sql(change.format("TRUE"))
    yield
    demo.sql(change.format("FALSE"))


def write(browser, citizen: str, **typed: str) -> None:
    browser.open("/notifiche/nuova")
    browser.choose("servizio", "protocollo")
    browser.type(codice_fiscale=citizen, oggetto=SUBJECT, contenuto=CONTENT, **typed)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_draft_is_put_aside_found_again_and_eliminated(browser, tenant, demo, javascript):
    demo.sql("DELETE FROM draft")  # what pages have saved by themselves
    browser.begin(tenant.url, javascript)
    browser.log_in(tenant.accounts["operatore"])
    browser.open("/notifiche/bozze")
    assert "Nessuna bozza" in browser.text
    if javascript:
        look(browser, "bozze-nessuna")
    citizen = new_citizen()
    write(browser, citizen)
    browser.press("Salva bozza")
    assert "Bozza salvata alle" in browser.text
    if javascript:
        look(browser, "nuova-bozza-salvata")
    browser.open("/notifiche")
    browser.press("Bozze (1)")
    assert citizen in browser.text
    if javascript:
        look(browser, "bozze")
    browser.click(browser.find("tbody a"), leaves=False)
    browser.until(lambda: browser.title == "Nuova notifica")
    assert browser.find("#codice_fiscale").get_attribute("value") == citizen
    browser.open("/notifiche/bozze")
    browser.click(browser.find("tbody form button"))
    browser.click(browser.find("[name=confermato]"))
    assert "La bozza è stata eliminata." in browser.text and citizen not in browser.text


def test_an_errata_corrige_is_within_reach_of_everybody(operator, tenant):
    wrong = send(tenant.visitor("operatore"), tenant, new_citizen(), somma="12,00", numero_avviso=new_notice())
    operator.open(wrong)
    operator.until(lambda: operator.detail("Stato") == "Consegnata")
    operator.press("Errata corrige")
    assert operator.find("#oggetto").get_attribute("value") == f"Errata corrige: {SUBJECT}"
    look(operator, "nuova-errata")
    operator.press("Aggiungi")
    assert "Completare le parti tra parentesi quadre" in operator.text
    look(operator, "nuova-errata-incompleta")
    text = operator.find("#contenuto").get_attribute("value").replace("[indicare ", "").replace("]", "")
    operator.type(contenuto=text)
    operator.press("Aggiungi")
    operator.press("Conferma e invia")
    assert operator.detail("Errata corrige di") == wrong.rsplit("/", 1)[-1]
    operator.open(wrong)
    assert operator.detail("Corretta da")
    look(operator, "dettaglio-corretta")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_confirmation_shows_what_leaves_and_enter_alone_sends_nothing(browser, tenant, confirming, javascript):
    browser.begin(tenant.url, javascript)
    browser.log_in(tenant.accounts["operatore"])
    write(browser, new_citizen(), somma="12,00", numero_avviso=new_notice())
    browser.find("#oggetto").send_keys(Keys.ENTER)
    browser.until(lambda: browser.focused == "anteprima-titolo")
    assert browser.title == "Nuova notifica"
    browser.press("Aggiungi")
    assert browser.title == "Inviare questa notifica?"
    assert "12,00" in browser.text and SUBJECT in browser.find(".telefono").text
    if javascript:
        look(browser, "conferma-invio")
    browser.press("Torna a modificare")
    assert browser.find("#oggetto").get_attribute("value") == SUBJECT
    browser.press("Aggiungi")
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)  # the second of two quick ones: sends nothing
    assert browser.title == "Inviare questa notifica?"
    browser.key("Tab")
    assert browser.driver.switch_to.active_element.text == "Conferma e invia"
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    browser.until(lambda: browser.is_notification)
    assert browser.driver.find_elements(By.XPATH, "//dt[.='Stato']/following-sibling::dd[contains(., 'Inviata')]")
