"""What answers of App IO do to a notification, as its page shows it and where the network has a part in it. Row by row it stands
in Tests/WorkerTests."""

import json
import time

import pytest

from compose import send
from demo import until

pytestmark = pytest.mark.disturbs


@pytest.fixture
def sent(demo, tenant, operator, citizen, service):
    """Sends one notification while something is wrong with its service."""
    identifier, trouble = service

    def send_with(kind):
        trouble(kind, operation="invio")
        return send(operator, tenant, citizen, servizio=identifier)
    return send_with


def test_after_a_refusal_was_mended_ritenta_sends_the_same_notification(demo, operator, citizen, service, sent):
    path = sent("400")
    demo.await_state(path, "refused")
    service[1]("none")
    operator.press(operator.get(path), "Ritenta")
    demo.await_state(path, "processed")
    assert demo.notification(path, "attempt") == ["2"] and len(demo.inbox(citizen)) == 1


def test_what_never_left_is_tried_again_later_each_time(demo, tenant, operator, citizen):
    """A reale service of the demo finds nobody: its address cannot be reached, or has a certificate that is not believed."""
    name = f"Reale {citizen}"
    made = demo.puntuale("servizio", "add", tenant.code, "--nome", name, "--id-servizio", "01REALE", "--ambiente", "reale",
                         "--chiavi-file", "-", "--senza-prova", "--json", secret="c3" * 16)
    assert made.returncode == 0, made.stderr
    path = send(operator, tenant, citizen, servizio=json.loads(made.stdout)["id"])
    until(lambda: demo.notification(path, "tries") != ["0"], 30, lambda: demo.attempts(path))
    assert demo.notification(path, "state", "attempt") == ["queued", "0"]
    [[wait]] = demo.sql(f"SELECT TIMESTAMPDIFF(MICROSECOND, NOW(6), MAX(due_at)) FROM notification WHERE fiscal_code = '{citizen}'")
    assert int(wait) > 1_000_000
    page = operator.press(operator.get(path), "Annulla")
    assert page.details["Stato"] == "Annullata"
    demo.puntuale("servizio", "disable", tenant.code, name)


def test_a_201_without_any_id_is_sent_but_nothing_more_is_asked_or_offered(demo, operator, citizen, service, sent):
    path = sent("truncated_all")
    demo.await_state(path, "accepted")
    assert demo.notification(path, "io_id", "due_at") == ["NULL", "NULL"]
    page = operator.get(path)
    assert not page.has_button("Reinvia") and not page.has_button("Ritenta") and page.details["ID Consegna App.IO"] == "–"
    service[1]("none")
    # Though everything works by now, nothing more leaves.
    demo.hurry(path)
    time.sleep(1)
    assert demo.notification(path, "attempt") == ["1"] and len(demo.created(citizen)) == 1
