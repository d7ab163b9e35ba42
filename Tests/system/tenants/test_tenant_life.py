"""A tenant comes, moves and goes, by the command line of the installation's administrator."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from citizens import new_citizen
from compose import send
from demo import until
from new_tenant import new_tenant

REFUSED, WRONG_ARGUMENTS = 65, 64


@pytest.fixture
def passing(demo, tenant):
    return new_tenant(demo, tenant)


def rows(demo, tenant_id: str) -> int:
    tables = [name for [name] in demo.sql("SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE() "
                                          "AND column_name = 'tenant_id'")]
    return sum(int(demo.sql(f"SELECT COUNT(*) FROM {table} WHERE tenant_id = UNHEX('{tenant_id}')")[0][0]) for table in tables)


def test_a_tenant_that_goes_leaves_nothing_but_a_certificate(demo, tenant, passing):
    operator, citizen = passing.visitor("operatore"), new_citizen()
    demo.await_state(send(operator, passing, citizen), "processed")
    [[tenant_id]] = demo.sql(f"SELECT HEX(id) FROM tenant WHERE code = '{passing.code}'")
    for confirmation in [[], ["--conferma", tenant.code]]:
        assert demo.puntuale("ente", "delete", passing.code, *confirmation).returncode in (REFUSED, WRONG_ARGUMENTS)
    assert operator.get("/notifiche").status == 200
    result = demo.puntuale("ente", "delete", passing.code, "--conferma", passing.code)
    assert result.returncode == 0, result
    assert rows(demo, tenant_id) == 0 and demo.sql(f"SELECT 1 FROM tenant WHERE id = UNHEX('{tenant_id}')") == []
    assert operator.get("/notifiche").status == 421
    shown = demo.puntuale("ente", "certificate", passing.code)
    assert shown.stdout == result.stdout and "CERTIFICATO DI CANCELLAZIONE" in shown.stdout
    for known in [citizen, "Persona", "operatore"]:
        assert known not in shown.stdout
    [last] = [found for found in json.loads(demo.puntuale("ente", "certificate", "list", "--json").stdout)
              if found["codice"] == passing.code]
    assert last["integro"] and last["righe"]["notification"] == 1 and last["sha256"] in shown.stdout and last["conclusa"]
    assert demo.puntuale("ente", "delete", passing.code, "--conferma", passing.code).returncode == REFUSED
    demo.await_state(send(tenant.visitor("operatore"), tenant, new_citizen()), "processed")


def test_what_is_in_flight_is_settled_before_it_goes(demo, tenant, passing):
    name, citizen = "Comunicazione avvenuta protocollo", new_citizen()
    demo.trouble(tenant, name, "none", latency=4000, operation="invio")
    try:
        path = send(passing.visitor("operatore"), passing, citizen)
        demo.await_state(path, "sending")
        result = demo.puntuale("ente", "delete", passing.code, "--conferma", passing.code, "--json")
    finally:
        demo.trouble(tenant, name, "none")
    assert result.returncode == 0 and "In volo: 1" in result.stderr, result
    assert json.loads(result.stdout)["esiti_ignoti"] == 0 and len(demo.created(citizen)) == 1
    demo.await_state(send(tenant.visitor("operatore"), tenant, new_citizen()), "processed")


def test_what_is_being_deleted_is_not_opened_again_and_the_installations_register_says_who_went(demo, gestore, passing):
    path = send(passing.visitor("operatore"), passing, new_citizen())
    demo.await_state(path, "processed")
    demo.sql("UPDATE notification SET state = 'sending', due_at = NOW(6) + INTERVAL 1 HOUR "
             f"WHERE id = UNHEX('{path.rsplit('/', 1)[-1].replace('-', '')}')")
    code = passing.code
    with ThreadPoolExecutor(1) as command:
        gone = command.submit(demo.puntuale, "ente", "delete", code, "--conferma", code, "--attesa", "5")
        until(lambda: demo.sql(f"SELECT 1 FROM deletion_certificate WHERE code = '{code}'"), 60)
        page = gestore.press(gestore.get("/enti"), "Cerca", cerca=code)
        address = re.search(r'href="(/enti/[0-9a-f]{12})"', page.html)[1]
        refused = gestore.press(gestore.get(address), "Riprendi")
        assert refused.status == 409 and "si sta cancellando" in refused.alerts[0]
        assert demo.puntuale("ente", "resume", code).returncode == REFUSED
        assert demo.sql(f"SELECT state FROM tenant WHERE code = '{code}'") == [["closed"]]
    assert gone.result().returncode == 0
    line = next(row for row in gestore.get("/registro").rows if row[2] == "Ente cancellato")
    assert line[1] == "da riga di comando" and line[4] == code


def test_the_account_of_others_does_not_go(demo, tenant, passing):
    assert demo.puntuale("ente", "account", tenant.code, "--di", passing.code).returncode == 0
    try:
        result = demo.puntuale("ente", "delete", passing.code, "--conferma", passing.code)
        assert result.returncode == REFUSED and tenant.code in result.stderr
        assert passing.visitor("operatore").get("/notifiche").status == 200
    finally:
        assert demo.puntuale("ente", "account", tenant.code, "--di", tenant.code).returncode == 0
