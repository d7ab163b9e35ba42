"""Who guesses is slowed down; whom it is about is not kept out."""

import re
import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from test_second_factor import first_step, set_up

from people import PASSWORD, accept, add_person, link_of
from second_factor import code
from visitor import Visitor

WRONG = {"password": "sbagliata-e-lunga"}


@pytest.fixture
def failures(demo):
    """Nothing is held against anybody before and after; gives a clock that can be turned on."""
    demo.sql("DELETE FROM login_failure")
    yield lambda seconds: demo.sql(f"UPDATE login_failure SET last_at = last_at - INTERVAL {seconds} SECOND")
    demo.sql("DELETE FROM login_failure")


@pytest.fixture
def colleague(ente, administrator, failures) -> dict:
    return add_person(administrator, ente.visitor())


def at(ente, address: str) -> Visitor:
    visitor = ente.visitor()
    visitor.address = address
    return visitor


def attack(ente, name: str, address: str = "127.0.0.9", tries: int = 11):
    """The last answer to so many wrong passwords, each on a browser that nobody knows."""
    for _ in range(tries):
        page = first_step(at(ente, address), {"utente": name} | WRONG)
    return page


def test_a_guesser_waits_longer_and_longer_and_is_told_how_long(demo, ente, colleague, failures):
    assert attack(ente, colleague["utente"], tries=10).status == 422
    page = attack(ente, colleague["utente"], tries=1)
    assert page.status == 429 and re.search(r"riprovare fra (un secondo|\d secondi)\.", page.alerts[0])
    assert 1 <= int(page.header("Retry-After")) <= 2
    assert page.form("Entra").fields["utente"] == colleague["utente"]
    assert first_step(at(ente, "127.0.0.9"), colleague).status == 429, "the right one is not even tried"
    for _ in range(6):
        failures(301)
        assert attack(ente, colleague["utente"], tries=1).status == 422
    assert int(attack(ente, colleague["utente"], tries=1).header("Retry-After")) > 50
    assert "reason=delay" in demo.log("web") and "reason=password" in demo.log("web")


def test_a_name_that_is_nobodys_is_treated_alike(ente, failures):
    assert attack(ente, "nessuno.davvero", tries=10).status == 422
    assert attack(ente, "nessuno.davvero", tries=1).status == 429


def test_spaces_and_capitals_in_a_name_do_not_begin_anew(ente, colleague, failures):
    name = colleague["utente"]
    spellings = [name, f"{name} ", f" {name}", name + " " * 9, name.upper(), f"{name}\t"]
    for number in range(10):
        assert attack(ente, spellings[number % 6], f"127.0.0.{20 + number}", tries=1).status == 422
    for number, spelling in enumerate(spellings):
        assert attack(ente, spelling, f"127.0.0.{30 + number}", tries=1).status == 429, repr(spelling)
    for impossible in ["", "è", "due parole", "x" * 65, name + "\0"]:
        assert attack(ente, impossible, "127.0.0.40", tries=1).status == 422
    failures(61)
    assert at(ente, "127.0.0.41").log_in(colleague | {"utente": f" {name.upper()} "})


def test_whom_it_is_about_comes_in_where_they_have_been_before(ente, colleague):
    browser = at(ente, "127.0.0.5").log_in(colleague)
    browser.press(browser.get("/notifiche"), "Esci")
    for address in ["127.0.0.9", "127.0.0.10"]:
        attack(ente, colleague["utente"], address)
    browser.address = "127.0.0.6"
    assert browser.log_in(colleague), "on the same browser, wherever it is"
    assert at(ente, "127.0.0.5").log_in(colleague), "on another browser at the same place"
    assert first_step(at(ente, "127.0.0.7"), colleague).status == 429, "on a new one at a new place after a while"


def test_who_has_just_set_a_password_is_kept_out_by_nobody(ente, administrator, failures):
    name = f"nuova.{secrets.token_hex(4)}"
    page = administrator.press(administrator.get("/utenti"), "Aggiungi", nome="Appena Invitata", utente=name, ruolo="operatore")
    attack(ente, name)
    invited = at(ente, "127.0.0.7")
    accept(invited, link_of(page))
    assert first_step(at(ente, "127.0.0.8"), {"utente": name, "password": PASSWORD}).status == 429
    assert invited.log_in({"utente": name, "password": PASSWORD})


def test_a_flood_of_strangers_shuts_the_door_on_nobody_who_is_known(ente, colleague, failures):
    browser = at(ente, "127.0.0.5").log_in(colleague)
    until, answers = time.monotonic() + 4, []

    def flood(number: int) -> None:
        while time.monotonic() < until:
            address = f"127.{number + 1}.{secrets.randbelow(250) + 1}.{secrets.randbelow(250) + 1}"
            answers.append(attack(ente, f"nessuno.{secrets.token_hex(4)}", address, tries=1).status)

    with ThreadPoolExecutor(12) as strangers:
        running = [strangers.submit(flood, number) for number in range(12)]
        while time.monotonic() < until:
            browser.press(browser.get("/notifiche"), "Esci")
            browser.log_in(colleague)
        for stranger in running:
            stranger.result()
    assert 503 in answers, "the strangers' own door was full"


def test_a_stranger_place_waits_a_minute_at_the_most(ente, colleague, failures):
    attack(ente, colleague["utente"])
    for _ in range(10):
        failures(301)
        attack(ente, colleague["utente"], tries=1)
    assert first_step(at(ente, "127.0.0.7"), colleague).status == 429
    failures(60)
    assert at(ente, "127.0.0.7").log_in(colleague)


def test_an_attack_holds_nobody_else_up(ente, other_ente, colleague, operator):
    attack(ente, colleague["utente"])
    assert first_step(at(ente, "127.0.0.7"), {"utente": "operatore"} | WRONG).status == 422, "another person, another place"
    assert at(ente, "127.0.0.7").log_in(ente.accounts["consultazione"])
    assert at(other_ente, "127.0.0.9").log_in(other_ente.accounts["operatore"]), "another ente, the same place"


def test_an_address_that_tries_many_names_waits(ente, failures):
    for number in range(10):
        assert attack(ente, f"nome.{number}", tries=1).status == 422
    assert attack(ente, "nome.ultimo", tries=1).status == 429


def test_a_device_cookie_of_another_person_or_of_ones_own_make_is_none(ente, other_ente, colleague, administrator):
    browser = at(ente, "127.0.0.5").log_in(ente.accounts["operatore"])
    attack(ente, colleague["utente"])
    for cookie in [browser.cookies["__Host-dispositivo"], "00" * 32 + "." + "00" * 32, "è", ""]:
        stranger = at(ente, "127.0.0.8")
        stranger.cookies["__Host-dispositivo"] = cookie
        assert first_step(stranger, colleague).status == 429


def test_codes_cannot_be_tried_out(ente, colleague, failures):
    visitor = ente.visitor().log_in(colleague)
    secret, _, _ = set_up(visitor, visitor.get("/profilo/secondo-fattore"))
    entering = ente.visitor()
    page = first_step(entering, colleague)
    for _ in range(5):
        assert entering.press(page, "Conferma", codice="000000").status == 422
    refused = entering.press(page, "Conferma", codice=code(secret))
    assert refused.status == 429 and "riprovare fra" in refused.alerts[0]
    again = ente.visitor()
    assert again.press(first_step(again, colleague), "Conferma", codice=code(secret)).status == 429, "nor in another session"
    failures(2)
    assert entering.press(page, "Conferma", codice=code(secret)).path == "/notifiche"


def test_a_session_that_was_found_open_is_no_place_to_guess_the_password(ente, colleague):
    visitor = ente.visitor().log_in(colleague)

    def guess(password: str):
        return visitor.press(visitor.get("/profilo"), "Cambia la password", password=password, password_nuova="nuova-password-lunga",
                             password_ripetuta="nuova-password-lunga")

    assert [guess(f"sbagliata-{number}").status for number in range(5)] == [422] * 5
    page = guess(colleague["password"])
    assert page.status == 429 and "riprovare fra" in page.beside("password")


def test_what_is_counted_names_nobody(demo, ente, colleague):
    attack(ente, colleague["utente"])
    columns = demo.sql("SHOW COLUMNS FROM login_failure")
    assert [column[0] for column in columns] == ["tenant_id", "bucket", "failures", "last_at", "forgotten_at"]
    assert all(len(bucket) == 32 for (bucket,) in demo.sql("SELECT HEX(bucket) FROM login_failure"))
    assert PASSWORD not in demo.log("web")
