"""Many enti, straight into the tables of a demo: each with two people, two services with keys, and its part of some thousand
notifications that have arrived."""

NOTIFICATIONS = 16_000


def identifier(kind: int, seq: str = "seq") -> str:
    """Of an ente (0), its first service or person, and so on."""
    if kind == 0:
        return f"UNHEX(LEFT(MD5(CONCAT('ente ', {seq})), 12))"
    return f"UNHEX(CONCAT('01900000000{kind}70008', LPAD(HEX({seq}), 15, '0')))"


def add_bare_enti(demo, count: int) -> None:
    """Without notifications, like the demo's first ente; the names are ente-1.localhost and on."""
    first = f"(SELECT id FROM tenant WHERE code = '{demo.tenants[0].code}')"
    numbers = f"seq_1_to_{count}"
    if count:
        demo.sql(f"""
            INSERT INTO tenant (id, code, name, sends_from, sends_until, sends_on_holidays)
            SELECT {identifier(0)}, CONCAT('c_y', seq), CONCAT('Comune numero ', seq), 0, 24, TRUE FROM {numbers};
            INSERT INTO hostname (name, tenant_id, canonical)
            SELECT CONCAT('ente-', seq, '.localhost'), {identifier(0)}, TRUE FROM {numbers}""")
        for kind, person in ((1, "operatore"), (2, "amministratore")):
            demo.sql(f"""
                INSERT INTO person (tenant_id, id, username, name, role, password_hash)
                SELECT {identifier(0)}, {identifier(kind)}, p.username, p.name, p.role, p.password_hash
                FROM {numbers} JOIN person p ON p.tenant_id = {first} AND p.username = '{person}'""")
        for kind, service in ((3, "Comunicazione avvenuta protocollo"), (4, "Avviso TARI")):
            demo.sql(f"""
                INSERT INTO service (tenant_id, id, name, io_service_id, environment)
                SELECT {identifier(0)}, {identifier(kind)}, s.name, CONCAT('01Y{kind}', seq), s.environment
                FROM {numbers} JOIN service s ON s.tenant_id = {first} AND s.name = '{service}';
                INSERT INTO service_key (tenant_id, service_id, slot, sealed, last4)
                SELECT {identifier(0)}, {identifier(kind)}, k.slot, k.sealed, k.last4 FROM {numbers}
                JOIN service s ON s.tenant_id = {first} AND s.name = '{service}'
                JOIN service_key k ON k.tenant_id = s.tenant_id AND k.service_id = s.id""")


def add_enti(demo, count: int) -> None:
    add_bare_enti(demo, count)
    # As many for the first ente everywhere, the rest spread over all others, or again its own.
    add_archive(demo, demo.tenants[0], 2_000)
    rest = NOTIFICATIONS - 2_000
    if count:
        ente = f"(1 + n.seq % {count})"
        _add_notifications(demo, rest, ", ".join(identifier(kind, ente) for kind in (0, 3, 1)), "(SELECT 1) one", 6)
    else:
        add_archive(demo, demo.tenants[0], rest, 7)
    demo.sql("ANALYZE TABLE tenant, hostname, person, service, service_key, notification")


def add_archive(demo, ente, count: int, kind: int = 5) -> None:
    """Notifications of one ente that have arrived."""
    _add_notifications(demo, count, "s.tenant_id, s.id, p.id", f"""
        service s JOIN tenant t ON t.id = s.tenant_id JOIN person p ON p.tenant_id = s.tenant_id AND p.username = 'operatore'
        WHERE t.code = '{ente.code}' AND s.name = 'Avviso TARI'""", kind)


def _add_notifications(demo, count: int, owner: str, source: str, kind: int) -> None:
    demo.sql(f"""
        INSERT INTO notification (tenant_id, service_id, created_by, id, form_key, environment, state, attempt, io_id, io_status, sent_at,
                                  accepted_at, fiscal_code, subject, markdown)
        SELECT {owner}, UNHEX(CONCAT('0190000000{kind:02}70008', LPAD(HEX(n.seq), 15, '0'))), UNHEX(MD5(CONCAT('{kind} ', n.seq))),
               'trial', 'processed', 1, CONCAT('01Z', n.seq), 'PROCESSED', NOW(6), NOW(6),
               CONCAT('RSSMRA', LPAD(n.seq % 100, 2, '0'), 'A01X900X'), 'Avviso di prova del Comune', REPEAT('Una di tante notifiche. ', 6)
        FROM seq_1_to_{count} n JOIN {source}""")
