"""The recipient under the field, as it is typed: by JavaScript, without, by keyboard only."""

import pytest
from selenium.webdriver import ActionChains, Keys

from citizens import PERSONAS, new_citizen
from compose import CONTENT, SUBJECT
from looking import look

REACHABLE, AWAY, WAITING = "Può ricevere", "Non verificabile ora", "Verifica in corso…"


def shown(browser) -> str:
    return browser.find("#destinatario").text.replace("\n", " ")


def asked(browser) -> int:
    """How often the page has asked the server since it was opened."""
    return browser.run("return performance.getEntriesByType('resource').filter((entry) => entry.initiatorType === 'fetch').length")


@pytest.fixture
def slow_service(demo, tenant):
    demo.trouble(tenant, "Avviso TARI", "none", latency=2500, operation="profilo")
    yield "Avviso TARI"
    demo.trouble(tenant, "Avviso TARI", "none")


def test_what_is_typed_is_said_in_words_at_once_and_then_whether_it_can_be_reached(operator):
    browser = operator
    browser.open("/notifiche/nuova")
    browser.type(codice_fiscale=PERSONAS[1].lower())
    browser.until(lambda: "Uomo, nato il 01/01/1980." in shown(browser) and "Scegliere il servizio" in shown(browser))
    browser.choose("servizio", "protocollo")
    browser.until(lambda: REACHABLE in shown(browser))
    browser.type(codice_fiscale=PERSONAS[2])
    browser.until(lambda: "Non è su App IO" in shown(browser) and "02/01/1980" in shown(browser))
    assert browser.focused == "codice_fiscale" and browser.path == "/notifiche/nuova"
    assert browser.find("#destinatario").aria_role == "status" and "destinatario" in browser.find("#codice_fiscale").get_attribute(
        "aria-describedby")
    look(browser, "nuova-destinatario-non-raggiungibile")
    browser.type(codice_fiscale=PERSONAS[3])
    browser.until(lambda: "Ha disattivato questo servizio" in shown(browser))
    look(browser, "nuova-destinatario-disattivato")
    browser.type(codice_fiscale=new_citizen(), oggetto=SUBJECT, contenuto=CONTENT)
    browser.until(lambda: REACHABLE in shown(browser))
    look(browser, "nuova-destinatario")
    browser.press("Aggiungi")
    browser.until(lambda: browser.detail("Stato") == "Consegnata")
    assert "Verificato mentre si scriveva" in browser.text
    assert not browser.run("return performance.getEntries().some((entry) => /[A-Z]{6}\\d\\d[A-Z]/i.test(entry.name))")


def test_nothing_is_asked_until_the_code_is_whole_and_then_once(operator, demo):
    profiles = demo.calls()["profile"]
    operator.open("/notifiche/nuova")
    operator.choose("servizio", "protocollo")
    code = new_citizen()
    operator.find("#codice_fiscale").send_keys(code[:15])
    operator.run("window.began = Date.now()")
    operator.until(lambda: operator.run("return Date.now() - window.began > 600"))
    assert asked(operator) == 0 and shown(operator) == ""
    operator.find("#codice_fiscale").send_keys(code[15])
    operator.until(lambda: REACHABLE in shown(operator))
    before = asked(operator)
    operator.find("#codice_fiscale").send_keys(Keys.TAB)
    operator.click(operator.find("#oggetto"), leaves=False)
    assert asked(operator) == before and demo.calls()["profile"] == profiles + 1


def test_a_wrong_code_is_said_and_marked_until_it_is_mended(operator):
    operator.open("/notifiche/nuova")
    operator.type(codice_fiscale="RSSMRA85T10A562T")
    field = operator.find("#codice_fiscale")
    operator.until(lambda: "l’ultima lettera non corrisponde" in shown(operator) and field.get_attribute("aria-invalid") == "true")
    look(operator, "nuova-destinatario-errato")
    field.send_keys(Keys.BACKSPACE + Keys.TAB)
    operator.until(lambda: "ha 15 caratteri: ne servono 16" in shown(operator))
    field.send_keys("S")
    operator.until(lambda: "Uomo, nato il 10/12/1985" in shown(operator) and field.get_attribute("aria-invalid") is None)


def test_a_slow_answer_moves_nothing_on_the_page(operator, slow_service):
    for width in [1280, 320]:
        operator.at_width(width)
        operator.open("/notifiche/nuova")
        operator.choose("servizio", slow_service)
        places = [operator.find("#oggetto").location]
        operator.type(codice_fiscale=new_citizen())
        operator.until(lambda: WAITING in shown(operator) and "nato il" in shown(operator), within=2)
        places.append(operator.find("#oggetto").location)
        operator.screenshot("nuova-destinatario-in-corso")
        operator.until(lambda: REACHABLE in shown(operator))
        places.append(operator.find("#oggetto").location)
        assert places == places[:1] * 3
    operator.at_width(None)


def test_an_answer_that_does_not_come_is_given_up(operator, tenant, demo, slow_service):
    demo.trouble(tenant, slow_service, "hang_before", operation="profilo")
    operator.open("/notifiche/nuova")
    operator.choose("servizio", slow_service)
    operator.type(codice_fiscale=new_citizen())
    operator.until(lambda: WAITING in shown(operator))
    demo.sql("UPDATE ask SET created_at = created_at - INTERVAL 9 SECOND WHERE kind = 'profile' AND answer IS NULL")
    operator.until(lambda: AWAY in shown(operator), within=5)
    look(operator, "nuova-destinatario-non-verificabile")
    before = asked(operator)
    operator.run("window.began = Date.now()")
    operator.until(lambda: operator.run("return Date.now() - window.began > 1500"))
    assert asked(operator) == before


def test_when_the_session_is_over_nothing_is_lost(operator, tenant):
    operator.open("/notifiche/nuova")
    operator.choose("servizio", "protocollo")
    operator.command("Network.deleteCookies", name="__Host-puntuale", url=tenant.url)
    operator.type(codice_fiscale=PERSONAS[1])
    operator.until(lambda: shown(operator) == AWAY)
    assert operator.title == "Nuova notifica" and operator.find("#codice_fiscale").get_attribute("value") == PERSONAS[1]


def test_by_keyboard_only_the_answer_comes_while_one_goes_on(operator):
    operator.open("/notifiche/nuova")
    def keys(text: str) -> None:
        ActionChains(operator.driver).send_keys(text).perform()

    assert operator.focused == "codice_fiscale"
    keys(PERSONAS[1] + 4 * Keys.TAB + "com")  # past Verifica, the template and its button
    operator.until(lambda: REACHABLE in shown(operator))
    operator.run("document.getElementById('codice_fiscale').focus()")
    keys(Keys.TAB)
    assert operator.driver.switch_to.active_element.text == "Verifica"
    before = asked(operator)
    keys(Keys.ENTER)
    operator.until(lambda: asked(operator) > before)
    assert operator.path == "/notifiche/nuova"
    keys(Keys.TAB)
    assert operator.focused == "modello"


@pytest.mark.parametrize("number, answer", [(1, REACHABLE), (2, "Non è su App IO"), (3, "Ha disattivato questo servizio")])
def test_without_javascript_verifica_says_the_same(browser, tenant, number, answer):
    browser.begin(tenant.url, javascript=False)
    browser.log_in(tenant.accounts["operatore"])
    browser.open("/notifiche/nuova")
    assert "16 caratteri" in shown(browser)
    browser.choose("servizio", "protocollo")
    browser.type(codice_fiscale=PERSONAS[number], oggetto=SUBJECT)
    browser.press("Verifica")
    assert f"nato il 0{number}/01/1980" in shown(browser) and answer in shown(browser)
    assert browser.path == "/notifiche/nuova#codice_fiscale" and browser.find("#oggetto").get_attribute("value") == SUBJECT
    browser.command("Emulation.setScriptExecutionDisabled", value=False)
    look(browser, f"nuova-verifica-senza-javascript-{number}")
