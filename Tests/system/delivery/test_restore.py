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
    until(lambda: demo.sql("SELECT 1 FROM host WHERE restored_at IS NOT NULL"), 10)
    new = send(operator, tenant, meanwhile)
    time.sleep(2)
    assert demo.state(waiting) == demo.state(new) == "queued" and len(demo.created(left)) == 1
    assert "after-restore" in demo.puntuale("queue", "status").stdout
    assert "the database is older than what was sent" in demo.log("worker")

    done = demo.puntuale("after-restore")
    assert done.returncode == 0 and f"{tenant.code}: 1 notifica di nuovo fra le inviate, dal diario" in done.stdout, done.stdout
    assert f"  {gone.split('/')[-1]} " in done.stdout, "it left, and no row remembers it"
    demo.await_state(new, "processed", within=15)
    demo.await_state(waiting, "processed", within=15)
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
    until(lambda: demo.sql("SELECT 1 FROM host WHERE restored_at IS NOT NULL"), 15)
    time.sleep(4)
    assert demo.state(waiting) == "queued" and len(demo.created(left)) == 1

    shutil.rmtree(demo.run_dir / "worker.mark.diario")
    done = demo.puntuale("after-restore")
    assert done.returncode == 0 and "1 notifica con esito incerto" in done.stdout and "Manca il diario" in done.stderr, done
    assert demo.notification(waiting, "state", "reason") == ["uncertain", "restored"]
    page = operator.get(waiting)
    assert "ripristinata da una copia" in page.details["Errore"] and page.has_button("Considera inviata")
    demo.await_state(send(operator, tenant, new_citizen(), oggetto="Dopo la copia"), "processed", within=20)
    assert len(demo.created(left)) == 1


def replace(demo, change) -> None:
    """With the database away."""
    demo.script("mariadb", "stop")
    try:
        change(demo.run_dir / "mariadb")
    finally:
        demo.script("mariadb", "start")
