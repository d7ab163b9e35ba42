"""Aggiungi stays in sight, whatever the page says above the form, and where it is."""

import time

import pytest
from selenium.webdriver import ActionChains

from browser import IS_READ
from citizens import new_citizen
from compose import CONTENT, SUBJECT

SIZES = [(1366, 768), (1093, 614), (320, 640)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_aggiungi_is_in_sight_before_anything_is_typed_and_below_many_faults(operator, size):
    try:
        operator.at_width(*size)
        operator.open("/notifiche/nuova")
        assert is_in_sight(operator, "aggiungi")
        operator.choose("modello", "TARI")
        operator.press("Usa modello")
        operator.press("Aggiungi")
        assert len(operator.find_all("#riepilogo li")) > 5
        operator.run("scrollTo(0, 0)")
        assert is_in_sight(operator, "aggiungi")
        operator.screenshot(f"in-vista-{size[0]}")
    finally:
        operator.at_width(None)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_second_press_of_a_double_click_sets_no_warning_aside(browser, tenant, demo, javascript, size):
    browser.begin(tenant.url, javascript)
    browser.log_in(tenant.accounts["operatore"])
    try:
        browser.at_width(*size)
        for pause in (0.06, 0.25, 0.4):
            citizen = new_citizen()
            browser.open("/notifiche/nuova")
            browser.choose("servizio", "protocollo")
            browser.type(codice_fiscale=citizen, oggetto=SUBJECT, contenuto="Gentile {{nome}}, " + CONTENT)
            button = browser.find("#aggiungi")
            ActionChains(browser.driver).move_to_element(button).click().pause(pause).click().perform()
            # The second press may have asked for the page once more.
            time.sleep(1)
            browser.until(lambda: browser.find_all("#comunque") and browser.title == "Nuova notifica")
            assert demo.created(citizen) == [], pause
    finally:
        browser.at_width(None)


# When a page was pressed, and from when on it takes a press for one of somebody who has seen it.
PRESSED = """
    const note = () => sessionStorage.setItem("pressed", `${performance.now()} ${typeof seen === "number" ? seen : Infinity}`);
    addEventListener("click", note, true);
"""


@pytest.fixture
def presses(operator):
    """Has the pages note when they are pressed; gives the last press, and from when on one counts there."""
    script = operator.command("Page.addScriptToEvaluateOnNewDocument", source=PRESSED)
    yield lambda: tuple(map(float, operator.run("return sessionStorage.getItem('pressed')").split()))
    operator.command("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])
    delay_network(operator, 0)


@pytest.mark.parametrize("latency, pauses", [(0, (0.06, 0.25, 0.4)), (450, (0.25, 0.7))], ids=["host in haste", "slow host"])
def test_the_second_press_of_a_double_click_sends_no_paste_that_nobody_has_read(operator, demo, presses, latency, pauses):
    for pause in pauses:
        for _ in range(5):
            if not is_sent_by_two_presses(operator, demo, latency, pause):
                break
            pressed, counts = presses()
            # The machine stood still between the two: whoever presses so late may have read.
            assert pressed >= counts, f"sent after {pause} s by a press at {pressed:.0f} ms, before {counts:.0f}"
        else:
            pytest.fail(f"never pressed twice within {pause} s")


def is_sent_by_two_presses(operator, demo, latency: int, pause: float) -> bool:
    citizen = new_citizen()
    delay_network(operator, 0)
    operator.open("/notifiche/nuova")
    operator.choose("servizio", "protocollo")
    operator.type(codice_fiscale=citizen, oggetto=SUBJECT)
    operator.run("document.getElementById('contenuto').value = arguments[0]", CONTENT + "\n\uf0b7\tcarta d’identità")
    operator.until(lambda: operator.run(IS_READ))
    delay_network(operator, latency)
    ActionChains(operator.driver).move_to_element(operator.find("#aggiungi")).click().pause(pause).click().perform()
    operator.until(lambda: operator.find_all("#incollato") or operator.is_notification)
    time.sleep(1)
    assert operator.is_notification or (operator.title == "Nuova notifica" and demo.created(citizen) == [])
    return operator.is_notification


def delay_network(browser, milliseconds: int) -> None:
    browser.command("Network.emulateNetworkConditions", offline=False, latency=milliseconds, downloadThroughput=-1, uploadThroughput=-1)


def is_in_sight(browser, name: str) -> bool:
    return browser.run("""
        const box = document.getElementById(arguments[0]).getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= document.documentElement.clientWidth;
        """, name)
