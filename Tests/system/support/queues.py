"""What an outage leaves behind, written straight into the table."""

import time

LETTERS = "BCDFGHLMNPQRSTVZ"
SUBJECT = "Notifica in attesa"


def fill_queue(demo, tenant, count: int, state: str = "queued", reason: str | None = None) -> None:
    """As many notifications of the first service, registered an hour ago: due now, or left in a state after an attempt."""
    due, attempt = ("NOW(6) - INTERVAL 1 HOUR", 0) if state == "queued" else ("NULL", 1)
    reason = f"'{reason}'" if reason else "NULL"
    letters = ",".join(f"SUBSTRING('{LETTERS}', 1 + (seq DIV {16 ** place}) % 16, 1)" for place in range(6))
    demo.sql(f"""
        INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, attempt, reason, due_at, queued_at, fiscal_code,
                                  subject, markdown, created_by)
        SELECT s.tenant_id, UNHEX(CONCAT(LPAD(HEX(ROUND((UNIX_TIMESTAMP(NOW(3)) - 3600) * 1000)), 12, '0'), '7', RIGHT(UUID(), 3), '8',
                                         LPAD(HEX(seq), 15, '0'))),
               UNHEX(MD5(CONCAT(RAND(), seq))), s.id, 'trial', '{state}', {attempt}, {reason}, {due}, NOW(6) - INTERVAL 1 HOUR,
               CONCAT({letters}, '80A01X900X'), '{SUBJECT}', REPEAT('Una notifica in attesa. ', 6), p.id
        FROM seq_1_to_{count}, service s JOIN tenant t ON t.id = s.tenant_id
        JOIN person p ON p.tenant_id = t.id AND p.username = 'operatore'
        WHERE t.code = '{tenant.code}' AND LOWER(HEX(s.id)) = '{tenant.first_service.replace("-", "")}'""")


def empty_queue(demo, tenant) -> None:
    """Takes away what nothing was asked of App IO for."""
    assert demo.puntuale("queue", "pause", tenant.code).returncode == 0
    time.sleep(1)  # what has been claimed goes on
    demo.sql(f"""
        DELETE n FROM notification n LEFT JOIN attempt a ON a.tenant_id = n.tenant_id AND a.notification_id = n.id
        WHERE n.subject = '{SUBJECT}' AND n.state = 'queued' AND n.owner IS NULL AND a.id IS NULL""")
    assert demo.puntuale("queue", "resume", tenant.code).returncode == 0


def remove_queue(demo) -> None:
    """Takes away all that was written so, and what was sent for it: with the trace of that, or the program takes it for a restore."""
    demo.sql(f"""
        START TRANSACTION;
        DELETE a FROM attempt a JOIN notification n ON n.tenant_id = a.tenant_id AND n.id = a.notification_id
        WHERE n.subject = '{SUBJECT}';
        DELETE c FROM contact c JOIN notification n ON n.tenant_id = c.tenant_id AND n.id = c.notification_id
        WHERE n.subject = '{SUBJECT}';
        DELETE FROM notification WHERE subject = '{SUBJECT}';
        UPDATE last_sent l LEFT JOIN notification n ON n.tenant_id = l.notification_tenant AND n.id = l.notification_id
        SET l.notification_tenant = NULL, l.notification_id = NULL, l.attempt = NULL WHERE n.id IS NULL;
        COMMIT""")
