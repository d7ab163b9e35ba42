"""Whom an ente names is told: once, whatever happens to worker and server on the way."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager

import pytest

from compose import send
from demo import until

pytestmark = pytest.mark.disturbs

PAGE = "/impostazioni/avvisi"
ADDRESSES = ("ufficio/protocollo@comune.example.org", "sindaco@comune.example.org")


def stop(demo, tenant, stopped: bool = True) -> None:
    """As the program stops the first service, and as it lets it go on."""
    reason = "stopped_at = NOW(6), stop_kind = 'refusals'" if stopped else "stopped_at = NULL, stop_kind = NULL"
    demo.sql(f"UPDATE service SET {reason} WHERE id = UNHEX('{tenant.first_service.replace('-', '')}')")


@pytest.fixture(autouse=True)
def goes_on(demo, tenant):
    yield
    stop(demo, tenant, False)


def states(demo, kind: str) -> list[str]:
    return [state for [state] in demo.sql(f"SELECT state FROM mail WHERE kind = '{kind}' ORDER BY id")]


def hurry(demo) -> None:
    demo.sql("UPDATE mail SET due_at = NOW(6) - INTERVAL 1 SECOND WHERE due_at IS NOT NULL")


@contextmanager
def second_worker(demo, crash: str = ""):
    """Another worker of the same host, which a test may have killed at a point of its choice."""
    directory = demo.run_dir / "second"
    (directory / "export").mkdir(parents=True, exist_ok=True)
    text = (demo.run_dir / "puntuale.conf").read_text()
    own = {"worker.mark_file": directory / "mark", "doorbell.socket": directory / "bell", "export.directory": directory / "export"}
    lines = [line for line in text.splitlines() if line.split(" =")[0] not in own]
    configuration = directory / "puntuale.conf"
    configuration.write_text("\n".join(lines + [f"{key} = {value}" for key, value in own.items()]) + "\n")
    with (directory / "log").open("ab") as log:
        worker = subprocess.Popen([demo.program, "worker", "--config", configuration], stdout=log, stderr=log,
                                  env=os.environ | {"PUNTUALE_CRASH": crash})
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait(30)


def test_the_summary_of_the_morning_arrives_once_with_two_workers_and_names_no_citizen(demo, tenant, operator, office, told, citizen):
    path = send(operator, tenant, citizen, oggetto="Oggetto che resta qui")
    demo.await_state(path, "processed")
    demo.sql(f"UPDATE notification SET state = 'unreachable', due_at = NULL WHERE id = UNHEX('{path.rsplit('/')[-1].replace('-', '')}')")
    page = told(*ADDRESSES, hour="6")
    assert page.text.count("Riceve gli avvisi") == 2
    with second_worker(demo):
        demo.sql("UPDATE tenant_mail SET summary_hour = 0, summary_day = NULL")
        until(lambda: len(office.about("riepilogo del")) == 2, 30)
        time.sleep(6)
    digests = office.about("riepilogo del")
    assert sorted(message["To"].addresses[0].addr_spec for message in digests) == sorted(ADDRESSES)
    text = digests[0].get_content()
    assert "Da seguire:" in text and "/seguire" in text and tenant.name in digests[0]["Subject"]
    assert citizen not in text and "Oggetto che resta qui" not in text
    assert states(demo, "digest") == ["sent", "sent"]


def test_a_service_that_stops_is_told_at_once_and_so_is_that_it_goes_on(demo, tenant, administrator, office, told):
    told(*ADDRESSES, stops=True)
    began = time.monotonic()
    stop(demo, tenant)
    until(lambda: len(office.about("è fermo")) == 2, 15)
    assert time.monotonic() - began < 10
    assert f"/servizi/{tenant.first_service}" in office.about("è fermo")[0].get_content()
    stop(demo, tenant, False)
    until(lambda: len(office.about("invia di nuovo")) == 2, 15)
    assert len(office.about("è fermo")) == 2
    page = administrator.get(PAGE)
    assert "Servizio fermo" in page.text and "Servizio ripreso" in page.text


def test_an_address_that_the_server_refuses_is_not_written_to_and_says_so(office, told):
    page = told("nessuno@comune.example.org", ADDRESSES[0], stops=True)
    assert "Rifiutato" in page.details["nessuno@comune.example.org"] and "rifiuta il destinatario" in page.text
    assert "Riceve gli avvisi" in page.details[ADDRESSES[0]]


def test_addresses_without_anything_to_be_told_are_said_to_get_nothing(told):
    page = told(ADDRESSES[0])
    assert "Non è scelto nessun avviso" in page.text and "Accettato" in page.details[ADDRESSES[0]]
    assert "Non è scelto nessun avviso" not in told(ADDRESSES[0], stops=True).text


def test_while_the_server_is_away_e_mails_wait_pages_say_so_and_each_arrives_once(demo, tenant, gestore, administrator, office, told):
    told(*ADDRESSES, stops=True)
    office.close()
    stop(demo, tenant)
    until(lambda: any("Le e-mail non partono dal" in text for text in administrator.get(PAGE).alerts), 20)
    assert "rifiuta la connessione" in gestore.get("/posta").text and "Le e-mail non partono" in gestore.get("/stato").text
    metrics = demo.metrics()
    assert metrics['puntuale_mails{state="waiting"}'] == 2 and metrics["puntuale_mail_server_trouble_seconds"] >= 1
    office.open()
    until(lambda: len(office.about("è fermo")) == 2, 60)
    until(lambda: "Le e-mail non partono" not in administrator.get(PAGE).text, 20)
    assert states(demo, "stopped") == ["sent", "sent"]


def test_a_server_that_is_busy_gets_it_later(demo, tenant, office, told):
    told(ADDRESSES[0], stops=True)
    office.manner = "busy"
    stop(demo, tenant)
    until(lambda: demo.sql("SELECT 1 FROM mail WHERE kind = 'stopped' AND tries >= 2"), 30)
    office.manner = "good"
    until(lambda: office.about("è fermo"), 40)
    assert len(office.about("è fermo")) == 1 and "Le e-mail non partono" not in demo.log("worker")


def test_what_the_server_took_and_did_not_confirm_is_in_doubt_and_does_not_leave_again(demo, tenant, administrator, office, told):
    told(ADDRESSES[0], stops=True)
    office.manner = "falls silent"
    stop(demo, tenant)
    until(lambda: states(demo, "stopped") == ["uncertain"], 30)
    office.manner = "good"
    time.sleep(4)
    assert len(office.about("è fermo")) == 1
    assert "Esito incerto" in administrator.get(PAGE).text


@pytest.mark.parametrize(("crash", "taken", "state"), [("mail-claimed", 1, "sent"), ("mail-leaving", 0, "uncertain"),
                                                       ("mail-sent", 1, "uncertain")])
def test_a_worker_that_is_killed_loses_none_and_repeats_none(demo, tenant, office, told, crash, taken, state):
    told(ADDRESSES[0], stops=True)
    demo.signal("worker", signal.SIGSTOP)
    try:
        stop(demo, tenant)
        with second_worker(demo, crash) as worker:
            assert worker.wait(30) == -signal.SIGKILL
    finally:
        demo.signal("worker", signal.SIGCONT)
    hurry(demo)
    until(lambda: states(demo, "stopped") == [state], 30, lambda: states(demo, "stopped"))
    assert len(office.about("è fermo")) == taken
