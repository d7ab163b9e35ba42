"""The audit as administrators read it."""


import pytest

from citizens import new_citizen
from compose import send
from visitor import Visitor

SERVICE = "Avviso TARI"


@pytest.fixture(scope="module")
def administrator(other_tenant) -> Visitor:
    return other_tenant.visitor("amministratore")


@pytest.fixture(scope="module")
def service(other_tenant) -> str:
    return f"/servizi/{other_tenant.services[SERVICE]}"


def test_the_audit_says_in_words_who_did_what_on_what(demo, other_tenant, administrator, service):
    demo.await_state(path := send(other_tenant.visitor("operatore"), other_tenant, new_citizen()), "processed")
    administrator.press(administrator.get(service), "Salva massimo", massimo_giornaliero="500")
    administrator.decide(administrator.get(service), "Sospendi gli invii")
    administrator.press(administrator.get(service), "Riprendi gli invii")
    administrator.press(administrator.get(service), "Salva massimo", massimo_giornaliero="")
    page = administrator.get("/registro")
    unlimited, resumed, paused, limited = page.rows[:4]
    assert paused[1:4] == ["Bruno Amministratore", "Invii del servizio sospesi", SERVICE] and f'href="{service}"' in page.html
    assert resumed[1:4] == ["Bruno Amministratore", "Invii del servizio ripresi", SERVICE]
    assert [row[2] for row in (limited, unlimited)] == ["Servizio modificato"] * 2
    assert [row[4] for row in (limited, unlimited)] == [f"massimo di messaggi al giorno: {most}" for most in ("500", "nessun limite")]
    assert any(row[2] == "Notifica aggiunta" and row[3] == "…" + path[-12:] for row in page.rows) and f'href="{path}"' in page.html


def test_the_audit_says_what_was_done_by_a_command_and_whose_account_was_lent(demo, tenant, other_tenant, administrator):
    for owner in [tenant.code, other_tenant.code]:
        assert demo.puntuale("ente", "account", other_tenant.code, "--di", owner).returncode == 0
    own, lent = administrator.get("/registro?gruppo=system").rows[:2]
    assert [row[1] for row in (lent, own)] == ["amministratore del sistema"] * 2
    assert [row[4] for row in (lent, own)] == [f"account di App IO: dell’ente {tenant.code}", "account di App IO: dell’ente"]
