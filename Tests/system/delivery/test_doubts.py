"""Esito incerto after the worker died between POST and answer: two people decide, once."""

import time

import pytest

from citizens import PERSONAS

pytestmark = pytest.mark.late

SLOW = PERSONAS[20]
LEASE = 90  # of a POST: 10 s to connect, 60 s for the answer, 20 s of margin


def test_a_worker_that_dies_between_post_and_answer_leaves_doubts_that_one_person_resolves(
        demo, tenant, operator, administrator, interrupted):
    paths, killed = interrupted
    for path in paths:
        demo.await_state(path, "uncertain", within=killed + LEASE + 10 - time.monotonic())
        assert time.monotonic() >= killed + 60, "the lease outlasts the POST's time-out"
        page = operator.get(path)
        assert page.details["Stato"] == "Esito incerto" and "Il programma si è interrotto" in page.details["Errore"]
        assert "potrebbe riceverlo due volte" in page.text
    assumed, resent = paths

    mine, theirs = operator.get(assumed), administrator.get(assumed)
    page = operator.decide(mine, "Considera inviata")
    assert page.details["Stato"] == "Considerata inviata" and page.details["Effettuata da"] == "Anna Operatrice"
    page = administrator.press(theirs, "Reinvia")
    assert page.path.startswith(assumed) and "già risolta da Anna Operatrice alle " in page.alerts[0]
    assert sent(demo) == [1, 1]

    mine, theirs = operator.get(resent), administrator.get(resent)
    page = administrator.decide(theirs, "Reinvia")
    assert "sta al posto di una con esito incerto" in page.text
    assert page.details["Inviata di nuovo al posto di"] == resent.rsplit("/", 1)[-1]
    new = page.path.split("?")[0]
    old = operator.get(resent)
    assert old.details["Inviata di nuovo come"] == new.rsplit("/", 1)[-1], "who finds it later must not send it once more"
    assert "Inviata di nuovo, con un’altra notifica, da Bruno Amministratore il" in old.text
    assert "Considerata inviata da Anna Operatrice il" in operator.get(assumed).text
    page = operator.press(mine, "Reinvia")
    assert page.path.startswith(resent) and "già risolta da Bruno Amministratore alle " in page.alerts[0]
    assert operator.get(resent).details["Stato"] == "Considerata inviata"
    demo.await_state(new, "accepted", "processed", within=60)
    assert sent(demo) == [1, 2]


def sent(demo) -> list[int]:
    """How many messages App IO took for each of the two."""
    subjects = [message["subject"] for message in demo.created(SLOW)]
    return [subjects.count(f"Interrotta, la numero {number}") for number in (1, 2)]
