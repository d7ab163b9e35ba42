"""What the programs write to standard error, for people, journald and who searches."""

import os
import re
import signal
import subprocess

import pytest

import journald
from citizens import new_citizen
from compose import send
from demo import until

LINE = re.compile(r'(?:<[2-7]>|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z )level=\w+ program=\w+ event="(?:[^"\\]|\\.)+"'
                  r'(?: [\w.]+=(?:[^\s"=]+|"(?:[^"\\]|\\.)*"))*')
SERVICE = "Carta d'identità in scadenza"


def configuration(demo, name: str, **changes: str | None):
    """The demo's with other values, or without some (`None`)."""
    lines = (demo.run_dir / "puntuale.conf").read_text().splitlines()
    for key, value in changes.items():
        key = key.replace("__", ".")
        lines = [line for line in lines if not line.startswith(f"{key} =")] + ([f"{key} = {value}"] if value else [])
    file = demo.run_dir / name
    file.write_text("\n".join(lines) + "\n")
    return file


def start(demo, program: str, file, log) -> subprocess.Popen:
    """As systemd does, which says by JOURNAL_STREAM that standard error is the journal."""
    with log.open("w") as stderr:
        found = os.fstat(stderr.fileno())
        return subprocess.Popen([demo.program, program, "--config", file], stdin=subprocess.DEVNULL, stdout=stderr, stderr=stderr,
                                env=os.environ | {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino}"})


@pytest.mark.parametrize("program", ["web", "host"])
def test_a_program_that_nobody_can_reach_says_so_and_ends(demo, program):
    log = demo.run_dir / "logs/unreachable.log"
    process = start(demo, program, configuration(demo, "unreachable.conf", **{f"{program}__socket": None}), log)
    assert process.wait(10) == 78
    text = log.read_text()
    assert text.startswith("<3>puntuale non parte: descriptor 0 does not listen"), text


def test_start_and_stop_are_said_with_what_is_in_use_and_journald_is_told_how_important_a_line_is(demo):
    log = demo.run_dir / "logs/journal.log"
    process = start(demo, "web", configuration(demo, "journal.conf", web__socket=str(demo.run_dir / "journal.sock")), log)
    until(lambda: "started" in log.read_text(), 60)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    started, stopped = log.read_text().splitlines()
    assert LINE.fullmatch(started) and started.startswith('<6>level=info program=web event="started"')
    assert f"web.socket={demo.run_dir}/journal.sock" in started and "appio" not in started and "worker" not in started
    assert stopped == '<6>level=info program=web event="stopped"'


@pytest.mark.skipif(journald.why_not() is not None, reason=str(journald.why_not()))
def test_a_real_journald_shows_by_priority_what_somebody_must_see(demo):
    (kept, logs) = (str(demo.run_dir / "journald.sock"), demo.run_dir / "logs")
    process = start(demo, "web", configuration(demo, "journald.conf", web__socket=kept), logs / "journald.log")
    until(lambda: "started" in (logs / "journald.log").read_text(), 60)
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    failed = start(demo, "web", configuration(demo, "journald-none.conf", web__socket=None), logs / "journald-none.log")
    failed.wait(10)
    text = (logs / "journald.log").read_text() + (logs / "journald-none.log").read_text()
    assert [line[:12] for line in journald.shown(text, "info")] == ["level=info p", "level=info p", "puntuale non"]
    [shown] = journald.shown(text, "err")
    assert shown.startswith("puntuale non parte: descriptor 0 does not listen")


def test_a_fault_of_app_io_is_in_the_log_with_its_kind_and_its_service_and_fills_it_not(demo, tenant, operator, service):
    identifier, trouble = service
    trouble("storage", operation="profilo")
    before = len(demo.log("worker").splitlines())
    counted = demo.metrics()['puntuale_calls_total{call="profile",outcome="unavailable"}']
    citizens = [new_citizen() for _ in range(4)]
    for citizen in citizens:
        send(operator, tenant, citizen, servizio=identifier)
    until(lambda: demo.metrics()['puntuale_calls_total{call="profile",outcome="unavailable"}'] >= counted + 4, 60)
    written = demo.log("worker").splitlines()[before:]
    [line] = [line for line in written if 'event="call to App IO failed"' in line and "http_500" in line]
    assert f"tenant={tenant.code}" in line and "service=" in line and "level=warning" in line
    assert len(written) < 5 and not any(citizen in "".join(written) for citizen in citizens)


@pytest.mark.aftermath
def test_every_line_is_one_event_that_a_program_can_read(demos):
    for demo in demos.values():
        for program in ["web", "worker", "host"]:
            lines = demo.log(program).splitlines()
            assert [line for line in lines if not LINE.fullmatch(line) and not line.startswith("la base dati")] == []
            assert any('event="started"' in line for line in lines)
