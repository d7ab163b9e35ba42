"""What every answer of App IO does to a notification, row by row: known to have failed, it goes again; known to have
arrived, it is followed; whatever cannot be known is a doubt and is never sent again."""

import json
import time

import pytest

from citizens import new_citizen
from compose import send
from demo import until

pytestmark = pytest.mark.disturbs

LOSES_THE_ANSWER = {"cut": 1, "cut_before": 0, "502": 0, "503": 0, "504": 0, "504_created": 1, "408": 0, "202": 1, "garbage": 0}


@pytest.fixture
def sent(demo, ente, operator, citizen, service):
    """Sends one notification while something is wrong with its service."""
    identifier, trouble = service

    def send_with(kind, operation="invio", **typed):
        trouble(kind, operation=operation)
        return send(operator, ente, citizen, servizio=identifier, **typed)
    return send_with


def never_again(demo, path, created, citizen):
    """Though everything works by now, nothing more leaves."""
    posts = demo.notification(path, "attempt")
    demo.hurry(path)
    time.sleep(1)
    assert demo.notification(path, "attempt") == posts and len(demo.created(citizen)) == created


@pytest.mark.parametrize("kind", LOSES_THE_ANSWER)
def test_an_answer_that_is_lost_or_unclear_after_the_body_left_makes_a_doubt_and_is_never_sent_again(
        demo, operator, citizen, service, sent, kind):
    path = sent(kind)
    demo.await_state(path, "uncertain")
    service[1]("none")
    never_again(demo, path, LOSES_THE_ANSWER[kind], citizen)
    page = operator.get(path)
    assert page.has_button("Considera inviata") and page.has_button("Reinvia") and not page.has_button("Ritenta")


@pytest.mark.parametrize("kind, status", [("400", "400"), ("403", "403"), ("302", "302")])
def test_a_complete_refusal_is_an_error_to_correct_with_app_ios_own_words(demo, operator, citizen, sent, kind, status):
    path = sent(kind)
    demo.await_state(path, "refused")
    assert demo.notification(path, "reason", "problem_status") == ["refused_by_io", status]
    page = operator.get(path)
    assert f"HTTP {status}" in page.details["Errore"] and page.has_button("Ritenta") and not page.has_button("Reinvia")
    assert demo.created(citizen) == []


def test_after_a_refusal_was_mended_ritenta_sends_the_same_notification(demo, operator, citizen, service, sent):
    path = sent("400")
    demo.await_state(path, "refused")
    service[1]("none")
    operator.press(operator.get(path), "Ritenta")
    demo.await_state(path, "processed")
    assert demo.notification(path, "attempt") == ["2"] and len(demo.inbox(citizen)) == 1


def test_a_429_holds_the_whole_account_for_as_many_seconds_and_uses_up_no_try(demo, ente, operator, other_ente, citizen, service, sent):
    path = sent("storm")
    [[ahead]] = demo.sql(f"SELECT MAX(TIMESTAMPDIFF(MICROSECOND, NOW(6), b.spent_until)) FROM budget b JOIN tenant t "
                         f"ON t.id = b.account_id WHERE t.code = '{ente.code}'")
    assert demo.state(path) == "queued" and int(ahead) > 300_000
    # The other ente's account does not wait.
    other = send(other_ente.visitor("operatore"), other_ente, new_citizen(), contenuto="Un altro account non aspetta. " * 6)
    assert demo.state(other) in ("accepted", "processed")
    service[1]("none")
    demo.await_state(path, "processed")
    assert demo.notification(path, "tries") == ["0"] and len(demo.inbox(citizen)) == 1


def test_a_500_before_the_queue_is_tried_again_and_at_the_fifth_time_given_up(demo, operator, citizen, service, sent):
    path = sent("storage")
    for tries in range(1, 5):
        until(lambda wanted=tries: demo.notification(path, "tries") == [str(wanted)], 10, lambda: demo.notification(path, "tries", "state"))
        demo.hurry(path)
    demo.await_state(path, "failed")
    assert demo.notification(path, "attempt", "reason") == ["5", "tries_exhausted"] and demo.created(citizen) == []
    service[1]("none")
    operator.press(operator.get(path), "Ritenta")
    demo.await_state(path, "processed")
    assert len(demo.inbox(citizen)) == 1


def test_what_never_left_is_tried_again_later_each_time(demo, ente, operator, citizen):
    """A reale service of the demo finds nobody: its address cannot be reached, or has a certificate that is not believed."""
    name = f"Reale {citizen}"
    made = demo.puntuale("servizio", "add", ente.code, "--nome", name, "--id-servizio", "01REALE", "--ambiente", "reale",
                         "--chiavi-file", "-", "--senza-prova", "--json", secret="c3" * 16)
    assert made.returncode == 0, made.stderr
    path = send(operator, ente, citizen, servizio=json.loads(made.stdout)["id"])
    until(lambda: demo.notification(path, "tries") != ["0"], 30, lambda: demo.attempts(path))
    assert demo.notification(path, "state", "attempt") == ["queued", "0"]
    [[wait]] = demo.sql(f"SELECT TIMESTAMPDIFF(MICROSECOND, NOW(6), MAX(due_at)) FROM notification WHERE fiscal_code = '{citizen}'")
    assert int(wait) > 1_000_000
    page = operator.press(operator.get(path), "Annulla")
    assert page.details["Stato"] == "Annullata"
    demo.puntuale("servizio", "disable", ente.code, name)


def test_a_201_without_any_id_is_sent_but_nothing_more_is_asked_or_offered(demo, operator, citizen, service, sent):
    path = sent("truncated_all")
    demo.await_state(path, "accepted")
    assert demo.notification(path, "io_id", "due_at") == ["NULL", "NULL"]
    page = operator.get(path)
    assert not page.has_button("Reinvia") and not page.has_button("Ritenta") and page.details["ID Consegna App.IO"] == "–"
    service[1]("none")
    never_again(demo, path, 1, citizen)


def test_a_201_with_half_a_body_is_followed_by_the_id_in_its_location(demo, citizen, sent):
    path = sent("truncated")
    demo.await_state(path, "processed")
    assert len(demo.inbox(citizen)) == 1


@pytest.mark.parametrize("kind", ["401", "403", "storm", "502", "garbage", "cut", "truncated", "unknown_status"])
def test_a_status_check_that_brings_nothing_changes_no_state_and_comes_again(demo, citizen, service, sent, kind):
    path = sent(kind, operation="stato")
    demo.await_state(path, "accepted")
    until(lambda: int(demo.notification(path, "checks")[0]) >= 1, 10)
    assert demo.state(path) == "accepted"
    service[1]("none")
    # A check that is on its way holds its row: hurried then, it would be made twice and settled by neither.
    until(lambda: demo.notification(path, "owner IS NULL") == ["1"], 10)
    demo.hurry(path)
    demo.await_state(path, "processed", within=20)
    assert len(demo.inbox(citizen)) == 1


@pytest.mark.parametrize("kind", ["502", "503", "garbage", "cut", "truncated", "storm"])
def test_a_profile_that_cannot_be_had_is_asked_for_again_and_nothing_leaves_before(demo, citizen, service, sent, kind):
    path = sent(kind, operation="profilo")
    until(lambda: demo.attempts(path), 10)
    assert demo.notification(path, "state", "attempt") == ["queued", "0"] and demo.created(citizen) == []
    service[1]("none")
    demo.hurry(path)
    demo.await_state(path, "processed", within=15)
    assert len(demo.inbox(citizen)) == 1


def test_the_attempts_log_tells_every_call_with_its_key_and_no_secret(demo, ente, citizen, service, sent):
    demo.sql(f"""UPDATE service s JOIN service_key k ON k.tenant_id = s.tenant_id AND k.service_id = s.id
                 SET s.preferred_slot = 'primary', k.refused_at = NULL WHERE s.id = UNHEX('{service[0].replace("-", "")}')""")
    path = sent("storage")
    until(lambda: demo.notification(path, "tries") != ["0"], 10)
    steps = demo.attempts(path)
    assert ["profile", "allowed", "200"] in steps and ["submit", "server_error", "500"] in steps
    uuid = path.rsplit("/", 1)[-1].replace("-", "")
    slots = demo.sql(f"SELECT DISTINCT slot, duration_ms >= 0, began_at <= finished_at FROM attempt "
                     f"WHERE notification_id = UNHEX('{uuid}')")
    assert slots == [["primary", "1", "1"]]
    everything = str(demo.sql(f"SELECT title, detail, outcome, slot FROM attempt WHERE notification_id = UNHEX('{uuid}')"))
    assert not any(key in everything for key in demo.sandbox_keys(ente, "Carta d'identità in scadenza"))
