"""Every persona of the sandbox through the real worker, over HTTP/2 and over HTTP/1.1."""

import time

import pytest

from citizens import PERSONAS
from compose import send
from demo import until
from personas import EXPECTED, code, text

pytestmark = pytest.mark.disturbs

SLOW_LAST = sorted(EXPECTED, key=lambda number: EXPECTED[number].seconds)


@pytest.fixture(params=["h2", "h1"])
def sends(request, personas):
    return personas[request.param]


@pytest.mark.parametrize("number", SLOW_LAST, ids=[f"{number:02}-{EXPECTED[number].meaning}" for number in SLOW_LAST])
def test_a_persona_ends_as_app_io_says_and_receives_at_most_one_message(sends, number):
    wanted = EXPECTED[number]
    assert sends.settled(number) == [wanted.state, wanted.reason or "NULL", str(wanted.attempts), wanted.io_status or "NULL"]
    # Others of the demo may write to the same citizen.
    def ours(messages: list[dict]) -> int: return sum(message["markdown"].startswith(text(number)) for message in messages)

    assert ours(sends.demo.created(code(number))) == wanted.created
    until(lambda: ours(sends.demo.inbox(code(number))) >= wanted.received, 60)
    assert ours(sends.demo.inbox(code(number))) == wanted.received
    page = sends.operator.get(sends.paths[number])
    assert page.details["Errore"].startswith(wanted.error), page.details["Errore"]
    assert page.has_button("Reinvia") == page.has_button("Considera inviata") == (wanted.state == "uncertain")
    assert page.has_button("Ritenta") == (wanted.state in ("failed", "unreachable", "refused"))


def test_the_legacy_notification_block_is_shown(sends):
    sends.settled(14)
    details = sends.operator.get(sends.paths[14]).details
    assert (details["Stato Mail"], details["Stato Push"]) == ("Inviata (SENT)", "Non riuscita (FAILED)")


def test_a_refusal_says_what_to_do_in_italian_and_keeps_the_words_that_came(sends):
    sends.settled(18)
    page = sends.operator.get(sends.paths[18])
    assert page.details["Errore"] == "App IO ha rifiutato la notifica: non permette a questo servizio di scrivere a questo cittadino."
    assert page.details["Parole di App IO"] == (
        "HTTP 403 · Recipient forbidden · You are not allowed to issue requests for the recipient.")
    assert "Avvisare l’amministratore; corretta la configurazione del servizio, premere Ritenta." in page.text
    assert page.text.count("Recipient forbidden") == 2, "behind the sentence, and in the log of the calls"


def test_verifica_stato_asks_app_io_now_but_not_every_second(sends):
    sends.settled(6)
    page = sends.operator.get(sends.paths[6])
    # Pressed a second time, it says that it was just pressed. A page waits a second for the answer, which a machine that
    # stands still does not give in time: then the page says so, and ten seconds later one may ask again.
    for _ in range(6):
        page = sends.operator.press(page, "Verifica Stato")
        again = sends.operator.press(page, "Verifica Stato")
        assert "pochi secondi fa" in again.text
        if "La verifica è in corso" not in page.text:
            break
        time.sleep(10)
    assert "Stato verificato presso App IO." in page.text and page.details["Stato"] == "Inviata", page.text


def test_verifica_stato_is_there_while_app_io_may_say_more(sends):
    for number in (6, 17, 1, 2, 4, 10, 18):
        sends.settled(number)
        page = sends.operator.get(sends.paths[number])
        assert page.has_button("Verifica Stato") == (EXPECTED[number].state == "accepted"), number
    page = sends.operator.post(f"{sends.paths[10]}/verifica", {"_token": sends.operator.token()}, follow=True)
    assert "non ha assegnato un ID" in page.text


def test_a_cut_on_a_connection_that_was_used_before_sends_nothing_twice(sends):
    """libcurl repeats a POST by itself on a reused HTTP/1.1 connection that dies without an answer."""
    sends.settled(10)
    faults = []
    for turn in range(3):
        # Not twice the same text to the same citizen, about which the page would ask.
        text = f"Prova numero {turn} su una connessione già usata. " * 4
        before = len(sends.demo.created(PERSONAS[10]))
        first = send(sends.operator, sends.tenant, PERSONAS[1], contenuto=text)
        sends.demo.await_state(first, "accepted", "processed")
        path = send(sends.operator, sends.tenant, PERSONAS[10], contenuto=text)
        sends.demo.await_state(path, "uncertain")
        assert len(sends.demo.created(PERSONAS[10])) == before + 1
        faults += sends.demo.notification(path, "problem_title")
    # 65: it wanted to repeat and could not; 92: a stream of HTTP/2, which it never repeats.
    assert {"h1": "(libcurl 65)", "h2": "(libcurl 92)"}[sends.demo.protocol] in " ".join(faults)
