"""A service's two keys: one may die while the other works; when both are dead the service stands still, and nothing is lost.
One that is typed is tried before it is used."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from citizens import new_citizen
from compose import send
from demo import until

SERVICE = "Avviso TARI"


@pytest.fixture
def service(demo, other_tenant):
    """A service whose keys work again when the test is over."""
    path = f"/servizi/{other_tenant.services[SERVICE]}"
    yield path
    administrator = other_tenant.visitor("amministratore")
    for slot, key in zip(("primary", "secondary"), demo.sandbox_keys(other_tenant, SERVICE), strict=True):
        replace(administrator, path, slot, key)


def propose(administrator, path, slot, key):
    """What the page says once the key was tried."""
    page = administrator.press(administrator.get(path), "Sostituisci chiave", quale=slot, chiave=key)
    assert page.status == 200
    return until(lambda: "in corso" not in (found := administrator.get(page.path)).text and found, 60)


def replace(administrator, path, slot, key):
    page = propose(administrator, path, slot, key)
    assert "ora è in uso" in page.text, page.alerts


def test_a_dead_primary_key_is_not_noticed_by_anybody(demo, other_tenant, service, citizen):
    demo.regenerate_key(other_tenant, SERVICE, "primaria")
    path = send(other_tenant.visitor("operatore"), other_tenant, citizen, servizio=other_tenant.services[SERVICE])
    demo.await_state(path, "processed")
    assert len(demo.inbox(citizen)) == 1
    [[preferred]] = demo.sql(f"SELECT preferred_slot FROM service WHERE name = '{SERVICE}' AND preferred_slot = 'secondary'")
    assert preferred == "secondary"
    page = other_tenant.visitor("amministratore").get(service)
    assert "rifiutata da App IO" in page.details["Chiave primaria"] and any("gli invii usano l’altra" in text for text in page.alerts)
    assert "in uso" in page.details["Chiave secondaria"] and "in uso" not in page.details["Chiave primaria"]


def test_with_both_keys_dead_the_service_stands_still_until_one_is_replaced(demo, other_tenant, service, citizen):
    for which in ("primaria", "secondaria"):
        demo.regenerate_key(other_tenant, SERVICE, which)
    operator, administrator = other_tenant.visitor("operatore"), other_tenant.visitor("amministratore")
    path = send(operator, other_tenant, citizen, servizio=other_tenant.services[SERVICE])
    assert demo.state(path) == "queued"
    page = operator.get(path)
    assert "rifiuta le chiavi del servizio" in page.details["Errore"] and "Da inviare" in page.text
    assert "Fermo: chiave rifiutata" in administrator.get(service).text
    assert demo.created(citizen) == []

    replace(administrator, service, "primary", demo.sandbox_keys(other_tenant, SERVICE)[0])
    demo.await_state(path, "processed", within=60)
    assert len(demo.inbox(citizen)) == 1
    assert "Fermo" not in administrator.get(service).text


def test_the_one_key_of_a_service_is_in_use_whichever_it_is(demo, other_tenant, service):
    administrator, id = other_tenant.visitor("amministratore"), service.rsplit("/", 1)[-1].replace("-", "")
    demo.sql(f"DELETE FROM service_key WHERE service_id = UNHEX('{id}') AND slot = 'primary'")
    demo.sql(f"UPDATE service SET preferred_slot = 'primary' WHERE id = UNHEX('{id}')")
    assert "in uso" in administrator.get(service).details["Chiave secondaria"]


def test_keys_that_were_typed_are_asked_again_with_the_rest_of_a_refused_service(other_tenant):
    administrator = other_tenant.visitor("amministratore")
    page = administrator.get("/servizi/nuovo")
    with_key = administrator.press(page, "Aggiungi", chiave_primaria="0123456789abcdef0123456789abcdef")
    assert with_key.status == 422 and "vanno inserite di nuovo" in with_key.alerts[0]
    assert "vanno inserite di nuovo" not in administrator.press(page, "Aggiungi").alerts[0]


def test_a_key_in_use_is_tried_at_app_io_when_somebody_asks(demo, other_tenant, service):
    administrator = other_tenant.visitor("amministratore")

    def test() -> str:
        page = administrator.press(administrator.get(service), "Prova chiave primaria")
        return until(lambda: "in corso" not in (text := administrator.get(page.path).text) and text, 60)

    assert "App IO accetta la chiave primaria" in test()
    demo.regenerate_key(other_tenant, SERVICE, "primaria")
    time.sleep(2)  # sooner it is the answer of a moment ago
    text = test()
    assert "App IO rifiuta la chiave primaria" in text and "Intanto gli invii usano la chiave secondaria" in text
    replace(administrator, service, "primary", demo.sandbox_keys(other_tenant, SERVICE)[0])
    assert "rifiutata da App IO" not in administrator.get(service).text


def test_a_key_that_app_io_refuses_never_displaces_one_that_works(demo, other_tenant, service, citizen):
    administrator = other_tenant.visitor("amministratore")
    page = propose(administrator, service, "primary", "0123456789abcdef0123456789abcdef")
    [told] = [text for text in page.alerts if "App IO rifiuta la nuova chiave primaria: quella in uso rimane." in text]
    assert "per intero dall’area riservata di App IO.Dettaglio tecnico" in told
    new = page.details["Nuova chiave primaria"]
    assert "…cdef" in new and "rifiutata da App IO Dettaglio tecnico" in new
    assert "…" + demo.sandbox_keys(other_tenant, SERVICE)[0][-4:] in page.details["Chiave primaria"]
    path = send(other_tenant.visitor("operatore"), other_tenant, citizen, servizio=other_tenant.services[SERVICE])
    demo.await_state(path, "processed")
    assert [row[2] for row in demo.attempts(path)][:2] == ["200", "201"], "with the old key, at once"
    page = administrator.decide(page, "Scarta la nuova chiave primaria")
    assert "scartata" in page.text and "Nuova chiave primaria" not in page.details


def test_while_app_io_cannot_be_reached_a_key_waits_and_may_be_tried_again(demo, other_tenant, service):
    administrator = other_tenant.visitor("amministratore")
    demo.trouble(other_tenant, SERVICE, "503", operation="profilo")
    try:
        page = propose(administrator, service, "secondary", demo.sandbox_keys(other_tenant, SERVICE)[1])
        assert "non si può provare ora: quella in uso rimane" in page.text and "App IO non risponde" in page.text
    finally:
        demo.trouble(other_tenant, SERVICE, "none")
    page = administrator.press(administrator.get(service), "Riprova la nuova chiave secondaria")
    assert until(lambda: "ora è in uso" in administrator.get(page.path).text, 60)


def test_keys_are_rotated_twice_while_messages_leave_and_none_is_lost_doubled_or_stopped(demo, other_tenant, service):
    """As Gestione Servizi says: the one that is not in use first, then the other."""
    citizens, paths = [new_citizen() for _ in range(200)], []
    operators, administrator = [other_tenant.visitor("operatore") for _ in range(4)], other_tenant.visitor("amministratore")
    typed = {"servizio": other_tenant.services[SERVICE]}
    for slot, key in zip(("primary", "secondary"), demo.sandbox_keys(other_tenant, SERVICE), strict=True):
        replace(administrator, service, slot, key)

    def write(operator, mine):
        for citizen in mine:
            paths.append(send(operator, other_tenant, citizen, **typed))

    def spare() -> str:
        [[preferred]] = demo.sql(f"""SELECT s.preferred_slot FROM service s JOIN tenant t ON t.id = s.tenant_id
                                     WHERE s.name = '{SERVICE}' AND t.code = '{other_tenant.code}'""")
        return "secondary" if preferred == "primary" else "primary"

    def stops() -> list[list[str]]:
        return demo.sql("SELECT COUNT(*) FROM audit WHERE action = 'service_stopped'")

    stops_before = stops()
    with ThreadPoolExecutor(4) as desk:
        writing = [desk.submit(write, operator, citizens[number::4]) for number, operator in enumerate(operators)]
        for _ in range(4):
            time.sleep(0.5)
            slot = spare()
            demo.regenerate_key(other_tenant, SERVICE, "primaria" if slot == "primary" else "secondaria")
            replace(administrator, service, slot, demo.sandbox_keys(other_tenant, SERVICE)[slot == "secondary"])
        assert any(not future.done() for future in writing), "the keys were rotated while messages left"
        for future in writing:
            future.result()
    until(lambda: all(demo.state(path) in ("accepted", "processed") for path in paths), 60, lambda: {demo.state(path) for path in paths})
    assert len(paths) == 200 and [len(demo.created(citizen)) for citizen in citizens] == [1] * 200
    assert stops() == stops_before
