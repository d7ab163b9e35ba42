"""The archive that the pages of a bench are asked of: services, people and as many notifications as are wanted, straight into the
tables of a demo. The same rows at every run but for the day on which they end: what was random is drawn from fixed seeds."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

BATCH = 100_000
YEAR = 365 * 86_400_000  # milliseconds

SERVICES = ["Mensa scolastica", "Permessi di sosta", "Edilizia privata", "Servizi demografici", "Asili nido"]
PEOPLE = ["Dario Verdi", "Elena Galli", "Fabio D’Amico", "Giulia Neri", "Ivo Sartori", "Laura Ferrari", "Marta Però", "Nicola Riva"]
MATTERS = [
    "Avviso di pagamento TARI", "Pratica edilizia", "Carta d’identità in scadenza", "Iscrizione alla mensa scolastica",
    "Rinnovo del permesso di sosta", "Convocazione della commissione", "Certificato anagrafico", "Contravvenzione al codice della strada",
    "Concessione cimiteriale in scadenza", "Bando per l’assegnazione di alloggi", "Iscrizione all’asilo nido", "Pratica protocollata",
]
OCCASIONS = [
    "anno 2026", "prima rata", "seconda rata", "saldo & conguaglio", "di via Garibaldi", "della scuola «Rodari»", "esito dell’istruttoria",
    "richiesta di integrazioni", "sollecito", "conferma d’appuntamento",
]
ENDINGS = [
    "Per informazioni si può scrivere all’ufficio relazioni con il pubblico o telefonare nelle ore d’ufficio.",
    "È disponibile l’avviso con il quale si può pagare da questo messaggio, in banca, alla posta o in tabaccheria.",
    "Il documento si ritira allo sportello, senza appuntamento, con un documento d’identità valido.",
    "Le integrazioni richieste vanno presentate entro trenta giorni; in mancanza la pratica viene archiviata d’ufficio.\n\n"
    "- modulo di domanda\n- copia del documento\n- planimetria aggiornata\n\nIl responsabile del procedimento è il dirigente del settore.",
]
# From which draw on a notification stands so; whichever App IO has taken is "accepted" no longer, so that no worker asks about it.
STATES = [
    (0.90, "processed"), (0.95, "unreachable"), (0.97, "failed"), (0.98, "refused"), (0.985, "undetermined"), (0.99, "cancelled"),
    (0.995, "assumed"), (0.99999, "processed"), (1, "uncertain"),
]
REASONS = {"unreachable": "not_on_io", "failed": "tries_exhausted", "refused": "refused_by_io", "uncertain": "answer_lost"}


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def one_of(draw: str, choices: list[str]) -> str:
    return f"ELT(1 + FLOOR({draw} * {len(choices)}), {', '.join(map(quoted, choices))})"


def add_lists(demo, ente) -> None:
    """What a comune chooses from: more services and people than the demo has."""
    found = demo.sql(f"SELECT HEX(id) FROM tenant WHERE code = {quoted(ente.code)}")
    tenant = f"UNHEX('{found[0][0]}')"
    for number, name in enumerate(SERVICES, 1):
        demo.sql(f"""
            INSERT INTO service (tenant_id, id, name, io_service_id, environment)
            SELECT {tenant}, UNHEX('0190000000a07000800000000000000{number}'), {quoted(name)}, '01PEERS{number}', 'trial';
            INSERT INTO service_key (tenant_id, service_id, slot, sealed, last4)
            SELECT k.tenant_id, UNHEX('0190000000a07000800000000000000{number}'), k.slot, k.sealed, k.last4 FROM service_key k
            WHERE k.tenant_id = {tenant} AND k.service_id = (SELECT MIN(id) FROM service WHERE tenant_id = {tenant} AND id NOT IN
              (SELECT id FROM service WHERE tenant_id = {tenant} AND io_service_id LIKE '01PEERS%'))""")
    for number, name in enumerate(PEOPLE, 1):
        demo.sql(f"""
            INSERT INTO person (tenant_id, id, username, name, role) VALUES
            ({tenant}, UNHEX('0190000000b07000800000000000000{number}'), 'persona{number}', {quoted(name)}, 'operator')""")
    demo.sql(f"UPDATE tenant SET directory_version = directory_version + 1 WHERE id = {tenant}")


def add_notifications(demo, codes: str, count: int, kind: int, said=lambda text: None) -> None:
    """Notifications of a year that ends today, as many for each of the enti, one ente after the other: so they are written ten times as
    fast as in turn.

    - codes: a condition on the tenants `t` whose they are; all have as many services and operators.
    - kind: one digit, which tells the ids of this call from those of others.
    """
    end = int(time.time() * 1000) - 86_400_000
    demo.sql(f"""
        CREATE OR REPLACE TABLE bench_owner AS
        SELECT t.id AS tenant_id, s.id AS service_id, p.id AS person_id, DENSE_RANK() OVER (ORDER BY t.id) - 1 AS ente,
               ROW_NUMBER() OVER (PARTITION BY t.id ORDER BY MD5(CONCAT(s.id, p.id))) - 1 AS number
        FROM tenant t JOIN service s ON s.tenant_id = t.id JOIN person p ON p.tenant_id = t.id AND p.role = 'operator' WHERE {codes};
        ALTER TABLE bench_owner ADD PRIMARY KEY (ente, number)""")
    [[enti, owners]] = demo.sql("SELECT COUNT(DISTINCT ente), COUNT(*) DIV COUNT(DISTINCT ente) FROM bench_owner")
    plan = Plan(-(-count // int(enti)), int(owners), kind, end)
    batches = range(1, count + 1, BATCH)
    written = itertools.accumulate(itertools.repeat(BATCH))

    def write(part: range) -> None:
        for first in part:
            last = min(first + BATCH - 1, count)
            demo.sql(notifications(first, last, plan) + ";" + attempts(first, last, plan))
            said(f"{min(next(written), count):,} notifiche")

    # Half of them each: two who write beside each other, of one ente and one hour, would wait for each other.
    middle = len(batches) // 2
    with room(demo), ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(write, part) for part in (batches[:middle], batches[middle:])]:
            done.result()
    # The days of an archive that has always been there were counted long ago.
    demo.sql("TRUNCATE tally_due")
    demo.sql("DROP TABLE bench_owner; ANALYZE TABLE notification, attempt")


@contextmanager
def room(demo):
    """Memory and a log for as long as millions of rows are written: with what the demo has, most of the time goes to reading its
    indexes back from the disk."""
    wanted = {"innodb_buffer_pool_size": 4 << 30, "innodb_log_file_size": 2 << 30, "innodb_flush_log_at_trx_commit": 2}
    [usual] = demo.sql(f"SELECT {', '.join(f'@@{name}' for name in wanted)}")
    try:
        demo.sql(";".join(f"SET GLOBAL {name} = {value}" for name, value in wanted.items()))
        yield
    finally:
        demo.sql(";".join(f"SET GLOBAL {name} = {value}" for name, value in zip(wanted, usual, strict=True)))
        # Until the smaller pool is there and the log is written out, every statement waits, and pages say that the database is away.
        status = "SELECT variable_value FROM information_schema.global_status WHERE variable_name = "
        while (not (demo.sql(status + "'Innodb_buffer_pool_resize_status'")[0][0] or "Completed").startswith("Completed")
               or int(demo.sql(status + "'Innodb_buffer_pool_pages_dirty'")[0][0]) > 5_000):
            time.sleep(1)


def half_way(demo, ente, count: int) -> str:
    """The id of a notification after which half of them follow."""
    return demo.sql(f"""SELECT LOWER(INSERT(INSERT(INSERT(INSERT(HEX(n.id), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-'))
        FROM notification n WHERE n.tenant_id = (SELECT id FROM tenant WHERE code = {quoted(ente.code)})
        ORDER BY n.id DESC LIMIT 1 OFFSET {count // 2}""")[0][0]


@dataclass
class Plan:
    """Which notification is whose, and of when, as SQL of its number."""

    of_each: int  # notifications of an ente
    owners: int  # pairs of a service and an operator of an ente
    kind: int
    end: int  # milliseconds

    def place(self, sequence: str) -> str:
        """Among those of its ente."""
        return f"(({sequence} - 1) % {self.of_each})"

    def milliseconds(self, sequence: str) -> str:
        return f"FLOOR({self.end - YEAR} + {self.place(sequence)} * {YEAR / self.of_each})"

    def id(self, sequence: str) -> str:
        """A UUID of version 7."""
        return f"UNHEX(CONCAT(LPAD(HEX({self.milliseconds(sequence)}), 12, '0'), '7000800{self.kind}', LPAD(HEX({sequence}), 12, '0')))"

    def owner(self, sequence: str) -> str:
        """A join with its owner."""
        return (f"JOIN bench_owner o ON o.ente = ({sequence} - 1) DIV {self.of_each} "
                f"AND o.number = {self.place(sequence)} % {self.owners}")


def notifications(first: int, last: int, plan: Plan) -> str:
    draws = ", ".join(f"RAND({first + number * 104_729}) AS r{number}" for number in range(8))
    states = " ".join(f"WHEN r0 < {until} THEN '{state}'" for until, state in STATES)
    reasons = " ".join(f"WHEN '{state}' THEN '{reason}'" for state, reason in REASONS.items())
    matter, occasion, ending = one_of("r1", MATTERS), one_of("r2", OCCASIONS), one_of("r3", ENDINGS)
    # LIMIT keeps the inner tables whole: otherwise each mention of a draw would be another draw.
    return f"""
        SET SESSION time_zone = '+00:00', foreign_key_checks = 0;
        INSERT INTO notification (
          tenant_id, id, form_key, service_id, environment, created_by, fiscal_code, subject, markdown, due_date, amount_cents,
          notice_number, payable_after_due_date, state, reason, updated_at, decided_at, due_at, queued_at, send_at, attempt, sent_at,
          accepted_at, io_id, io_status)
        SELECT o.tenant_id, n.id, n.id, o.service_id, 'trial', o.person_id, n.citizen, n.subject,
               CONCAT('Gentile cittadina, gentile cittadino,\n\nsi comunica quanto segue: ', n.subject, '. ', n.ending, '\n'),
               IF(r5 < 0.4, DATE(n.made) + INTERVAL 60 DAY, NULL), IF(r5 < 0.3, 100 + FLOOR(r6 * 50000), NULL),
               IF(r5 < 0.3, CONCAT('301', LPAD(n.seq, 15, '0')), NULL), IF(r5 < 0.3, r6 < 0.5, NULL),
               n.state, CASE n.state {reasons} END, n.made + INTERVAL 3 SECOND, n.made,
               IF(n.state = 'scheduled', NOW() + INTERVAL 30 DAY, NULL), n.made,
               IF(n.state = 'scheduled', NOW() + INTERVAL 30 DAY, NULL), n.sent, IF(n.sent, n.made + INTERVAL 1 SECOND, NULL),
               IF(n.taken, n.made + INTERVAL 1 SECOND, NULL), IF(n.taken, CONCAT('01PEERS{plan.kind}', LPAD(n.seq, 18, '0')), NULL),
               IF(n.state = 'processed', 'PROCESSED', NULL)
        FROM (SELECT m.*, m.state NOT IN ('scheduled', 'cancelled', 'unreachable', 'refused') AS sent,
                     m.state IN ('processed', 'undetermined') AS taken
              FROM (SELECT d.*, {plan.id("d.seq")} AS id,
                           FROM_UNIXTIME({plan.milliseconds("d.seq")} / 1000) AS made,
                           IF(d.seq % 997 = 0, 'scheduled', CASE {states} END) AS state,
                           CONCAT({matter}, ', ', {occasion}, ' n. ', d.seq) AS subject, {ending} AS ending,
                           CONCAT(ELT(1 + FLOOR(r4 * 8), 'RSSMRA', 'BNCLRA', 'VRDGPP', 'NREGLI', 'FRRLCA', 'GLLSRA', 'RMNPLA', 'CSTNNA'),
                                  LPAD(FLOOR(r6 * 100), 2, '0'), 'A01X', LPAD(FLOOR(r7 * 1000), 3, '0'), 'X') AS citizen
                    FROM (SELECT seq, {draws} FROM seq_{first}_to_{last} LIMIT {BATCH}) d LIMIT {BATCH}) m LIMIT {BATCH}) n
        {plan.owner("n.seq")}"""


def attempts(first: int, last: int, plan: Plan) -> str:
    """The three calls of one in ten of those that were delivered."""
    return f"""
        INSERT INTO attempt (tenant_id, notification_id, id, step, number, slot, began_at, finished_at, duration_ms, http_status, outcome)
        SELECT n.tenant_id, n.id, UNHEX(MD5(CONCAT(c.step, n.id))), c.step, 1, 'primary', n.sent_at + INTERVAL c.after MICROSECOND,
               n.sent_at, c.took, c.status, c.outcome
        FROM seq_{first}_to_{last} s {plan.owner("s.seq")}
        JOIN notification n ON n.tenant_id = o.tenant_id AND n.id = {plan.id("s.seq")}
        JOIN (SELECT 'profile' AS step, 0 AS after, 41 AS took, 200 AS status, 'allowed' AS outcome UNION ALL
              SELECT 'submit', 41000, 87, 201, 'accepted' UNION ALL SELECT 'status', 2000000, 38, 200, 'known') c
        WHERE s.seq % 10 = 0 AND n.state = 'processed'"""
