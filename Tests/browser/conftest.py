"""The demo and the browser that all tests share. PUNTUALE_DEMO names the RUN_DIR of a demo that already runs."""

import json
import os
import secrets
import subprocess
from pathlib import Path

import pytest

from browser import Browser
from demo import REPOSITORY, Demo, Tenant, free_port

pytest.register_assert_rewrite("looking")  # before a test imports it

RUN_DIR = Path(os.environ.get("RUN_DIR", REPOSITORY / ".run-browser")).absolute()


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("aftermath") is not None)


@pytest.fixture(scope="session")
def demo():
    if running := os.environ.get("PUNTUALE_DEMO"):
        demo = Demo(Path(running), 0, "h2")
        demo._start = subprocess.Popen(["true"], stdout=subprocess.PIPE, text=True)
        yield demo.await_start()
        return
    demo = Demo(RUN_DIR / "demo-browser", free_port(int(os.environ.get("PORT", "8180"))), "h2")
    try:
        demo.begin()
        yield demo.await_start()
    finally:
        demo.stop()


@pytest.fixture(scope="session")
def tenant(demo) -> Tenant:
    return demo.tenants[0]


@pytest.fixture(scope="session")
def new_tenant(demo) -> Tenant:
    return newborn(demo)


@pytest.fixture(scope="session")
def empty_tenant(demo) -> Tenant:
    """For looking at, while the other one takes its first steps."""
    return newborn(demo)


def newborn(demo) -> Tenant:
    """One that has people but neither services nor notifications."""
    code = f"prova_{secrets.token_hex(3)}"
    host = f"{code.replace('_', '-')}.localhost"
    roles = ["amministratore", "operatore", "consultazione"]
    people = [{"ruolo": role, "utente": role, "password": secrets.token_hex(10)} for role in roles]

    def command(*arguments: str, secret: str = "") -> str:
        program = [demo.program, *arguments, "--config", demo.run_dir / "puntuale.conf"]
        return subprocess.run(program, input=secret, text=True, check=True, stdout=subprocess.PIPE).stdout

    command("ente", "create", code, "--nome", "Comune Appena Nato", "--host", host)
    command("ente", "hours", code, "--sempre")
    for person in people:
        if person["ruolo"] != "operatore":  # adding one is one of the first steps
            factor = ["--totp"] if person["ruolo"] == "amministratore" else []
            added = command("utente", "create", code, person["utente"], "--nome", f"Prima {person['ruolo'].title()}",
                            "--ruolo", person["ruolo"], "--password-file", "-", "--json", *factor, secret=person["password"] + "\n")
            person["totp"] = json.loads(added)["totp"]
    port = demo.tenants[0].url.rsplit(":", 1)[1]
    return Tenant({"codice": code, "nome": "Comune Appena Nato", "url": f"http://{host}:{port}", "utenti": people,
                 "servizi": [{"id": "", "nome": ""}]}, demo)


@pytest.fixture(scope="session")
def people(tenant):
    """Who is in already, by role, and somebody who is not."""
    return {role: tenant.visitor(role or None) for role in ["", *tenant.accounts]}


@pytest.fixture
def come(chromium, tenant, people):
    """Comes to an address of the first tenant as somebody with a role, with JavaScript or without."""
    def come(path: str, role: str = "operatore", javascript: bool = True) -> Browser:
        chromium.begin(tenant.url, javascript)
        chromium.enter(people[role])
        chromium.open(path)
        return chromium
    return come


@pytest.fixture(scope="session")
def chromium():
    browser = Browser(RUN_DIR)
    yield browser
    browser.driver.quit()


@pytest.fixture
def browser(chromium, tenant) -> Browser:
    """As somebody who has just come to the first tenant's site."""
    chromium.begin(tenant.url)
    return chromium


@pytest.fixture
def operator(browser, tenant) -> Browser:
    browser.log_in(tenant.accounts["operatore"])
    return browser


@pytest.fixture
def administrator(browser, tenant) -> Browser:
    browser.log_in(tenant.accounts["amministratore"])
    return browser
