"""A citizen at the counter, by keyboard and with a reader for cards and notices: how many keys, pages and seconds a message takes.

The figures: RUN_DIR=… PORT=… python -m pytest -s Tests/browser/jobs/test_counter.py
"""

import time

import pytest
from selenium.webdriver import ActionChains, Keys

from browser import IS_READ, is_gone
from citizens import new_citizen
from compose import fill, new_notice, scanned

MOST_TABS = 40


class Counter:
    """What is pressed at a page, as by a person and as by a reader, which ends with Enter."""

    def __init__(self, browser):
        self.browser, self.keys, self.read, self.pages, self.began = browser, 0, 0, 1, time.monotonic()

    def press(self, *keys: str, leads: bool = False) -> None:
        """- Parameter leads: to another page."""
        page = self.browser.find("html")
        if leads:
            # Nobody presses sooner.
            self.browser.until(lambda: self.browser.run(IS_READ))
        self.keys += sum(map(len, keys))
        ActionChains(self.browser.driver).send_keys(*keys).perform()
        self._follow(page, leads)

    def scan(self, text: str, leads: bool = False) -> None:
        """At 5 ms a key."""
        page, chain = self.browser.find("html"), ActionChains(self.browser.driver)
        for key in text + Keys.ENTER:
            chain.send_keys(key).pause(0.005)
        self.read += len(text) + 1
        chain.perform()
        self._follow(page, leads)

    def give(self, text: str, reader: bool, leads: bool) -> None:
        """By a reader of codes, or by hand; Enter ends both."""
        if reader:
            self.scan(text, leads)
        else:
            self.press(text, Keys.ENTER, leads=leads)

    def tab_to(self, name: str) -> None:
        for _ in range(MOST_TABS):
            if self.place == name:
                return
            self.press(Keys.TAB)
        raise AssertionError(f"no {name} by Tab on {self.browser.path}, from {self.place}")

    @property
    def place(self) -> str:
        """The id of what has the focus, else what it says."""
        element = self.browser.driver.switch_to.active_element
        return element.get_attribute("id") or element.text

    def come(self, *names: str) -> None:
        self.browser.until(lambda: self.place in names)

    def say(self, what: str) -> None:
        seconds = time.monotonic() - self.began
        print(f"\n{what}: {self.keys} keys, {self.read} of the reader, {self.pages} pages, {seconds:.1f} s")

    def _follow(self, page, leads: bool) -> None:
        if leads:
            self.browser.until(lambda: is_gone(page))
            self.pages += 1


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def desk(request, browser, tenant):
    browser.begin(tenant.url, request.param)
    browser.log_in(tenant.accounts["operatore"])
    return browser


def name_of(browser, what: str) -> str:
    return f"{what}, {'with' if browser.has_javascript else 'without'} JavaScript"


@pytest.mark.parametrize("reader", [True, False], ids=["reader", "keyboard"])
def test_a_notice_of_payment_for_a_citizen_at_the_counter(desk, demo, reader):
    citizen, notice = new_citizen(), new_notice()
    desk.open("/notifiche/nuova")
    counter, javascript = Counter(desk), desk.has_javascript
    assert counter.place == "codice_fiscale"
    counter.give(citizen, reader, leads=not javascript)
    counter.come("modello")
    counter.press("Avv")
    if not javascript:
        counter.press(Keys.TAB)
    counter.press(Keys.ENTER, leads=True)
    counter.come("campo_anno")
    counter.press("2027", Keys.TAB)
    if not reader:
        counter.press("120,50")
    counter.press(Keys.TAB, "Maria Rossi", Keys.TAB, "16122027")
    counter.tab_to("campo_numero_avviso")
    counter.give(scanned(notice, 12_050) if reader else notice, reader, leads=not javascript)
    counter.come("anteprima-titolo")
    assert "120,50" in desk.find("#anteprima").text and notice in desk.find("#anteprima").text
    counter.tab_to("aggiungi")
    assert demo.created(citizen) == []
    counter.press(Keys.ENTER, leads=True)
    assert desk.is_notification, desk.text
    counter.say(name_of(desk, "A notice by reader" if reader else "A notice by keyboard"))
    assert counter.pages == (3 if javascript else 5) and counter.keys <= (36 if reader else 78)
    assert "120,50" in desk.detail("Somma") and desk.detail("Notifica Pagamento") == notice


@pytest.mark.parametrize("reader", [True, False], ids=["reader", "keyboard"])
def test_the_same_message_for_the_next_citizen(desk, demo, tenant, reader):
    citizen = new_citizen()
    visitor = tenant.visitor("operatore")
    desk.open(fill(visitor, tenant, new_citizen()).path)
    counter, javascript = Counter(desk), desk.has_javascript
    counter.tab_to("duplica")
    counter.press(Keys.ENTER, leads=True)
    counter.come("codice_fiscale")
    counter.give(citizen, reader, leads=not javascript)
    counter.come("anteprima-titolo")
    counter.tab_to("aggiungi")
    counter.press(Keys.ENTER, leads=True)
    assert desk.title == "Inviare questa notifica?" and demo.created(citizen) == []
    counter.tab_to("Conferma e invia")
    counter.press(Keys.ENTER, leads=True)
    assert desk.is_notification and desk.detail("Codice Fiscale Destinatario") == citizen
    counter.say(name_of(desk, "Duplica by reader" if reader else "Duplica by keyboard"))
    assert counter.pages == (4 if javascript else 5) and counter.keys <= (15 if reader else 32)
