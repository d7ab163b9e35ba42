"""A long archive of one ente, straight into the tables of a demo: as of years of sends, with its services, people and words."""

OLDEST_DAYS = 1_200

# Of each {reference} there is one.
SUBJECTS = [
    "Avviso di pagamento TARI anno {year}", "Sollecito di pagamento TARI anno {year}", "Acconto IMU {year}: importi e scadenze",
    "Carta d’identità in scadenza, pratica {reference}", "Iscrizione alla mensa scolastica {year}", "Esito della domanda n. {reference}",
    "Comunicazione di avvenuta protocollazione {reference}", "Cantiere in via Garibaldi dal giorno 5",
    "Convocazione del consiglio comunale",
    "Rata del trasporto scolastico {year}", "Permesso ZTL rilasciato, pratica {reference}", "Avvio del procedimento {reference}",
    "Contributo per l’affitto: graduatoria {year}", "Tariffe dell’asilo nido {year}",
    "Verbale di violazione al codice della strada {reference}",
    "Appuntamento all’anagrafe confermato", "Sospensione dell’acqua potabile", "Rinnovo della tessera elettorale", "Bonus idrico {year}",
    "Canone unico patrimoniale {year}",
]


def add_services(demo, ente, count: int) -> None:
    demo.sql(f"""
        INSERT INTO service (tenant_id, id, name, io_service_id, environment)
        SELECT t.id, UNHEX(CONCAT('0190000000a070008', LPAD(HEX(seq), 15, '0'))), CONCAT('Servizio numero ', seq), CONCAT('01S', seq),
               'trial'
        FROM seq_1_to_{count} JOIN tenant t ON t.code = '{ente.code}';
        INSERT INTO person (tenant_id, id, username, name, role, password_hash)
        SELECT t.id, UNHEX(CONCAT('0190000000b070008', LPAD(HEX(seq), 15, '0'))), CONCAT('persona.', seq), CONCAT('Persona Numero ', seq),
               'operator', 'x'
        FROM seq_1_to_{count} JOIN tenant t ON t.code = '{ente.code}'""")


def add_rows(demo, ente, first: int, last: int, of: int, services: int) -> None:
    """The notifications first...last of so many, the oldest first, a share of them with each service, person and state.

    What is sought together lies apart: the last service stopped long ago, and what App IO refused is of these days.
    """
    subject = "CASE seq * 7 % 20 " + " ".join(
        f"WHEN {number} THEN CONCAT('" + text.replace("{year}", "', 2020 + seq % 8, '").replace("{reference}", "', seq, '") + "')"
        for number, text in enumerate(SUBJECTS)) + " END"
    old, new = of // 20, of - of // 50
    for start in range(first, last + 1, 50_000):
        end = min(start + 49_999, last)
        demo.sql(f"""
            SET @tenant = (SELECT id FROM tenant WHERE code = '{ente.code}'), foreign_key_checks = 0;
            INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, attempt, io_id, io_status, sent_at,
                                      accepted_at, fiscal_code, subject, markdown, amount_cents, notice_number, payable_after_due_date,
                                      created_by, reason)
            SELECT @tenant,
                   UNHEX(CONCAT(LPAD(HEX(FLOOR(UNIX_TIMESTAMP() * 1000) - ({of} - seq) * {OLDEST_DAYS * 86_400_000 // of}), 12, '0'), '7',
                                LEFT(MD5(seq), 3), '8', SUBSTR(MD5(seq), 4, 15))),
                   UNHEX(MD5(CONCAT('{ente.code} ', seq))),
                   UNHEX(CONCAT('0190000000a070008', LPAD(HEX(CASE WHEN seq < {old} AND seq % 3 = 0 THEN {services}
                       WHEN seq % 2 THEN 1 WHEN seq % 4 THEN 2 ELSE 3 + seq % 97 % ({services} - 4) END), 15, '0'))),
                   'trial',
                   CASE WHEN seq > {new} AND seq % 3 = 0 THEN 'refused' WHEN seq % 8 = 3 THEN 'unreachable'
                       WHEN seq % 1000 = 77 THEN 'uncertain' WHEN seq % 300 = 9 THEN 'failed' WHEN seq % 500 = 4 THEN 'cancelled'
                       ELSE 'processed' END,
                   1, CONCAT('01Z', seq), 'PROCESSED', NOW(6), NOW(6),
                   CONCAT(ELT(1 + seq % 5, 'ABCMRA', 'RSSLCU', 'VRDGNN', 'BNCFRC', 'FRRPLA'), LPAD(seq % 997 % 100, 2, '0'),
                          'A', LPAD(seq DIV 7 % 31 + 1, 2, '0'), 'X', LPAD(seq DIV 3 % 900, 3, '0'), 'Y'),
                   {subject}, REPEAT('Una di tante notifiche. ', 12), IF(seq % 3, NULL, 4200),
                   IF(seq % 3, NULL, LPAD(seq, 18, '3')), IF(seq % 3, NULL, 1),
                   UNHEX(CONCAT('0190000000b070008', LPAD(HEX(1 + seq % 13 % {services}), 15, '0'))), NULL
            FROM seq_{start}_to_{end}""")
    demo.sql("ANALYZE TABLE notification, notification_word")
