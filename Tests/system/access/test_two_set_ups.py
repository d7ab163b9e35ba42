"""Two set-ups of a second factor at once."""

import re
import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from people import PASSWORD
from second_factor import code


@pytest.fixture
def person(demo, tenant):
    """Adds people of any role to the tenant, who have a password only; they are locked out in the end."""
    names = []

    def add(role: str = "operatore", *options: str) -> dict:
        names.append(f"secondo.{secrets.token_hex(4)}")
        added = demo.puntuale("utente", "create", tenant.code, names[-1], "--nome", "Seconda Persona", "--ruolo", role,
                              "--password-file", "-", "--json", *options, secret=PASSWORD + "\n")
        assert added.returncode == 0, added.stderr
        return {"utente": names[-1], "password": PASSWORD}
    yield add
    for name in names:
        demo.puntuale("utente", "disable", tenant.code, name)


def secret_of(page) -> str:
    """As a person types it into the telephone."""
    return re.search(r'digitare questa chiave nell’app: <span class="codice">([A-Z2-7 ]+)<', page.html)[1].replace(" ", "")


def set_up(visitor, page) -> tuple[str, list[str], object]:
    """The secret, the recovery codes and the page that shows them."""
    secret = secret_of(page)
    typed = {"password": PASSWORD} if "password" in page.form("Attiva").fields else {}
    page = visitor.press(page, "Attiva", codice=code(secret, -1), **typed)
    assert page.title == "Codici di recupero", page.text
    return secret, re.findall(r'<li class="codice">([a-z2-9]{5}-[a-z2-9]{5})</li>', page.html), page


def first_step(visitor, account):
    return visitor.press(visitor.get("/entra"), "Entra", **account)


def test_of_two_set_ups_at_once_the_second_is_told_that_it_came_too_late(demo, tenant, person):
    account, visitors = person(), [tenant.visitor() for _ in range(2)]
    pages = [visitor.log_in(account).get("/profilo/secondo-fattore") for visitor in visitors]
    row = f"FROM person WHERE username = '{account['utente']}'"

    # A tenant that has just asked much, while others are there, gets one answer at a time: by now nobody is there.
    time.sleep(6)

    def set_up_at_once(visitor, page):
        return visitor.press(page, "Attiva", codice=code(secret_of(page), -1), password=PASSWORD)
    with ThreadPoolExecutor() as pool:
        # Both have passed all checks by the time that the row is free.
        held = pool.submit(demo.sql, f"START TRANSACTION; SELECT 1 {row} FOR UPDATE; DO SLEEP(4); ROLLBACK")
        time.sleep(0.5)
        answers = list(pool.map(set_up_at_once, visitors, pages))
        held.result()
    assert sorted(answer.title for answer in answers) == ["Codici di recupero", "Secondo fattore già impostato"]
