"""A person's own sessions, and what an administrator can do about them."""

import re

import pytest

from people import PASSWORD, add_person


@pytest.fixture
def colleague(ente, administrator) -> dict:
    return add_person(administrator, ente.visitor())


def test_a_person_sees_the_own_sessions_and_ends_one_or_all_others(ente, colleague):
    first, second, third = [ente.visitor() for _ in range(3)]
    second.agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    for visitor in (first, second, third):
        visitor.log_in(colleague)
    page = first.get("/profilo")
    assert page.text.count("Questa") == 1 and "Firefox su Windows" in page.text and "Rete 127.0.0.0/24" in page.text
    assert "140" not in page.text and "127.0.0.1" not in page.text
    page = first.press(page, re.search(r'aria-label="(Chiudi Firefox su Windows[^"]*)"', page.html)[1])
    assert "chiuse" in page.text and "Firefox" not in page.text
    assert second.get("/notifiche", follow=False).status == 303
    assert third.get("/notifiche", follow=False).status == 200
    first.press(first.get("/profilo"), "Chiudi tutte le altre")
    assert third.get("/notifiche", follow=False).status == 303 and first.get("/notifiche", follow=False).status == 200
    assert "Chiudi tutte le altre" not in first.get("/profilo").text


def test_nobody_ends_the_session_of_another(demo, ente, colleague, operator):
    visitor = ente.visitor().log_in(colleague)
    for (digest,) in demo.sql("SELECT LOWER(HEX(digest)) FROM session"):
        page = visitor.post("/profilo/sessioni", {"_token": visitor.token(), "sessione": digest})
        if visitor.get("/notifiche", follow=False).status == 303:
            visitor.log_in(colleague)
        assert page.status == 303
    assert operator.get("/notifiche", follow=False).status == 200


def test_an_administrator_ends_all_sessions_of_a_person(demo, ente, administrator, colleague):
    visitors = [ente.visitor().log_in(colleague) for _ in range(2)]
    page = administrator.get(f"/utenti/{demo.person(ente, colleague['utente'])}")
    assert "Aperte ora: 2" in page.text
    page = administrator.press(page, "Chiudi le sessioni")
    assert "chiuse" in page.alerts[0] and "Nessuna sessione aperta" in page.text
    assert [visitor.get("/notifiche", follow=False).status for visitor in visitors] == [303, 303]
    assert visitors[0].log_in(colleague | {"password": PASSWORD})
    assert "Sessioni chiuse" in administrator.get("/registro").text
