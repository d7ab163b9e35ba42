"""A service's two keys: one may die while the other works; when both are dead the service stands still, and nothing is lost."""

import pytest

from compose import fill, send, verify
from demo import until

SERVICE = "Avviso TARI"


@pytest.fixture
def service(demo, other_ente):
    """A service whose keys work again when the test is over."""
    path = f"/servizi/{other_ente.services[SERVICE]}"
    yield path
    administrator = other_ente.visitor("amministratore")
    for slot, key in zip(("primary", "secondary"), demo.sandbox_keys(other_ente, SERVICE)):
        replace(administrator, path, slot, key)


def replace(administrator, path, slot, key):
    page = administrator.press(administrator.get(path), "Sostituisci chiave", quale=slot, chiave=key)
    assert page.status == 200 and "sostituita" in page.text
    return page


def test_a_dead_primary_key_is_not_noticed_by_anybody(demo, other_ente, service, citizen):
    demo.regenerate_key(other_ente, SERVICE, "primaria")
    path = send(other_ente.visitor("operatore"), other_ente, citizen, servizio=other_ente.services[SERVICE])
    demo.await_state(path, "processed")
    assert len(demo.inbox(citizen)) == 1
    [[preferred]] = demo.sql(f"SELECT preferred_slot FROM service WHERE name = '{SERVICE}' AND preferred_slot = 'secondary'")
    assert preferred == "secondary"


def test_a_dead_primary_key_is_not_noticed_by_who_verifies_a_recipient(demo, other_ente, service, citizen):
    demo.regenerate_key(other_ente, SERVICE, "primaria")
    operator, typed = other_ente.visitor("operatore"), {"servizio": other_ente.services[SERVICE]}
    demo.sql(f"UPDATE service SET preferred_slot = 'primary' WHERE name = '{SERVICE}'")
    page = verify(operator, other_ente, citizen, **typed)
    assert "Può ricevere" in page.recipient
    sent = fill(operator, other_ente, citizen, page=page, **typed).path
    demo.await_state(sent, "processed")
    assert demo.notification(sent, "attempt") == ["1"] and len(demo.inbox(citizen)) == 1


def test_with_both_keys_dead_the_service_stands_still_until_one_is_replaced(demo, other_ente, service, citizen):
    for which in ("primaria", "secondaria"):
        demo.regenerate_key(other_ente, SERVICE, which)
    operator, administrator = other_ente.visitor("operatore"), other_ente.visitor("amministratore")
    path = send(operator, other_ente, citizen, servizio=other_ente.services[SERVICE])
    assert demo.state(path) == "queued"
    page = operator.get(path)
    assert "rifiuta le chiavi del servizio" in page.details["Errore"] and "Da inviare" in page.text
    assert "Fermo: chiave rifiutata" in administrator.get(service).text
    assert demo.created(citizen) == []

    replace(administrator, service, "primary", demo.sandbox_keys(other_ente, SERVICE)[0])
    demo.await_state(path, "processed", within=20)
    assert len(demo.inbox(citizen)) == 1
    assert "Fermo" not in administrator.get(service).text


def test_a_key_is_tried_at_app_io_when_somebody_asks(demo, other_ente, service):
    administrator = other_ente.visitor("amministratore")
    page = administrator.press(administrator.get(service), "Prova chiave primaria")
    assert until(lambda: "App IO accetta la chiave" in administrator.get(page.path).text, 10)
    replace(administrator, service, "primary", "0123456789abcdef0123456789abcdef")
    page = administrator.press(administrator.get(service), "Prova chiave primaria")
    assert until(lambda: "App IO rifiuta la chiave" in administrator.get(page.path).text, 10)
