"""The brakes of a host, an ente and a service, by command: what waits waits, what is on its way ends, and it goes on."""

import json
import time

import pytest

from citizens import new_citizen
from compose import send
from demo import until

pytestmark = pytest.mark.disturbs

PERSON_WAITS = 1.0  # seconds after which a brake that did not hold would have let it go


@pytest.fixture(params=["host", "ente", "servizio"])
def braked(request, demo, ente, service):
    """The arguments of one brake, released at the end."""
    arguments = {"host": [], "ente": [ente.code], "servizio": [ente.code, "Carta d'identità in scadenza"]}[request.param]
    yield arguments
    assert demo.puntuale("queue", "resume", *arguments).returncode == 0


def test_a_pause_holds_what_waits_and_resume_lets_it_go(demo, ente, operator, citizen, service, braked):
    paused = demo.puntuale("queue", "pause", *braked)
    assert paused.returncode == 0 and "sospes" in paused.stdout
    path = send(operator, ente, citizen, servizio=service[0])
    time.sleep(PERSON_WAITS)
    assert demo.state(path) == "queued" and demo.created(citizen) == []
    status = demo.puntuale("queue", "status").stdout
    assert "sospes" in status
    lines = json.loads(demo.puntuale("queue", "status", "--json").stdout)
    mine = next(line for line in lines if line["ente"] == ente.code and line["servizio"] == "Carta d'identità in scadenza")
    assert mine["da_inviare"] >= 1
    assert demo.puntuale("queue", "resume", *braked).returncode == 0
    demo.await_state(path, "processed")
    assert len(demo.inbox(citizen)) == 1


def test_a_paused_service_or_ente_stops_nobody_else(demo, ente, other_ente, operator, citizen, service):
    assert demo.puntuale("queue", "pause", ente.code, "Carta d'identità in scadenza").returncode == 0
    demo.await_state(send(operator, ente, citizen), "processed")
    assert demo.puntuale("queue", "pause", ente.code).returncode == 0
    try:
        foreign = new_citizen()
        demo.await_state(send(other_ente.visitor("operatore"), other_ente, foreign), "processed")
    finally:
        demo.puntuale("queue", "resume", ente.code)


def test_what_is_on_its_way_when_the_brake_is_pulled_arrives_and_is_followed(demo, ente, operator, citizen, service):
    service[1]("none", latency=1500)
    path = send(operator, ente, citizen, servizio=service[0])
    demo.await_state(path, "sending")
    paused = demo.puntuale("queue", "pause", ente.code, "Carta d'identità in scadenza")
    assert "1 in volo" in paused.stdout
    demo.await_state(path, "processed", within=20)
    assert len(demo.inbox(citizen)) == 1


def test_ten_refusals_in_a_row_stop_a_service_and_its_other_messages_wait(demo, ente, operator, service):
    identifier, trouble = service
    trouble("400", operation="invio")
    paths = [send(operator, ente, new_citizen(), servizio=identifier) for _ in range(10)]
    for path in paths:
        demo.await_state(path, "refused")
    [[kind]] = until(lambda: demo.sql("SELECT stop_kind FROM service WHERE stopped_at IS NOT NULL AND name LIKE 'Carta%'"), 5)
    assert kind == "refusals"
    trouble("none")
    citizen = new_citizen()
    waiting = send(operator, ente, citizen, servizio=identifier)
    time.sleep(PERSON_WAITS)
    assert demo.state(waiting) == "queued"
    assert demo.puntuale("queue", "resume", ente.code, "Carta d'identità in scadenza").returncode == 0
    demo.await_state(waiting, "processed")
    assert len(demo.inbox(citizen)) == 1


def test_a_daily_ceiling_stops_the_service_and_nothing_is_lost(demo, ente, operator, service):
    identifier, _ = service
    demo.sql("UPDATE service SET daily_ceiling = 2 WHERE name LIKE 'Carta%'; DELETE FROM daily_count")
    try:
        citizens = [new_citizen() for _ in range(4)]
        paths = [send(operator, ente, citizen, servizio=identifier) for citizen in citizens]
        until(lambda: sum(demo.state(path) == "processed" for path in paths) == 2, 15)
        until(lambda: demo.sql("SELECT 1 FROM service WHERE stop_kind = 'ceiling'"), 5)
        assert sorted(demo.state(path) for path in paths) == ["processed"] * 2 + ["queued"] * 2
        demo.puntuale("queue", "resume", ente.code, "Carta d'identità in scadenza")
        for path in paths:
            demo.await_state(path, "processed", within=15)
        assert [len(demo.inbox(citizen)) for citizen in citizens] == [1] * 4
    finally:
        demo.sql("UPDATE service SET daily_ceiling = NULL")


def test_a_citizen_gets_no_more_messages_a_day_than_the_ente_allows(demo, ente, operator, citizen):
    demo.sql(f"UPDATE tenant SET citizen_ceiling = 1 WHERE code = '{ente.code}'")
    try:
        first = send(operator, ente, citizen)
        demo.await_state(first, "processed")
        second = send(operator, ente, citizen, oggetto="Un secondo messaggio lo stesso giorno")
        demo.await_state(second, "refused")
        assert "il massimo dei messaggi" in operator.get(second).details["Errore"] and len(demo.created(citizen)) == 1
    finally:
        demo.sql("UPDATE tenant SET citizen_ceiling = NULL")
    operator.press(operator.get(second), "Ritenta")
    demo.await_state(second, "processed")


def test_enti_that_share_an_account_wait_together_for_a_429(demo, ente, other_ente, operator, citizen, service):
    shared = demo.puntuale("ente", "account", other_ente.code, "--di", ente.code)
    assert shared.returncode == 0, shared.stderr
    try:
        demo.sql(f"UPDATE budget b JOIN tenant t ON t.id = b.account_id SET b.spent_until = NOW(6) + INTERVAL 2 SECOND "
                 f"WHERE t.code = '{ente.code}'")
        path = send(other_ente.visitor("operatore"), other_ente, citizen)
        assert demo.state(path) == "queued"
        demo.await_state(path, "processed")
    finally:
        assert demo.puntuale("ente", "account", other_ente.code, "--di", other_ente.code).returncode == 0
