"""The audit as administrators read it."""

import re

import pytest

from citizens import new_citizen
from compose import send
from visitor import Visitor

SERVICE = "Avviso TARI"


@pytest.fixture(scope="module")
def administrator(other_ente) -> Visitor:
    return other_ente.visitor("amministratore")


@pytest.fixture(scope="module")
def service(other_ente) -> str:
    return f"/servizi/{other_ente.services[SERVICE]}"


def test_the_audit_says_in_words_who_did_what_on_what(demo, other_ente, administrator, service):
    demo.await_state(path := send(other_ente.visitor("operatore"), other_ente, new_citizen()), "processed")
    administrator.press(administrator.get(service), "Salva massimo", massimo_giornaliero="500")
    administrator.press(administrator.get(service), "Sospendi gli invii")
    administrator.press(administrator.get(service), "Riprendi gli invii")
    administrator.press(administrator.get(service), "Salva massimo", massimo_giornaliero="")
    page = administrator.get("/registro")
    unlimited, resumed, paused, limited = page.rows[:4]
    assert paused[1:4] == ["Bruno Amministratore", "Invii del servizio sospesi", SERVICE] and f'href="{service}"' in page.html
    assert resumed[1:4] == ["Bruno Amministratore", "Invii del servizio ripresi", SERVICE]
    assert [row[2] for row in (limited, unlimited)] == ["Servizio modificato"] * 2
    assert [row[4] for row in (limited, unlimited)] == [f"massimo di messaggi al giorno: {most}" for most in ("500", "nessun limite")]
    assert any(row[2] == "Notifica aggiunta" and row[3] == "…" + path[-12:] for row in page.rows) and f'href="{path}"' in page.html


def test_the_audit_marks_what_is_serious_and_can_be_narrowed_and_paged(demo, other_ente, administrator, service):
    old = "a.tenant_id = s.tenant_id AND a.id < UNHEX('01000001000000000000000000000000')"
    # Lines of the last 180 days cannot be removed again.
    demo.sql(f"""INSERT INTO audit (tenant_id, id, at, action, subject, detail)
        SELECT s.tenant_id, UNHEX(CONCAT('01000000', LPAD(seq, 24, '0'))), '2004-07-01', IF(seq > 60, 'service_stopped', 'key_tested'),
               s.id, IF(seq > 60, 'stop=refusals', CONCAT('code=n', seq))
        FROM service s JOIN seq_1_to_61 WHERE s.id = UNHEX('{other_ente.services[SERVICE].replace('-', '')}')""")
    try:
        page = administrator.press(administrator.get("/registro"), "Cerca", azione="service_stopped")
        assert page.rows[-1][1:] == ["automatico", "Allarme Servizio fermato", SERVICE, "troppi rifiuti"]
        assert all(row[2] == "Allarme Servizio fermato" for row in page.rows) and link(page, "prev") is None
        page = administrator.press(administrator.get("/registro"), "Cerca", azione="key_tested")
        assert len(page.rows) == 50 and link(page, "prev") is None
        older = administrator.get(link(page, "next"))
        details = [row[4] for row in page.rows + older.rows]
        assert [detail for detail in details if detail] == [f"n{number}" for number in range(60, 0, -1)]
        assert link(older, "next") is None and administrator.get(link(older, "prev")).rows == page.rows
    finally:
        demo.sql(f"DELETE a FROM audit a JOIN service s ON {old}")
    assert administrator.get("/registro?azione=boh&prima=boh").status == 200


def test_the_audit_can_be_narrowed_to_a_person_and_to_days(demo, other_ente, administrator):
    old = "a.tenant_id = p.tenant_id AND a.id < UNHEX('01000000000000000000000000000000')"
    anna, bruno = [demo.sql(f"""SELECT INSERT(INSERT(INSERT(INSERT(LOWER(HEX(p.id)), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')
        FROM person p JOIN tenant t ON t.id = p.tenant_id WHERE t.code = '{other_ente.code}' AND p.username = '{username}'""")[0][0]
                   for username in ["operatore", "amministratore"]]
    # Ids hold the time: 00:00 of 1 July 2004 in Italy is 1,088,632,800,000 ms.
    midnight = 1_088_632_800_000
    moments = {"before": midnight - 1, "first": midnight, "last": midnight + 86_400_000 - 1, "after": midnight + 86_400_000}
    for number, (name, moment) in enumerate(moments.items()):
        demo.sql(f"""INSERT INTO audit (tenant_id, id, at, person_id, action, detail) SELECT p.tenant_id,
            UNHEX('{moment:012x}7000800000000000000{number}'), FROM_UNIXTIME({moment // 1000}), p.id, 'settings_changed', 'code={name}'
            FROM person p WHERE p.id = UNHEX('{(bruno if number % 2 else anna).replace("-", "")}')""")
    try:
        def details(**filters: str) -> list[str]:
            page = administrator.press(administrator.get("/registro"), "Cerca", azione="settings_changed", **filters)
            return [row[4] for row in page.rows]
        assert details(dal="2004-07-01", al="2004-07-01") == ["last", "first"]
        assert details(al="2004-07-02", persona=anna) == ["last", "before"]
        assert details(al="2004-07-02", persona=bruno) == ["after", "first"]
        page = administrator.press(administrator.get("/registro"), "Cerca", dal="2004-07-02", al="2004-07-01")
        assert page.status == 422 and "La data «al» viene prima" in page.text and page.rows == []
        assert administrator.press(page, "Cerca", dal="2004-07-02", al="2004-07-02", azione="").rows[0][4] == "after"
    finally:
        demo.sql(f"DELETE a FROM audit a JOIN person p ON {old}")


def test_the_audit_says_what_was_done_by_a_command_and_whose_account_was_lent(demo, ente, other_ente, administrator):
    for owner in [ente.code, other_ente.code]:
        assert demo.puntuale("ente", "account", other_ente.code, "--di", owner).returncode == 0
    own, lent = administrator.get("/registro?azione=account_changed").rows[:2]
    assert [row[1] for row in (lent, own)] == ["amministratore del sistema"] * 2
    assert [row[4] for row in (lent, own)] == [f"account di App IO: dell’ente {ente.code}", "account di App IO: dell’ente"]


def link(page, relation: str) -> str | None:
    found = re.search(rf'<a [^>]*rel="{relation}"[^>]*href="([^"]*)"', page.html)
    return found and found.group(1).replace("&amp;", "&")
