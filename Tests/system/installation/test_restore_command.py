"""`puntuale restore`: what came back, what is missing, what is a doubt, and that nothing leaves twice wherever it is interrupted."""

import gzip
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from citizens import new_citizen
from compose import send
from copies import back_up, backups, picture, program, restore, seal, start, worker_away, worker_for
from demo import Demo, free_port, until

pytestmark = pytest.mark.late


@pytest.fixture(scope="module")
def demo():
    """One of its own: sessions do not come back."""
    run_dir = Path(os.environ.get("RUN_DIR", ".run-system")).absolute() / "demo-restore"
    demo = Demo(run_dir, free_port(int(os.environ.get("PORT", "8180")) + 4), "h1", {"SANDBOX_PROCESSING_MS": "100-400"})
    demo.begin()
    try:
        yield demo.await_start()
    finally:
        demo.stop()


@pytest.fixture(scope="module")
def tenant(demo):
    return demo.tenants[0]


@pytest.fixture
def operator(tenant):
    return tenant.visitor("operatore")


@pytest.fixture
def place(tmp_path) -> Path:
    return tmp_path / "copie"


def test_of_what_was_sent_around_a_backup_nothing_leaves_twice_and_nothing_is_lost_unsaid(demo, tenant, operator, place):
    sent: dict[str, str] = {}
    other = demo.tenants[1]

    def some(count: int, visitor=operator, tenant=tenant) -> list[str]:
        paths = []
        for _ in range(count):
            citizen = new_citizen()
            paths.append(send(visitor, tenant, citizen))
            sent[paths[-1]] = citizen
        return paths

    before = some(10)
    demo.puntuale("queue", "pause", other.code)
    waiting = some(6, other.visitor("operatore"), other)
    during: list[str] = []
    sending = threading.Thread(target=lambda: during.extend(some(15)))
    sending.start()
    backup = back_up(demo, place)
    sending.join()
    demo.puntuale("queue", "resume", other.code)
    after = some(10)
    for path in sent:
        demo.await_state(path, "processed")
    demo.puntuale("queue", "pause", tenant.code)
    unsent = some(3)

    refused = restore(demo, backup, "--conferma")
    assert refused.returncode == 65 and "Un worker è al lavoro su" in refused.stderr
    with worker_away(demo):
        seen = picture(demo)
        looked = restore(demo, backup)
        younger = int(re.search(r"notifiche inserite dopo (\d+)", looked.stdout)[1])
        assert looked.returncode == 0 and "Nulla è stato fatto" in looked.stderr and picture(demo) == seen
        assert len(after) + len(unsent) <= younger <= len(after) + len(unsent) + len(during)
        done = restore(demo, backup, "--conferma")
        assert done.returncode == 0, done
    assert len(backups(place)) == 2 and "La base dati di adesso è in" in done.stdout
    demo.puntuale("queue", "resume", other.code)
    there = {row[0] for row in demo.sql("SELECT LOWER(HEX(id)) FROM notification")}
    listed = set(re.findall(r"^  ([0-9a-f-]{36}) ", done.stdout, re.MULTILINE))
    for path in sent:
        uuid = path.split("/")[-1]
        if uuid.replace("-", "") in there:
            demo.await_state(path, "processed")
        elif path in unsent:
            assert uuid not in listed
        else:
            assert uuid in listed and path in during + after, path
    assert set(before) | set(waiting) <= {path for path in sent if path.split("/")[-1].replace("-", "") in there}
    assert all(path.split("/")[-1] in listed for path in after) and "con esito incerto" not in done.stdout
    assert f"{other.code}: 6 notifiche di nuovo fra le inviate, dal diario" in done.stdout
    new = send(tenant.visitor("operatore"), tenant, new_citizen())
    demo.await_state(new, "processed")
    time.sleep(3)
    assert {len(demo.created(citizen)) for path, citizen in sent.items() if path not in unsent} == {1}
    assert {len(demo.created(sent[path])) for path in unsent} == {0}


EMPTY = "vuota o caricata a metà: per un'installazione che c'era puntuale restore"
# Where it is killed, by what stands in the place of the program that loads; and what a worker then says of what is left.
KILLS = {
    "before the first table": ("kill -9 $PPID #", EMPTY),
    "half way": (
        'load() { { head -c 60000; kill -9 $PPID; cat >/dev/null; } | /usr/bin/mariadb "$@"; }; load', EMPTY),
    "when all is loaded": ('load() { /usr/bin/mariadb "$@"; kill -9 $PPID; }; load', "the database is older than what was sent"),
}
# It is tried before with nothing to load.
TRIED = 'case "$*" in *--execute*) exec /usr/bin/mariadb "$@";; esac\n'


@pytest.mark.parametrize("point", KILLS)
def test_killed_anywhere_it_is_repeated_and_nothing_leaves_meanwhile(demo, tenant, operator, place, tmp_path, point):
    citizens = [new_citizen() for _ in range(3)]
    with worker_away(demo):
        paths = [send(operator, tenant, citizen) for citizen in citizens]
        backup = back_up(demo, place)
    for path in paths:
        demo.await_state(path, "processed")
    script, said = KILLS[point]
    with worker_away(demo):
        programs = program(tmp_path / "bin", "mariadb", TRIED + script)
        going_on = start(demo, "restore", str(backup), "--conferma", "--senza-copia", programs=programs)
        assert going_on.wait(timeout=60) == -signal.SIGKILL
        time.sleep(1)
        with worker_for(demo, 6) as words:
            pass
        assert said in words[0], words
        assert [len(demo.created(citizen)) for citizen in citizens] == [1, 1, 1]
        again = restore(demo, backup, "--conferma")
        assert again.returncode == 0, again
        assert f"{tenant.code}: 3 notifiche di nuovo fra le inviate, dal diario" in again.stdout
    for path in paths:
        demo.await_state(path, "processed")
    demo.await_state(send(tenant.visitor("operatore"), tenant, new_citizen()), "processed")
    assert [len(demo.created(citizen)) for citizen in citizens] == [1, 1, 1]


def test_only_loaded_it_waits_for_a_person_and_nothing_leaves_meanwhile(demo, tenant, operator, place):
    with worker_away(demo):
        path = send(operator, tenant, citizen := new_citizen())
        backup = back_up(demo, place)
    demo.await_state(path, "processed")
    with worker_away(demo):
        done = restore(demo, backup, "--conferma", "--solo-carica")
        assert done.returncode == 0 and "puntuale after-restore" in done.stdout and "di nuovo fra le inviate" not in done.stdout
        with worker_for(demo, 6) as words:
            pass
        assert "the database is older than what was sent" in words[0] and len(demo.created(citizen)) == 1
        assert "1 notifica di nuovo fra le inviate" in demo.puntuale("after-restore", "--ripristino").stdout
    demo.await_state(path, "processed")
    assert len(demo.created(citizen)) == 1


def test_into_a_server_that_has_nothing(demo, tenant, place):
    path = send(tenant.visitor("operatore"), tenant, citizen := new_citizen())
    demo.await_state(path, "processed")
    backup = back_up(demo, place)
    with worker_away(demo):
        demo.sql("DROP DATABASE puntuale")
        looked = restore(demo, backup)
        assert looked.returncode == 0 and "non c'è, è vuota o è caricata a metà" in looked.stdout
        done = restore(demo, backup, "--conferma")
        assert done.returncode == 0 and "creata la base dati «puntuale»" in done.stdout, done
        assert len(backups(place)) == 1
    # What held a connection to the database that is gone.
    for name in ("web", "host"):
        old = demo.pid(name)
        demo.signal(name, signal.SIGTERM)
        until(lambda name=name, old=old: demo.pid(name) != old, 30)
    until(lambda: tenant.visitor().get("/entra").status == 200, 30)
    demo.await_state(path, "processed")
    demo.await_state(send(tenant.visitor("operatore"), tenant, new_citizen()), "processed")
    assert len(demo.created(citizen)) == 1


def test_a_dump_that_somebody_changed_runs_no_program_here(demo, place, tmp_path):
    """Its check sums were made right and its secrets are not asked for: what is in it is loaded, and nothing more."""
    good, owned = back_up(demo, place), tmp_path / "owned"
    backup = tmp_path / good.name
    shutil.copytree(good, backup)
    text = gzip.decompress((backup / "database.sql.gz").read_bytes()).split(b"\n", 1)
    assert b"sandbox" in text[0]
    (backup / "database.sql.gz").write_bytes(gzip.compress(b"\\! touch %s\n" % bytes(owned) + text[1]))
    seal(backup)
    with worker_away(demo):
        done = restore(demo, backup, "--conferma", "--senza-copia", "--altri-segreti")
        assert done.returncode == 65 and "sandbox" in done.stderr and not owned.exists(), done
        again = restore(demo, good, "--conferma", "--senza-copia")
    assert again.returncode == 0, again


def test_one_of_an_older_version_is_brought_to_this_one(demo, place):
    backup = back_up(demo, place)
    text = gzip.decompress((backup / "database.sql.gz").read_bytes()).decode()
    newest = max(map(int, re.findall(r"^\((\d+),", text.split("INSERT INTO `schema_version`")[1], re.MULTILINE)))
    older = re.sub(rf"\),\n\({newest},[^\n]+\);\n", ");\n", text)
    assert older != text
    (backup / "database.sql.gz").write_bytes(gzip.compress(older.encode()))
    manifest = (backup / "manifest.json").read_text().replace(f'"schema": {newest}', f'"schema": {newest - 1}')
    (backup / "manifest.json").write_text(
        manifest.replace(f'"schema_version","rows":{newest}', f'"schema_version","rows":{newest - 1}'))
    seal(backup)
    with worker_away(demo):
        done = restore(demo, backup, "--conferma", "--senza-copia", "--altri-segreti")
    assert done.returncode == 0 and f"applicata {newest:04}-" in done.stdout and "passa alla versione" in done.stdout, done
    assert subprocess.run([demo.program, "queue", "status", "--config", demo.run_dir / "puntuale.conf"]).returncode == 0
