"""What somebody who wants to break a promise would try."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from citizens import PERSONAS
from compose import send
from demo import until

pytestmark = pytest.mark.disturbs


def test_a_paused_service_with_a_backlog_asks_app_io_for_nothing(demo, tenant, operator, service):
    identifier, _ = service
    backlog(demo, tenant, identifier, 60)
    try:
        until(lambda: on_its_way(demo, identifier) < 55, 60)
        assert demo.puntuale("queue", "pause", tenant.code, "Carta d'identità in scadenza").returncode == 0
        time.sleep(2)
        before = demo.calls()["profile"]
        time.sleep(2)
        assert demo.calls()["profile"] == before
        assert on_its_way(demo, identifier) > 0
    finally:
        withdraw(demo, identifier)


def test_a_send_that_never_began_takes_nothing_off_its_ceiling(demo, tenant, operator, service, citizen):
    identifier, trouble = service
    demo.sql(f"UPDATE service SET daily_ceiling = 9 WHERE id = {hexadecimal(identifier)}; DELETE FROM daily_count")
    try:
        for number in (1, 2):
            demo.await_state(send(operator, tenant, citizen, servizio=identifier, oggetto=f"Arrivata, la numero {number}"), "processed")
        # An answer that cannot be written keeps the gate from being tried: those of the tests before must have come.
        until(lambda: demo.sql("SELECT 1 FROM notification WHERE state = 'sending'") == [], 30)
        # The page itself waits a second for the outcome. A profile of two seconds hangs: asking again is written too.
        trouble("none", latency=1700, operation="profilo")
        refused = demo.log("worker").count("sends could not be committed")
        claimed = f"SELECT 1 FROM notification WHERE fiscal_code = '{citizen}' AND state = 'queued' AND owner IS NOT NULL"
        with ThreadPoolExecutor(1) as threads:
            sending = threads.submit(send, operator, tenant, citizen, servizio=identifier)
            until(lambda: demo.sql(claimed), 60)
            demo.sql("SET GLOBAL read_only = 1")
            path = sending.result()
        until(lambda: demo.log("worker").count("sends could not be committed") > refused, 60)
        demo.sql("SET GLOBAL read_only = 0")
        until(lambda: ["submit", "not_begun", "NULL"] in demo.attempts(path), 60)
        assert demo.state(path) == "queued" and demo.sql("SELECT begun FROM daily_count WHERE kind = 'service'") == [["2"]]
        trouble("none")
        demo.hurry(path)
        demo.await_state(path, "processed", within=60)
        assert demo.sql("SELECT begun FROM daily_count WHERE kind = 'service'") == [["3"]]
    finally:
        demo.sql("SET GLOBAL read_only = 0; UPDATE service SET daily_ceiling = NULL")


def test_a_second_worker_with_the_same_mark_does_not_start_and_leaves_the_first_its_bell(demo):
    assert demo.doorbell_is_answered()
    second = demo.puntuale("worker")
    assert second.returncode == 78 and "another worker has it" in second.stderr
    assert demo.doorbell_is_answered()


def backlog(demo, tenant, service: str, count: int) -> None:
    """Registered long ago, all at once."""
    demo.sql(f"""
        INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, due_at, queued_at, fiscal_code, subject,
                                  markdown, created_by)
        SELECT p.tenant_id, UNHEX(CONCAT('01900000000070008', LPAD(HEX(seq), 15, '0'))), UNHEX(MD5(CONCAT('backlog', seq))),
               {hexadecimal(service)}, 'trial', 'queued', NOW(6), NOW(6) - INTERVAL 1 HOUR, '{PERSONAS[1]}', 'Una di tante',
               REPEAT('Testo della notifica di prova. ', 5), p.id
        FROM seq_1_to_{count} JOIN person p ON p.username = 'operatore' JOIN tenant t ON t.id = p.tenant_id AND t.code = '{tenant.code}'""")


def on_its_way(demo, service: str) -> int:
    return int(demo.sql(f"SELECT COUNT(*) FROM notification WHERE service_id = {hexadecimal(service)} AND state = 'queued'")[0][0])


def withdraw(demo, service: str) -> None:
    demo.sql(f"UPDATE notification SET state = 'cancelled', due_at = NULL, owner = NULL "
             f"WHERE service_id = {hexadecimal(service)} AND state = 'queued'")


def hexadecimal(identifier: str) -> str:
    return f"UNHEX('{identifier.replace('-', '')}')"
