"""What a bad hour of App IO has left, decided on together, with JavaScript and without."""

import pytest

from looking import look
from queues import SUBJECT, fill_queue, remove_queue

SEARCH = f"oggetto={SUBJECT.replace(' ', '%20')}"

both = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])


@pytest.fixture
def left(demo, tenant):
    """Leaves some in a state, and takes them away afterwards."""
    yield lambda count, state, reason: fill_queue(demo, tenant, count, state, reason)
    remove_queue(demo)


@both
def test_doubts_are_ticked_shown_with_their_risk_and_resolved(come, left, demo, javascript):
    left(4, "uncertain", "answer_lost")
    browser = come(f"/notifiche?stato=uncertain&{SEARCH}", javascript=javascript)
    look(browser, "archivio-insieme")
    browser.press("Reinvia")
    assert "sceglierne almeno una" in browser.text
    if javascript:
        assert browser.focused == "riepilogo"
    look(browser, "archivio-insieme-nessuna")
    for box in browser.find_all("[name=scelta]")[:3]:
        browser.click(box, leaves=False)
    browser.press("Considera inviate")
    assert browser.title == "Considerare inviate 3 notifiche?" and "il cittadino non lo riceverà mai" in browser.text
    look(browser, "insieme-conferma-considera")
    demo.sql(f"UPDATE notification SET state = 'accepted', io_id = NULL WHERE subject = '{SUBJECT}' ORDER BY id DESC LIMIT 1")
    browser.press("Considera inviate 3 notifiche")
    assert "Fatte: 2. Lasciate perché nel frattempo cambiate: 1 (ora 1 «Inviata»)." in browser.text
    look(browser, "insieme-fatto-considera")
    browser.press("Torna all’archivio")
    assert len(browser.find_all("[name=scelta]")) == 1
    browser.click(browser.find("#quali-pagina"), leaves=False)
    browser.press("Reinvia")
    assert "il cittadino lo riceverà due volte" in browser.text
    look(browser, "insieme-conferma-reinvia")
    browser.press("Reinvia 1 notifica")
    look(browser, "insieme-fatto-reinvia")
    assert demo.sql(f"SELECT COUNT(*) FROM notification WHERE subject = '{SUBJECT}' AND resend_of IS NOT NULL") == [["1"]]


@both
def test_hundreds_are_retried_in_parts(come, left, demo, tenant, javascript):
    left(520, "failed", "hours_exhausted")
    demo.configure(f"UPDATE service SET disabled = TRUE WHERE LOWER(HEX(id)) = '{tenant.first_service.replace('-', '')}'")
    try:
        browser = come(f"/notifiche?stato=failed&{SEARCH}", javascript=javascript)
        look(browser, "archivio-insieme-pagine")
        browser.click(browser.find("#quali-tutte"), leaves=False)
        browser.press("Ritenta")
        assert browser.title == "Ritentare 520 notifiche?" and "servizio è disattivato" in browser.text
        look(browser, "insieme-conferma-ritenta")
        browser.press("Ritenta le prime 500 notifiche")
        assert "Fatte: 500." in browser.text and "Ne restano 20" in browser.text
        look(browser, "insieme-a-gruppi")
        browser.press("Ritenta le altre 20 notifiche")
        assert "Fatte: 20." in browser.text and "?" not in browser.path
        look(browser, "insieme-fatto-ritenta")
        counts = demo.sql(f"SELECT state, COUNT(*) FROM notification WHERE subject = '{SUBJECT}' GROUP BY state")
        assert counts == [["queued", "520"]]
    finally:
        demo.configure("UPDATE service SET disabled = FALSE")
