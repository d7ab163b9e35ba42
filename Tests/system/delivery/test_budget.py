"""App IO lets 150 calls in 5 s through for each account: 100,000 open messages stay inside it, and nobody waits for them."""

import time

import pytest

from citizens import new_citizen
from compose import send

pytestmark = pytest.mark.disturbs

OPEN = 100_000
CALLS, WINDOW = 150, 5


@pytest.fixture
def many_open_messages(demo, tenant):
    """Accepted, and all of them due for a check now, as after a night without App IO."""
    demo.sql(f"""
        INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, due_at, fiscal_code, subject, markdown, attempt,
                                  io_id, accepted_at, created_by)
        SELECT s.tenant_id, UNHEX(CONCAT('01800000000070008000', LPAD(HEX(seq), 12, '0'))), UNHEX(MD5(seq)), s.id, 'trial', 'accepted',
               NOW(6), 'TSTPRS80A06X006F', 'Messaggio aperto', 'x', 1, '01HYZABCDEFGHJKMNPQRSTVWYZ', NOW(6), p.id
        FROM seq_1_to_{OPEN}, service s JOIN tenant t ON t.id = s.tenant_id
        JOIN person p ON p.tenant_id = t.id AND p.username = 'operatore'
        WHERE t.code = '{tenant.code}' AND s.name = 'Avviso TARI'""")
    yield
    demo.sql("UPDATE notification SET due_at = NOW(6) + INTERVAL 1 DAY WHERE subject = 'Messaggio aperto' AND state = 'accepted'")
    time.sleep(1)
    demo.sql("DELETE a FROM attempt a JOIN notification n ON n.tenant_id = a.tenant_id AND n.id = a.notification_id "
             "WHERE n.subject = 'Messaggio aperto'; DELETE FROM notification WHERE subject = 'Messaggio aperto'")


def test_a_hundred_thousand_open_messages_stay_inside_the_budget_and_delay_no_send(demo, tenant, operator, many_open_messages):
    time.sleep(WINDOW)  # what was spent before
    refused = demo.troubles()["rate_limited"]
    before, began = demo.calls()["status"], time.monotonic()
    for _ in range(5):
        citizen = new_citizen()
        clicked = time.monotonic()
        path = send(operator, tenant, citizen)
        assert demo.state(path) in ("accepted", "processed") and time.monotonic() - clicked < 1
        time.sleep(1)
    asked = demo.calls()["status"] - before
    # Five sends of two calls each went out besides.
    assert 0.6 * CALLS < asked + 10 <= CALLS * (time.monotonic() - began + 0.5) / WINDOW + 10, asked
    assert demo.troubles()["rate_limited"] == refused
