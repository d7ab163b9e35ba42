"""What the accounts of the running program may do, tried on every column of every table. A table or a right that is not declared
here fails: whoever adds one says so twice."""

import re
import subprocess

import pytest

# Of each table that an account may touch at all: verbs, and the columns where it is not all of them.
RIGHTS = {
    "web": {
        "schema_version": "SELECT",
        "worker": "SELECT",
        "counter": "SELECT",
        "budget": "SELECT",
        "send_pause": "SELECT",
        "tenant": (
            "SELECT UPDATE(name retention_days minimum_content confirms_sends requires_second_factor sends_from sends_until "
            "sends_on_holidays paused_at paused_by citizen_ceiling directory_version)"),
        "host": "SELECT",
        "known_server": "SELECT",
        "last_sent": "SELECT",
        "daily_count": "SELECT DELETE",
        "hostname": "SELECT",
        "quota_use": "SELECT",
        "tenant_logo": "SELECT INSERT DELETE",
        "tenant_contacts": "SELECT INSERT UPDATE",
        "person": "SELECT INSERT UPDATE(name role all_services password_hash disabled last_login_at totp totp_counter)",
        "person_service": "SELECT INSERT DELETE",
        "recovery_code": "SELECT INSERT DELETE",
        "invitation": "SELECT INSERT UPDATE DELETE",
        "login_failure": "SELECT INSERT UPDATE DELETE",
        "session": (
            "SELECT INSERT(tenant_id digest person_id stage browser network access_changed) "
            "UPDATE(digest stage list searches access_changed seen_at) DELETE"),
        "service": (
            "SELECT INSERT UPDATE(name io_service_id maximum_cents require_secure_channels disabled stopped_at stop_kind "
            "stop_reason refusals paused_at paused_by daily_ceiling)"),
        "service_key": "SELECT(tenant_id service_id slot last4 set_at set_by refused_at)",
        "key_candidate": (
            "SELECT(tenant_id service_id slot last4 set_at set_by due_at tries answer detail) INSERT DELETE UPDATE(due_at "
            "tries answer detail)"),
        "notification": (
            "SELECT INSERT UPDATE(state due_at queued_at send_at owner tries accepted_at io_id io_status io_email io_push checks "
            "checked_at reason problem_status problem_title problem_detail updated_at decided_at decided_by)"),
        "draft": "SELECT INSERT UPDATE DELETE",
        "message_template": "SELECT INSERT UPDATE(name version withdrawn)",
        "template_version": "SELECT INSERT",
        "template_field": "SELECT INSERT",
        "notification_word": "SELECT",
        "notification_follow_up": "SELECT",
        "to_follow": "SELECT UPDATE(person_id)",
        "contact": "SELECT INSERT(tenant_id notification_id id channel note person_id)",
        "daily_tally": "SELECT",
        "all_tenants_tally": "SELECT",
        "notification_template": "SELECT",
        "attempt": "SELECT",
        "ask": "SELECT INSERT",
        "export": "SELECT INSERT UPDATE(state due_at)",
        "export_chunk": "SELECT",
        "audit": "SELECT INSERT(tenant_id id person_id action subject detail)",
        "audit_citizen": "SELECT INSERT",
        "tenant_mail": "SELECT INSERT(tenant_id) UPDATE(summary_hour summary_day tells_stops)",
        "mail_recipient": "SELECT INSERT(tenant_id address) DELETE",
        "mail": "SELECT",
        "mail_server": "SELECT(place trouble troubled_since)",
        "ring": "INSERT",
    },
    "worker": {
        "schema_version": "SELECT",
        "worker": "SELECT INSERT UPDATE DELETE",
        "counter": "SELECT INSERT UPDATE",
        "send_pause": "SELECT INSERT DELETE",
        "tenant": "SELECT UPDATE(directory_version)",
        "budget": "SELECT INSERT UPDATE",
        "host": "SELECT UPDATE(restored_at)",
        "send_mark": "SELECT INSERT UPDATE",
        "known_server": "SELECT",
        "last_sent": "SELECT INSERT UPDATE",
        "daily_count": "SELECT INSERT UPDATE DELETE",
        "quota_use": "SELECT INSERT UPDATE",
        "hostname": "SELECT",
        "person": "SELECT(tenant_id id username name role all_services disabled last_login_at has_totp)",
        "person_service": "SELECT",
        "session": "SELECT DELETE",
        "login_failure": "SELECT(failures last_at forgotten_at) DELETE",
        "invitation": "SELECT(expires_at) UPDATE(expires_at)",
        "service": "SELECT UPDATE(stopped_at stop_kind stop_reason refusals preferred_slot)",
        "service_key": "SELECT INSERT UPDATE(refused_at) DELETE",
        "key_candidate": "SELECT UPDATE(due_at tries answer detail) DELETE",
        "notification": "SELECT UPDATE DELETE",
        "draft": "SELECT(updated_at) DELETE",
        "notification_word": "SELECT",
        "notification_follow_up": "SELECT",
        "to_follow": "SELECT",
        "contact": "SELECT DELETE",
        "tally_due": "SELECT INSERT UPDATE DELETE",
        "daily_tally": "SELECT INSERT DELETE",
        "all_tenants_tally": "SELECT INSERT UPDATE DELETE",
        "notification_template": "SELECT",
        "message_template": "SELECT(tenant_id id name)",
        "attempt": "SELECT INSERT DELETE",
        "ask": "SELECT UPDATE DELETE",
        "export": "SELECT UPDATE DELETE",
        "export_chunk": "SELECT INSERT DELETE",
        "audit": "SELECT INSERT DELETE",
        "audit_citizen": "SELECT",
        "mail_server": "SELECT UPDATE DELETE",
        "ring": "SELECT DELETE",
        "tenant_mail": "SELECT UPDATE(access_told summary_day told told_on)",
        "mail_recipient": "SELECT UPDATE(accepted_at)",
        "told_stop": "SELECT INSERT DELETE",
        "mail": "SELECT INSERT UPDATE DELETE",
    },
    "host": {
        "schema_version": "SELECT",
        "worker": "SELECT",
        "send_pause": "SELECT",
        "host": "SELECT",
        "deletion_certificate": "SELECT(open_for)",
        "tenant": (
            "SELECT INSERT(id code name) UPDATE(state state_since state_reason daily_quota minute_quota people_quota "
            "retention_ceiling_days account_id directory_version)"),
        "hostname": "SELECT INSERT UPDATE(canonical) DELETE",
        "tenant_logo": "SELECT(tenant_id digest width height)",
        "quota_use": "SELECT UPDATE(held_by held_since held_until)",
        "person": "SELECT INSERT UPDATE(name role all_services password_hash disabled last_login_at totp totp_counter)",
        "person_service": "SELECT DELETE",
        "recovery_code": "SELECT INSERT DELETE",
        "invitation": "SELECT INSERT UPDATE DELETE",
        "login_failure": "SELECT INSERT UPDATE DELETE",
        "session": (
            "SELECT INSERT(tenant_id digest person_id stage browser network access_changed) "
            "UPDATE(digest stage list searches access_changed seen_at) DELETE"),
        "service": "SELECT(tenant_id id environment disabled stopped_at stop_kind paused_at)",
        "notification": "SELECT(tenant_id id service_id state due_at queued_at updated_at)",
        "to_follow": "SELECT(tenant_id id)",
        "daily_tally": "SELECT",
        "all_tenants_tally": "SELECT",
        "audit": "SELECT(tenant_id id at person_id action subject detail topic) INSERT(tenant_id id person_id action subject detail)",
        "mail_server": (
            "SELECT(place id server port security username has_password sender tried_with set_at set_by due_at trouble troubled_since "
            "reply) INSERT DELETE"),
        "mail": "SELECT(state due_at created_at settled_at)",
        "ring": "INSERT",
    },
}

DENIED = {"1044", "1045", "1142", "1143", "1227", "1370"}  # ER_…ACCESS_DENIED_ERROR and their kin


def errors(demo, account: str, statements: list[str]) -> list[str | None]:
    """What each statement is refused with, in transactions that are rolled back; `None` for one that is not."""
    password = (demo.run_dir / "secrets" / f"{account}.password").read_text().strip()
    script = "".join(f"SELECT 'at {number}'; {statement};\nROLLBACK;\nSTART TRANSACTION;\n" for number, statement in enumerate(statements))
    result = subprocess.run(
        ["mariadb", "--no-defaults", "--force", "--batch", "--skip-column-names", "--unbuffered", f"--user=puntuale_{account}",
         f"--socket={demo.database['socket']}", demo.database["database"]],
        input="SET SESSION foreign_key_checks = 1; START TRANSACTION;\n" + script, capture_output=True, text=True,
        env={"MYSQL_PWD": password, "PATH": "/usr/bin:/bin"})
    found: list[str | None] = [None] * len(statements)
    for code, line in re.findall(r"^ERROR (\d+) \(\w+\) at line (\d+)", result.stderr, re.M):
        number, offset = divmod(int(line) - 2, 3)
        assert offset == 0, result.stderr
        found[number] = code
    assert result.stdout.count("at ") >= len(statements), (result.stdout[-200:], result.stderr[-2000:])
    return found


@pytest.fixture(scope="module")
def columns(demo) -> dict[str, list[str]]:
    """Of every table that there is; generated ones cannot be written by anybody."""
    tables: dict[str, list[str]] = {}
    for table, column in demo.sql("""SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = DATABASE()
                                     ORDER BY table_name, ordinal_position"""):
        tables.setdefault(table, []).append(column)
    return tables


def rights(account: str, table: str, columns: list[str]) -> dict[str, set[str]]:
    """The columns that each verb may touch."""
    declared = RIGHTS[account].get(table, "")
    return {verb: set(named.split()) if named else set(columns) for verb, named in re.findall(r"([A-Z]+)(?:\(([^)]*)\))?", declared)}


@pytest.mark.parametrize("account", RIGHTS)
def test_an_account_touches_what_is_declared_and_nothing_else(demo, columns, account):
    wanted, statements = [], []
    for table, names in columns.items():
        may = rights(account, table, names)
        unknown = {verb: sorted(touched - set(names)) for verb, touched in may.items() if touched - set(names)}
        assert not unknown, (table, unknown)
        for name in names:
            statements += [f"SELECT `{name}` FROM `{table}` WHERE FALSE", f"UPDATE `{table}` SET `{name}` = DEFAULT WHERE FALSE",
                           f"INSERT INTO `{table}` (`{name}`) SELECT NULL FROM dual WHERE FALSE"]
            wanted += [name in may.get(verb, ()) for verb in ("SELECT", "UPDATE", "INSERT")]
        # A condition asks for a right to read as well.
        statements += [f"INSERT INTO `{table}` () VALUES ()", f"DELETE FROM `{table}`" + (" WHERE FALSE" if "SELECT" in may else "")]
        wanted += ["INSERT" in may, "DELETE" in may]
    assert set(RIGHTS[account]) <= set(columns), "a table that is no longer there"
    found = errors(demo, account, statements)
    surprises = [(statement, code) for statement, allowed, code in zip(statements, wanted, found, strict=True)
                 if (code in DENIED) == allowed]
    assert surprises == []
    assert sum(allowed is False for allowed in wanted) > 100, "much is refused"


@pytest.mark.parametrize("account", RIGHTS)
def test_an_account_changes_no_table_reads_no_file_and_no_other_account(demo, columns, account, tmp_path):
    statements = [statement for table in columns for statement in [
        f"DROP TABLE `{table}`", f"ALTER TABLE `{table}` COMMENT 'x'", f"TRUNCATE TABLE `{table}`", f"CREATE INDEX x ON `{table}` (x)",
        f"LOCK TABLES `{table}` WRITE", f"CREATE TRIGGER x BEFORE INSERT ON `{table}` FOR EACH ROW SET @x = 1",
        f"RENAME TABLE `{table}` TO x", f"SHOW CREATE TRIGGER `{table}`"]]
    statements += [
        "CREATE TABLE x (n INT)", "CREATE VIEW x AS SELECT 1", "CREATE FUNCTION x() RETURNS INT RETURN 1", "CREATE DATABASE x",
        f"DROP DATABASE `{demo.database['database']}`", "CREATE USER x", "GRANT SELECT ON service_key TO puntuale_web@localhost",
        "SELECT * FROM mysql.global_priv", "SELECT * FROM mysql.user", f"SELECT 1 INTO OUTFILE '{tmp_path}/x'",
        "LOAD DATA INFILE '/etc/hostname' INTO TABLE audit", "SET GLOBAL general_log = 1", "SHUTDOWN", "KILL 1", "FLUSH TABLES",
        "SHOW MASTER STATUS", "SET PASSWORD FOR root@localhost = ''"]
    found = errors(demo, account, statements)
    harmless = {"1360", "1094"}  # no such trigger, no such thread: nothing that it could have seen
    assert [answer for answer in zip(statements, found, strict=True) if answer[1] not in DENIED | harmless] == []


def test_every_account_of_the_program_is_declared(demo):
    there = {name for [name] in demo.sql("SELECT User FROM mysql.user WHERE User LIKE 'puntuale%'")}
    assert there == {f"puntuale_{name}" for name in RIGHTS}


def test_what_is_refused_is_refused_for_want_of_a_right(demo, columns):
    """Root, with the same statements, is refused none of them: the test would see a right that is too many."""
    reads = [f"SELECT `{name}` FROM `{table}` WHERE FALSE; UPDATE `{table}` SET `{name}` = `{name}` WHERE FALSE"
             for table, names in columns.items() for name in names if table != "x"]
    assert demo.sql("START TRANSACTION; " + "; ".join(reads[:400]) + "; ROLLBACK") == []
