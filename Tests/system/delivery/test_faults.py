"""Things that break while work is going on: a clear sentence, nothing lost, nothing twice."""

import signal
import time

import pytest

from citizens import PERSONAS, new_citizen
from compose import send
from demo import until

# It takes a minute.
pytestmark = [pytest.mark.usefixtures("frozen_page"), pytest.mark.breaks]

SLOW = PERSONAS[20]  # creates the message at once, answers after 20 s


@pytest.mark.parametrize("name", ["web", "worker", "sandbox"])
def test_a_process_that_is_killed_runs_again_within_two_seconds(demo, interrupted, tenant, operator, name):
    killed = demo.pid(name)
    demo.signal(name, signal.SIGKILL)
    began = time.monotonic()
    until(lambda: demo.pid(name) != killed and works(demo, operator), 60)
    assert time.monotonic() - began < 2
    citizen = new_citizen()
    demo.await_state(send(operator, tenant, citizen), "processed")
    assert len(demo.inbox(citizen)) == 1


def works(demo, operator) -> bool:
    """Whether pages, worker and sandbox answer."""
    if operator.get("/notifiche").status != 200:
        return False
    try:
        return demo.inbox(SLOW) is not None and demo.doorbell_is_answered()
    except AssertionError:
        return False


def test_while_the_web_is_away_a_page_in_italian_says_so(demo, operator):
    demo.signal("supervisor", signal.SIGSTOP)
    try:
        demo.signal("web", signal.SIGKILL)
        page = until(lambda: (found := operator.get("/notifiche?cf=" + PERSONAS[1])).status >= 500 and found, 60)
        assert page.status in (502, 503) and page.title == "Servizio momentaneamente non disponibile"
        assert "non vanno perdute" in page.text and page.header("X-Request-Id") and page.header("Cache-Control") == "no-store"
    finally:
        demo.signal("supervisor", signal.SIGCONT)
    until(lambda: operator.get("/notifiche").status == 200, 60)


def test_while_the_database_is_away_pages_say_so_and_afterwards_all_goes_on(demo, tenant, operator, citizen):
    before = [demo.log("worker").count(f"database {word}") for word in ("away", "back")]
    demo.signal("worker", signal.SIGSTOP)
    path = send(operator, tenant, citizen)
    form = operator.get("/notifiche/nuova").form("Aggiungi").fields
    demo.script("mariadb", "stop")
    demo.signal("worker", signal.SIGCONT)
    try:
        for page in [operator.get("/notifiche"), operator.get(path), operator.get("/entra"), operator.post("/notifiche/nuova", form)]:
            assert page.status == 503 and page.title == "Servizio momentaneamente non disponibile"
            assert "La base dati non risponde" in page.text and page.header("X-Request-Id") in page.html
        assert demo.monitor.get("/vivo").status == 200
        assert demo.monitor.get("/pronto").status == 503 and demo.monitor.get("/pronto").body == b"base dati assente\n"
        assert demo.metrics()["puntuale_database_up"] == 0 and 'puntuale_request_seconds_count{class="5xx"}' in demo.metrics()
        time.sleep(1)
    finally:
        demo.script("mariadb", "start")
    assert operator.get("/notifiche").status == 200
    demo.await_state(path, "processed")
    assert len(demo.inbox(citizen)) == 1
    assert [demo.log("worker").count(f"database {word}") for word in ("away", "back")] == [count + 1 for count in before]


def test_an_answer_that_comes_while_the_database_is_away_is_not_lost(demo, tenant, operator, service, citizen):
    identifier, trouble = service
    trouble("none", latency=3000)
    path = send(operator, tenant, citizen, servizio=identifier)
    demo.await_state(path, "sending")
    demo.script("mariadb", "stop")
    try:
        until(lambda: demo.created(citizen), 60)
        time.sleep(1)
    finally:
        demo.script("mariadb", "start")
    demo.await_state(path, "accepted", "processed", within=60)
    assert demo.notification(path, "attempt", "io_id IS NOT NULL") == ["1", "1"]
    assert len(demo.created(citizen)) == 1


def test_while_the_worker_is_away_the_row_waits_and_pages_say_so(demo, tenant, operator, citizen):
    demo.signal("worker", signal.SIGSTOP)
    try:
        path = send(operator, tenant, citizen)
        assert operator.get(path).details["Stato"] == "Da inviare"
        demo.sql("UPDATE worker SET seen_at = NOW(6) - INTERVAL 16 SECOND")  # as if that much time had passed
        for page in [operator.get(path), operator.get("/notifiche")]:
            assert "L’invio è momentaneamente fermo" in page.alerts[0] and "conservate" in page.alerts[0]
        assert demo.monitor.get("/pronto").status == 503
    finally:
        demo.signal("worker", signal.SIGCONT)
    demo.await_state(path, "processed")
    assert "momentaneamente fermo" not in operator.get(path).text
    assert len(demo.inbox(citizen)) == 1


def test_while_app_io_is_away_the_row_waits_and_its_page_says_so(demo, tenant, operator, citizen):
    demo.signal("supervisor", signal.SIGSTOP)
    try:
        demo.signal("sandbox", signal.SIGKILL)
        path = send(operator, tenant, citizen)
        until(lambda: demo.notification(path, "tries") != ["0"], 60)
        page = operator.get(path)
        assert page.details["Stato"] == "Da inviare" and "riprova da sol" in page.details["Errore"]
    finally:
        demo.signal("supervisor", signal.SIGCONT)
    demo.await_state(path, "processed", within=60)
    until(lambda: works(demo, operator), 60)
    assert len(demo.created(citizen)) == 1


def test_app_io_dying_in_the_middle_of_a_post_leaves_a_doubt_and_no_second_message(demo, tenant, operator):
    before = len(demo.created(SLOW))
    path = send(operator, tenant, SLOW)
    until(lambda: len(demo.created(SLOW)) == before + 1, 60)
    demo.signal("sandbox", signal.SIGKILL)
    demo.await_state(path, "uncertain", within=20)
    until(lambda: works(demo, operator), 60)
    time.sleep(1)
    assert len(demo.created(SLOW)) == before + 1


def test_an_operator_withdraws_what_has_not_left(demo, tenant, operator, citizen):
    demo.signal("worker", signal.SIGSTOP)
    try:
        path = send(operator, tenant, citizen)
        page = operator.press(operator.get(path), "Annulla")
        assert page.details["Stato"] == "Annullata" and "non è partita e non partirà" in page.text
    finally:
        demo.signal("worker", signal.SIGCONT)
    time.sleep(1)
    assert demo.state(path) == "cancelled" and demo.created(citizen) == []


def test_a_page_that_does_not_come_is_given_up_after_a_minute(frozen_page):
    """Its query holds a codice fiscale, which test_privacy looks for in the logs."""
    assert frozen_page.result().status == 504
