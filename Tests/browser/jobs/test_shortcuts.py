"""Single keys and copies: comforts of JavaScript, of which none sends, and which can be switched off."""

import pytest
from selenium.webdriver import ActionChains, Keys

from citizens import new_citizen
from compose import send


@pytest.fixture(scope="module")
def two(tenant, demo) -> list[str]:
    """Notifications of the archive, the newest first."""
    visitor = tenant.visitor("operatore")
    paths = [send(visitor, tenant, new_citizen(), oggetto=f"Tasti, numero {number}") for number in (1, 2)]
    for path in paths:
        demo.await_state(path, "processed")
    return paths[::-1]


def press(browser, *keys: str) -> None:
    for key in keys:
        ActionChains(browser.driver).send_keys(key).perform()


def test_letters_lead_to_a_new_notification_the_search_and_the_list_of_keys(come, two):
    browser = come("/seguire")
    press(browser, "n")
    browser.until(lambda: browser.path == "/notifiche/nuova")
    browser.open("/oggi")
    press(browser, "/")
    browser.until(lambda: browser.path == "/notifiche#cerca" and browser.focused == "cerca")
    press(browser, "n/?")
    assert browser.find("#cerca").get_attribute("value") == "n/?" and browser.path == "/notifiche#cerca"
    browser.open("/notifiche")
    press(browser, "/")
    assert browser.focused == "cerca"
    browser.open(two[0])
    press(browser, "?")
    browser.until(lambda: browser.path == "/guida#tasti")


def test_arrows_go_through_a_list_and_enter_opens_a_row(come, two):
    browser = come("/notifiche")
    first, second = browser.find_all("tbody tr a")[:2]
    browser.run("arguments[0].focus()", first)
    press(browser, Keys.ARROW_DOWN)
    assert browser.driver.switch_to.active_element == second
    press(browser, Keys.ARROW_UP, Keys.ARROW_UP)
    assert browser.driver.switch_to.active_element == first
    press(browser, Keys.ARROW_DOWN, Keys.ENTER)
    browser.until(lambda: browser.path == two[1])


def test_letters_are_silent_where_they_are_switched_off_and_where_somebody_writes(come):
    browser = come("/notifiche/nuova")
    browser.run("document.activeElement.blur()")
    press(browser, "?", "n")
    assert browser.path == "/notifiche/nuova"
    browser.open("/profilo")
    browser.click(browser.find("#tasti"), leaves=False)
    browser.press("Salva tasti")
    assert "spenti in questo browser" in browser.text and not browser.find("#tasti").is_selected()
    browser.run("document.activeElement.blur()")
    press(browser, "n", "/", "?")
    assert browser.path.startswith("/profilo")
    browser.click(browser.find("#tasti"), leaves=False)
    browser.press("Salva tasti")
    press(browser, "n")
    browser.until(lambda: browser.path == "/notifiche/nuova")


def test_who_only_looks_has_no_key_for_a_new_notification(come):
    browser = come("/notifiche", "consultazione")
    press(browser, "n")
    assert browser.path == "/notifiche"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_the_codes_of_a_notification_are_copied_whole(come, tenant, two, javascript):
    browser = come(two[0], javascript=javascript)
    browser.click(browser.find("#tecnici > summary"), leaves=False)
    assert browser.find("#copia-uuid").is_displayed() == javascript
    if not javascript:
        return
    browser.command("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"], origin=tenant.url)
    browser.click(browser.find("#copia-uuid"), leaves=False)
    browser.until(lambda: browser.find("#copia-uuid").text == "Copiato")
    copied = browser.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert copied == two[0].rsplit("/", 1)[-1]
