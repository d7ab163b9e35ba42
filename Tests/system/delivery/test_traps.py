"""Traps that other products are in, each as a test that falls into it if we do."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from citizens import PERSONAS, new_citizen
from compose import send
from demo import until

pytestmark = pytest.mark.disturbs


def test_no_message_leaves_with_the_key_of_another_service_or_tenant(demo):
    """A client shared by many threads whose key is changed between calls."""
    turns = []
    for _ in range(5):
        for tenant in demo.tenants:
            turns += [(tenant, service, new_citizen()) for service in tenant.services.values()]
    visitors = {tenant.code: tenant.visitor("operatore") for tenant in demo.tenants}
    with ThreadPoolExecutor(6) as threads:
        paths = list(threads.map(lambda turn: send(visitors[turn[0].code], turn[0], turn[2], servizio=turn[1]), turns))
    for path, (tenant, service, citizen) in zip(paths, turns, strict=True):
        demo.await_state(path, "processed", within=60)
        [message] = demo.inbox(citizen)
        assert message["service"] == demo.sandbox_service(tenant, service)


def test_a_worker_that_dies_after_taking_a_notification_has_not_sent_it(demo, tenant, operator, citizen, service):
    """A checkpoint written when work is fetched: what was fetched and not sent is lost."""
    service[1]("none", latency=4000, operation="profilo")
    path = send(operator, tenant, citizen, servizio=service[0])
    assert demo.notification(path, "state", "attempt", "owner IS NOT NULL") == ["queued", "0", "1"]
    killed = demo.pid("worker")
    demo.signal("worker", signal.SIGKILL)
    until(lambda: demo.pid("worker") != killed and demo.doorbell_is_answered(), 60)
    service[1]("none")
    demo.hurry(path)  # as if its lease had ended
    demo.await_state(path, "processed", within=60)
    assert demo.notification(path, "attempt") == ["1"] and len(demo.inbox(citizen)) == 1


def test_what_was_sent_is_known_after_a_crash(demo, tenant, operator, citizen):
    """What was sent remembered in memory: after a crash it is sent again."""
    path = send(operator, tenant, citizen)
    demo.await_state(path, "accepted", "processed")
    killed = demo.pid("worker")
    demo.signal("worker", signal.SIGKILL)
    until(lambda: demo.pid("worker") != killed and demo.doorbell_is_answered(), 60)
    demo.hurry(path)
    demo.await_state(path, "processed", within=60)
    assert demo.notification(path, "attempt") == ["1"] and len(demo.created(citizen)) == 1


def test_an_app_io_that_hangs_holds_up_nobody_else(demo, tenant, other_tenant, operator, citizen):
    """No HTTP time-out, or one thread for each call: a hanging call stops the rest."""
    hanging = [send(operator, tenant, PERSONAS[20], oggetto=f"Risposta lenta numero {number}") for number in range(2)]
    path = send(other_tenant.visitor("operatore"), other_tenant, citizen)
    assert demo.state(path) in ("accepted", "processed")
    # Of its own account App IO is asked first whether it still answers.
    mine = send(operator, tenant, new_citizen())
    demo.await_state(mine, "accepted", "processed", within=20)
    assert [demo.state(path) for path in hanging] == ["sending"] * 2


def test_a_status_does_not_stay_sent_for_ever(demo, tenant, operator):
    """After the last check of the schedule it is undetermined, says so, and Verifica Stato still asks."""
    path = send(operator, tenant, PERSONAS[6], oggetto="Accettata per sempre")
    demo.await_state(path, "accepted")
    uuid = path.rsplit("/", 1)[-1].replace("-", "")
    demo.sql(f"UPDATE notification SET checks = 16, due_at = NOW(6) WHERE id = UNHEX('{uuid}')")
    demo.await_state(path, "undetermined")
    page = operator.get(path)
    assert page.details["Stato"] == "Stato non determinato" and "Stato verificato" in operator.press(page, "Verifica Stato").text


def test_an_export_does_not_hang_on_the_page_that_asked_for_it(demo, tenant, operator, citizen):
    """An export built inside a request, which dies when somebody's patience of 30 seconds ends."""
    send(operator, tenant, citizen)
    demo.signal("worker", signal.SIGSTOP)
    try:
        began = time.monotonic()
        page = operator.press(operator.get(f"/notifiche?cf={citizen}"), "Esporta Excel")
        assert page.status == 200 and time.monotonic() - began < 5 and "Il file è pronto" not in page.text
    finally:
        demo.signal("worker", signal.SIGCONT)
    until(lambda: "Il file è pronto" in operator.get(page.path).text, 60)
    assert operator.get(f"{page.path}/file").status == 200


def test_no_codice_fiscale_key_or_text_is_in_the_log_of_a_send(demo, tenant, operator, citizen):
    """Personal data in the log at INFO. test_privacy looks through the logs of all tests; this one is about one send."""
    text = f"Contenuto riservato di {citizen}. " * 5
    demo.await_state(send(operator, tenant, citizen, contenuto=text), "processed")
    logs = "".join(path.read_text(errors="replace") for path in (demo.run_dir / "logs").glob("*.log"))
    assert citizen not in logs and "Contenuto riservato" not in logs
    assert not any(key in logs for key in demo.sandbox_keys(tenant, "Comunicazione avvenuta protocollo"))
