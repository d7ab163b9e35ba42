"""A citizen on the telephone, and the five who were not reached: how many clicks and keys each task of a clerk takes.

The figures: RUN_DIR=… PORT=… python -m pytest -s Tests/browser/jobs/test_telephone.py
"""

import pytest
from selenium.webdriver import ActionChains, Keys

from browser import is_gone
from citizens import new_citizen
from compose import send
from queues import fill_queue, remove_queue


class Clerk:
    """What is clicked and typed, from Oggi on."""

    def __init__(self, browser):
        self.browser, self.clicks, self.keys, self.pages = browser, 0, 0, 1
        browser.open("/oggi")

    def press(self, label: str, leaves: bool = True) -> None:
        self.browser.press(label, leaves)
        self._count(leaves)

    def click(self, css: str, leaves: bool = False) -> None:
        self.browser.click(self.browser.find(css), leaves)
        self._count(leaves)

    def type(self, text: str) -> None:
        """Where the focus is, and Enter."""
        page = self.browser.find("html")
        ActionChains(self.browser.driver).send_keys(text + Keys.ENTER).perform()
        self.keys += len(text) + 1
        self.browser.until(lambda: is_gone(page))
        self.pages += 1

    def say(self, what: str) -> None: print(f"\n{what}: {self.clicks} clicks, {self.keys} keys, {self.pages} pages")

    def _count(self, leaves: bool) -> None:
        self.clicks += 1
        self.pages += leaves


@pytest.fixture
def message(demo, tenant):
    """One that has arrived: its address, its citizen, the ID that stands in the app."""
    citizen = new_citizen()
    path = send(tenant.visitor("operatore"), tenant, citizen, oggetto="Ritiro della carta d’identità, sportello 4").split("?")[0]
    demo.await_state(path, "processed")
    return path, citizen, demo.notification(path, "io_id")[0]


@pytest.mark.parametrize("quoted", ["ID", "codice fiscale", "parole e codice"])
def test_a_message_is_found_by_what_is_quoted_and_its_page_says_at_once_whether_it_arrived(operator, message, quoted):
    path, citizen, identifier = message
    operator.at_width(1366, 768)
    try:
        clerk = Clerk(operator)
        clerk.press("Archivio notifiche")
        clerk.click("#cerca")
        clerk.type({"ID": identifier, "codice fiscale": citizen, "parole e codice": f"carta {citizen}"}[quoted])
        clerk.say(f"By {quoted}")
        assert operator.path.split("?")[0] == path, "the only one is opened straight"
        assert (clerk.clicks, clerk.pages) == (2, 3)
        state = operator.find("#stato-box, .riquadro")
        assert "Consegnata" in state.text and "Non significa che sia stata letta" in operator.text
        assert operator.run("return arguments[0].getBoundingClientRect().bottom < innerHeight", state), "in sight as the page opens"
    finally:
        operator.at_width(None)


def test_the_proof_of_a_message_is_two_clicks_from_its_page(operator, message):
    path, _, identifier = message
    clerk = Clerk(operator)
    operator.open(path)
    clerk.press("Stampa prova")
    clerk.say("The proof")
    assert identifier in operator.text and operator.find("#stampa").is_displayed()
    assert clerk.clicks + 1 == 2  # and Stampa, which opens the dialog of the browser


def test_five_who_were_not_reached_are_told_otherwise_in_ten_clicks(operator, demo, tenant):
    fill_queue(demo, tenant, 5, "unreachable", "not_on_io")
    try:
        clerk = Clerk(operator)
        clerk.click(".urgente a, .numeri a", leaves=True)
        for box in operator.find_all("[name=scelta]")[:5]:
            operator.click(box, leaves=False)
            clerk.clicks += 1
        clerk.press("Contattati altrimenti")
        operator.choose("canale", "Telefono")
        clerk.clicks += 2
        clerk.press("Registra")
        clerk.say("Five who were not reached")
        assert "registrat" in operator.text and clerk.clicks <= 10
        assert demo.sql("SELECT COUNT(*) FROM contact WHERE channel = 'phone'")[0][0] >= "5"
    finally:
        remove_queue(demo)
