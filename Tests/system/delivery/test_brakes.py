"""The brakes of the installation, a tenant and a service, by command: what waits waits, what is on its way ends, and it goes on."""

import json
import time

import pytest

from compose import send

pytestmark = pytest.mark.disturbs

PERSON_WAITS = 1.0  # seconds after which a brake that did not hold would have let it go


@pytest.fixture(params=["host", "ente", "servizio"])
def braked(request, demo, tenant, service):
    """The arguments of one brake, released at the end."""
    arguments = {"host": [], "ente": [tenant.code], "servizio": [tenant.code, "Carta d'identità in scadenza"]}[request.param]
    yield arguments
    assert demo.puntuale("queue", "resume", *arguments).returncode == 0


def test_a_pause_holds_what_waits_and_resume_lets_it_go(demo, tenant, operator, citizen, service, braked):
    paused = demo.puntuale("queue", "pause", *braked)
    assert paused.returncode == 0 and "sospes" in paused.stdout
    path = send(operator, tenant, citizen, servizio=service[0])
    time.sleep(PERSON_WAITS)
    assert demo.state(path) == "queued" and demo.created(citizen) == []
    status = demo.puntuale("queue", "status").stdout
    assert "sospes" in status
    lines = json.loads(demo.puntuale("queue", "status", "--json").stdout)
    mine = next(line for line in lines if line["ente"] == tenant.code and line["servizio"] == "Carta d'identità in scadenza")
    assert mine["da_inviare"] >= 1
    assert demo.puntuale("queue", "resume", *braked).returncode == 0
    demo.await_state(path, "processed")
    assert len(demo.inbox(citizen)) == 1


def test_what_is_on_its_way_when_the_brake_is_pulled_arrives_and_is_followed(demo, tenant, operator, citizen, service):
    service[1]("none", latency=1500)
    path = send(operator, tenant, citizen, servizio=service[0])
    demo.await_state(path, "sending")
    paused = demo.puntuale("queue", "pause", tenant.code, "Carta d'identità in scadenza")
    assert "1 in volo" in paused.stdout
    demo.await_state(path, "processed", within=60)
    assert len(demo.inbox(citizen)) == 1
