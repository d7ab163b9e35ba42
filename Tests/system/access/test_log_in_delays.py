"""Who guesses is slowed down by where they come from, which nginx says; whom it is about is not kept out."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from test_two_set_ups import first_step

from people import add_person
from visitor import Visitor

WRONG = {"password": "sbagliata-e-lunga"}


@pytest.fixture
def failures(demo):
    """Nothing is held against anybody before and after."""
    demo.sql("DELETE FROM login_failure")
    yield
    demo.sql("DELETE FROM login_failure")


@pytest.fixture
def colleague(tenant, administrator, failures) -> dict:
    return add_person(administrator, tenant.visitor())


def at(tenant, address: str) -> Visitor:
    visitor = tenant.visitor()
    visitor.address = address
    return visitor


def attack(tenant, name: str, address: str = "127.0.0.9", tries: int = 11):
    """The last answer to so many wrong passwords, each on a browser that nobody knows."""
    for _ in range(tries):
        page = first_step(at(tenant, address), {"utente": name} | WRONG)
    return page


def test_whom_it_is_about_comes_in_where_they_have_been_before(demo, tenant, colleague):
    browser = at(tenant, "127.0.0.5").log_in(colleague)
    browser.press(browser.get("/notifiche"), "Esci")
    for address in ["127.0.0.9", "127.0.0.10"]:
        attack(tenant, colleague["utente"], address)
    browser.address = "127.0.0.6"
    assert browser.log_in(colleague), "on the same browser, wherever it is"
    assert at(tenant, "127.0.0.5").log_in(colleague), "on another browser at the same place"
    new = at(tenant, "127.0.0.7")
    page = new.get("/entra")
    demo.sql("UPDATE login_failure SET last_at = NOW(6)")  # the shortest wait is a second, and the log-ins took a while
    refused = new.press(page, "Entra", utente=colleague["utente"], password=colleague["password"])
    assert refused.status == 429, "on a new one at a new place after a while"
    assert "reason=delay" in demo.log("web") and "reason=password" in demo.log("web")


def test_a_flood_of_strangers_shuts_the_door_on_nobody_who_is_known(tenant, colleague, failures):
    browser = at(tenant, "127.0.0.5").log_in(colleague)
    until, answers = time.monotonic() + 4, []

    def flood(number: int) -> None:
        while time.monotonic() < until:
            address = f"127.{number + 1}.{secrets.randbelow(250) + 1}.{secrets.randbelow(250) + 1}"
            answers.append(attack(tenant, f"nessuno.{secrets.token_hex(4)}", address, tries=1).status)

    with ThreadPoolExecutor(12) as strangers:
        running = [strangers.submit(flood, number) for number in range(12)]
        while time.monotonic() < until:
            browser.press(browser.get("/notifiche"), "Esci")
            browser.log_in(colleague)
        for stranger in running:
            stranger.result()
    assert 503 in answers, "the strangers' own door was full"
