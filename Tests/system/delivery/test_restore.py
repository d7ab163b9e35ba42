"""A backup of the database is restored while the worker runs: nothing leaves a second time."""

import shutil
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
    assert done.returncode == 0 and f"{tenant.code}: " in done.stdout and "con esito incerto" in done.stdout, done.stdout
    demo.await_state(new, "processed", within=15)
    assert demo.notification(waiting, "state", "reason") == ["uncertain", "restored"]
    page = operator.get(waiting)
    assert "ripristinata da una copia" in page.details["Errore"] and page.has_button("Considera inviata")
    assert len(demo.created(left)) == 1 and len(demo.inbox(meanwhile)) == 1
    demo.await_state(send(operator, tenant, PERSONAS[1], oggetto="Tutto continua"), "processed")


def replace(demo, change) -> None:
    """With the database away."""
    demo.script("mariadb", "stop")
    try:
        change(demo.run_dir / "mariadb")
    finally:
        demo.script("mariadb", "start")
