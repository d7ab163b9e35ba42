"""Sending later: from the form through the archive to the citizen's inbox, at its time and once."""

import re
import signal
import time
from datetime import datetime, timedelta

import pytest

from compose import fill, send
from demo import until
from times import ROME, in_days, typed


@pytest.fixture
def closed(demo, tenant):
    """It is outside of the tenant's hours; the hour at which they begin."""
    begins = 20 if datetime.now(ROME).hour < 12 else 3
    hours = demo.puntuale("ente", "hours", tenant.code, "--dalle", str(begins), "--alle", str(begins + 1), "--festivi")
    assert hours.returncode == 0, hours.stderr
    yield begins
    assert demo.puntuale("ente", "hours", tenant.code, "--sempre").returncode == 0


def test_what_is_scheduled_leaves_at_its_time_and_once(demo, operator, tenant, citizen):
    # The second minute to come: the form's clock shows no seconds, and a test is slow at times.
    moment = (datetime.now(ROME) + timedelta(minutes=1, seconds=5)).replace(second=0, microsecond=0)
    path = send(operator, tenant, citizen, **typed(moment))
    page = operator.get(path)
    assert page.details["Stato"] == "Programmata" and moment.strftime("%d/%m/%Y alle %H:%M") in page.details["Invio programmato"]
    [row] = operator.get(f"/notifiche?cf={citizen}&stato=scheduled").rows
    assert moment.strftime("Programmata parte il %d/%m/%Y alle %H:%M") in row
    while datetime.now(ROME) < moment:
        assert demo.state(path) == "scheduled" and demo.created(citizen) == []
        time.sleep(0.5)
    demo.await_state(path, "accepted", "processed", within=60)
    assert len(demo.created(citizen)) == 1 and len(demo.await_inbox(citizen)) == 1
    [late] = demo.notification(path, "TIMESTAMPDIFF(SECOND, send_at, sent_at)")
    assert 0 <= int(late) < 10
    assert "Invio programmato" in operator.get(path).details, "what was asked stays known"


def test_it_is_moved_until_it_leaves_and_a_restart_of_the_worker_changes_nothing(demo, operator, tenant, citizen):
    path = send(operator, tenant, citizen, **typed(in_days(3)))
    worker = demo.pid("worker")
    demo.signal("worker", signal.SIGKILL)
    until(lambda: demo.pid("worker") != worker and demo.doorbell_is_answered(), 60)
    page = operator.press(operator.get(path), "Sposta", **typed(in_days(4)))
    assert "L’invio è stato spostato." in page.alerts and in_days(4).strftime("%d/%m/%Y") in page.details["Invio programmato"]
    assert demo.state(path) == "scheduled" and demo.created(citizen) == []
    assert "annullata" in operator.press(page, "Annulla").text
    assert demo.state(path) == "cancelled"


def test_outside_of_the_hours_the_form_asks(demo, operator, tenant, citizen, closed):
    page = fill(operator, tenant, citizen)
    assert page.status == 422 and "il telefono del cittadino suonerebbe ora" in page.text and demo.created(citizen) == []
    button = re.search(r">(Invia [^<]* alle \d\d:00)<", page.html)[1]
    assert button.endswith(f"alle {closed:02}:00")
    page = operator.press(page, button)
    assert page.details["Stato"] == "Programmata" and demo.created(citizen) == []
    assert "annullata" in operator.press(page, "Annulla").text
    now = fill(operator, tenant, citizen, oggetto="Questa invece parte subito")
    now = operator.press(now, "Aggiungi comunque")
    demo.await_state(now.path, "accepted", "processed")
    outside = fill(operator, tenant, citizen, **typed(in_days(2)))
    assert outside.status == 422 and "fuori dall’orario" in outside.beside("invio_alle")
