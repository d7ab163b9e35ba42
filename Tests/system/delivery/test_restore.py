"""A backup of the database is restored while the worker runs: nothing leaves a second time."""

import shutil
import subprocess
import time

import pytest

from citizens import PERSONAS, new_citizen
from compose import send
from demo import until

pytestmark = pytest.mark.late


def test_after_a_restored_backup_nothing_is_sent_until_what_may_have_left_is_a_doubt(demo, tenant, operator):
    left, meanwhile = new_citizen(), new_citizen()
    demo.puntuale("queue", "pause", tenant.code)
    waiting = send(operator, tenant, left)
    backup = demo.run_dir / "mariadb.backup"
    replace(demo, lambda data: shutil.copytree(data, backup))
    # After the backup it leaves, and arrives.
    demo.puntuale("queue", "resume", tenant.code)
    demo.await_state(waiting, "processed")
    assert len(demo.inbox(left)) == 1
    gone = send(operator, tenant, new_citizen(), oggetto="Registrata dopo la copia")
    demo.await_state(gone, "processed")

    replace(demo, lambda data: (shutil.rmtree(data), shutil.move(backup, data)))
    assert demo.state(waiting) == "queued", "as the backup had it"
    demo.puntuale("queue", "resume", tenant.code)
    until(lambda: demo.sql("SELECT 1 FROM host WHERE restored_at IS NOT NULL"), 60)
    new = send(operator, tenant, meanwhile)
    time.sleep(2)
    assert demo.state(waiting) == demo.state(new) == "queued" and len(demo.created(left)) == 1
    assert "after-restore" in demo.puntuale("queue", "status").stdout
    assert "the database is older than what was sent" in demo.log("worker")

    done = demo.puntuale("after-restore")
    assert done.returncode == 0 and f"{tenant.code}: 1 notifica di nuovo fra le inviate, dal diario" in done.stdout, done.stdout
    assert f"  {gone.split('/')[-1]} " in done.stdout, "it left, and no row remembers it"
    demo.await_state(new, "processed", within=60)
    demo.await_state(waiting, "processed", within=60)
    assert "Dal diario degli invii" in operator.get(waiting).text
    assert len(demo.created(left)) == 1 and len(demo.inbox(meanwhile)) == 1
    demo.await_state(send(operator, tenant, PERSONAS[1], oggetto="Tutto continua"), "processed")


def test_a_dump_that_is_loaded_slowly_under_the_worker_sends_nothing_twice(demo, tenant, operator):
    left = new_citizen()
    demo.puntuale("queue", "pause", tenant.code)
    waiting = send(operator, tenant, left)
    access = ["--no-defaults", "--user=root", f"--socket={demo.database['socket']}"]
    dump = subprocess.run(["mariadb-dump", *access, "--single-transaction", demo.database["database"]], capture_output=True, check=True)
    demo.puntuale("queue", "resume", tenant.code)
    demo.await_state(waiting, "processed")

    # By name, as a dump has them: the queue comes back before the marks. In the dump the tenant is paused; here it is not.
    text = dump.stdout + f"UPDATE tenant SET paused_at = NULL WHERE code = '{tenant.code}';\n".encode()
    loading = subprocess.Popen(["mariadb", *access, demo.database["database"]], stdin=subprocess.PIPE)
    for start in range(0, len(text), len(text) // 20 + 1):
        loading.stdin.write(text[start:start + len(text) // 20 + 1])
        loading.stdin.flush()
        time.sleep(0.2)
    loading.stdin.close()
    assert loading.wait(timeout=60) == 0
    until(lambda: demo.sql("SELECT 1 FROM host WHERE restored_at IS NOT NULL"), 60)
    time.sleep(4)
    assert demo.state(waiting) == "queued" and len(demo.created(left)) == 1

    for journal in (demo.run_dir / "worker.mark.diario").iterdir():
        journal.unlink()
    done = demo.puntuale("after-restore")
    assert done.returncode == 0 and "1 notifica con esito incerto" in done.stdout and "Manca il diario" in done.stderr, done
    assert demo.notification(waiting, "state", "reason") == ["uncertain", "restored"]
    page = operator.get(waiting)
    assert "ripristinata da una copia" in page.details["Errore"] and page.has_button("Considera inviata")
    demo.await_state(send(operator, tenant, new_citizen(), oggetto="Dopo la copia"), "processed", within=60)
    assert len(demo.created(left)) == 1


def test_what_had_failed_and_left_after_the_backup_cannot_be_tried_again_nor_anything_be_decided_meanwhile(demo, tenant, operator):
    demo.puntuale("queue", "pause", tenant.code)
    citizens = [new_citizen() for _ in range(3)]
    failed, other, waiting = [send(operator, tenant, citizen) for citizen in citizens]
    for path in (failed, other):
        demo.sql("UPDATE notification SET state = 'failed', reason = 'tries_exhausted', due_at = NULL, updated_at = NOW(6) "
                 f"WHERE id = UNHEX('{path.rsplit('/', 1)[-1].replace('-', '')}')")
    access = ["--no-defaults", "--user=root", f"--socket={demo.database['socket']}"]
    dump = subprocess.run(["mariadb-dump", *access, "--single-transaction", demo.database["database"]], capture_output=True, check=True)
    demo.puntuale("queue", "resume", tenant.code)
    assert demo.puntuale("queue", "retry", "--ente", tenant.code, "--motivo", "tries_exhausted", "--conferma").returncode == 0
    for path in (failed, other, waiting):
        demo.await_state(path, "processed", within=60)
    subprocess.run(["mariadb", *access, demo.database["database"]], input=dump.stdout, check=True)
    until(lambda: demo.sql("SELECT 1 FROM host WHERE restored_at IS NOT NULL"), 60)

    refusal = "L’operazione non è stata eseguita: la base dati viene da una copia"
    for path, button in [(waiting, "Annulla"), (failed, "Ritenta")]:
        assert refusal in " ".join(operator.press(operator.get(path), button).alerts)
    page = operator.post("/notifiche/insieme", {"_token": operator.token(), "atto": "retry", "quali": "tutte", "stato": "failed"})
    assert refusal in operator.press(page, "Ritenta 2 notifiche").text
    assert demo.puntuale("queue", "retry", "--ente", tenant.code, "--conferma").returncode == 65
    assert [demo.state(path) for path in (failed, other, waiting)] == ["failed", "failed", "queued"]

    for wrong, code in [(["--diario", "/nonexistent"], 64), (["--chiave-privata", "/nonexistent"], 64),
                        (["--chiave-privata", "/etc/passwd"], 65), (["--diario", str(demo.run_dir)], 65)]:
        assert demo.puntuale("after-restore", *wrong).returncode == code, wrong
    assert demo.sql("SELECT 1 FROM host WHERE restored_at IS NOT NULL"), "nothing was changed"
    done = demo.puntuale("after-restore")
    assert f"{tenant.code}: 3 notifiche di nuovo fra le inviate, dal diario" in done.stdout and "arriva al" in done.stdout, done
    assert "chi l'aveva inserito lo inserisca di nuovo" in done.stdout
    demo.puntuale("queue", "resume", tenant.code)
    for path in (failed, other, waiting):
        demo.await_state(path, "processed", within=60)
    assert not operator.get(failed).has_button("Ritenta")
    until(lambda: "sends go on: puntuale after-restore has run" in demo.log("worker"), 60)
    assert [len(demo.created(citizen)) for citizen in citizens] == [1, 1, 1]


def test_asked_for_again_it_makes_no_new_doubt(demo, tenant, operator):
    demo.puntuale("queue", "pause", tenant.code)
    waiting = send(operator, tenant, new_citizen())
    again = demo.puntuale("after-restore")
    assert again.returncode == 0 and "Nessun ripristino è stato rilevato" in again.stderr and "inserisca" not in again.stdout
    assert demo.state(waiting) == "queued"
    declared = demo.puntuale("after-restore", "--ripristino")
    assert f"{tenant.code}: 1 notifica con esito incerto" in declared.stdout and demo.state(waiting) == "uncertain"
    demo.puntuale("queue", "resume", tenant.code)
    demo.await_state(send(operator, tenant, new_citizen(), oggetto="Tutto continua"), "processed", within=60)


def replace(demo, change) -> None:
    """With the database away."""
    demo.script("mariadb", "stop")
    try:
        change(demo.run_dir / "mariadb")
    finally:
        demo.script("mariadb", "start")
