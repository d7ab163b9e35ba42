"""Whether a citizen can be reached, asked while the form is still being written: by Verifica, as without JavaScript."""

import pytest

from citizens import OFFICIAL, PERSONAS, new_citizen, with_control
from compose import CONTENT, fill, send, verify
from demo import until

REACHABLE, AWAY, WAITING = "Può ricevere", "Non verificabile ora", "Verifica in corso…"


@pytest.fixture
def profiles(demo, other_tenant):
    """How many profiles were asked for since the test began, by which time what others send from the other tenant has left."""
    others = f"""SELECT 1 FROM notification n JOIN tenant t ON t.id = n.tenant_id
        WHERE t.code = '{other_tenant.code}' AND n.state IN ('queued', 'sending') LIMIT 1"""
    until(lambda: demo.sql(others) == [], 100)
    before = demo.calls()["profile"]
    return lambda: demo.calls()["profile"] - before


def asks(demo, citizen: str) -> list[list[str]]:
    return demo.sql(f"SELECT answer FROM ask WHERE fiscal_code = '{citizen}'")


@pytest.mark.parametrize("citizen, words", [
    (PERSONAS[1], "Uomo, nato il 01/01/1980. Può ricevere: è su App IO"),
    (PERSONAS[2], "Non è su App IO, o non vi riceve messaggi: serve un altro canale (telefono, PEC, lettera)."),
    (PERSONAS[3], "Ha disattivato questo servizio su App IO"),
    (with_control("RSSMRA80A41X9LV"), "Donna, nata il 01/01/1980. Codice con omocodia: lettere al posto di cifre. Può ricevere"),
    (OFFICIAL, "Codice di prova di App IO: non è di una persona. Può ricevere"),
], ids=["can receive", "not on App IO", "blocks the service", "omocodia", "official code"])
def test_verifica_says_who_it_is_and_whether_it_can_be_reached(tenant, operator, citizen, words):
    page = verify(operator, tenant, citizen.lower(), oggetto="Non ancora scritto", contenuto="Nemmeno questo")
    assert page.status == 200 and words in page.recipient and page.beside("codice_fiscale") == ""
    fields = page.form("Verifica").fields
    assert (fields["codice_fiscale"], fields["oggetto"]) == (citizen.lower(), "Non ancora scritto")
    assert fields["servizio"] == tenant.first_service
    assert not page.alerts


def test_a_look_at_the_preview_keeps_what_is_known_of_the_recipient_and_asks_nobody(tenant, operator, citizen, profiles):
    page = verify(operator, tenant, citizen)
    assert REACHABLE in page.recipient and profiles() == 1
    looked = operator.press(page, "Anteprima")
    assert looked.recipient == page.recipient and profiles() == 1
    # Of somebody else nothing is known.
    assert REACHABLE not in operator.press(page, "Anteprima", codice_fiscale=new_citizen()).recipient and profiles() == 1


def test_a_wrong_code_gets_its_sentence_and_nobody_is_asked(tenant, operator, profiles):
    page = verify(operator, tenant, "RSSMRA85T10A562T")
    assert page.status == 200 and "l’ultima lettera non corrisponde al resto" in page.beside("codice_fiscale")
    assert 'aria-invalid="true"' in page.html and not page.alerts
    assert "Indicare il codice fiscale" in verify(operator, tenant, "").beside("codice_fiscale") and profiles() == 0


def test_without_a_service_that_can_be_used_only_the_code_speaks(demo, tenant, other_tenant, operator, citizen, profiles):
    disabled = tenant.services["Avviso TARI"]
    row = f"WHERE id = UNHEX('{disabled.replace('-', '')}')"
    demo.configure(f"UPDATE service SET disabled = TRUE {row}")
    try:
        for service in ["", "boh", disabled, other_tenant.first_service, "00000000-0000-7000-8000-000000000000"]:
            page = verify(operator, tenant, citizen, servizio=service)
            assert "Uomo, nato il 01/01/1980. Scegliere il servizio" in page.recipient and REACHABLE not in page.recipient
    finally:
        demo.configure(f"UPDATE service SET disabled = FALSE {row}")
    assert profiles() == 0


def test_a_form_of_another_tenant_asks_nothing(tenant, other_tenant, operator, citizen, profiles, demo):
    foreign = other_tenant.visitor("operatore").get("/notifiche/nuova").form("Verifica").fields["_chiave"]
    page = operator.get("/notifiche/nuova")
    page.form("Verifica").fields["_chiave"] = foreign
    assert fill(operator, tenant, citizen, "Verifica", page=page).status == 422
    assert profiles() == 0 and asks(demo, citizen) == []


def test_the_same_form_asks_once_in_a_minute(tenant, operator, citizen, profiles):
    page = verify(operator, tenant, citizen)
    for _ in range(2):
        page = verify(operator, tenant, citizen, page)
        assert REACHABLE in page.recipient
    assert profiles() == 1
    verify(operator, tenant, citizen)  # another form
    assert profiles() == 2
    verify(operator, tenant, citizen, page, servizio=tenant.services["Avviso TARI"])
    assert profiles() == 3


def test_the_send_takes_the_answer_and_saves_exactly_one_call(demo, tenant, operator, citizen, profiles):
    sent = fill(operator, tenant, citizen, page=verify(operator, tenant, citizen)).path
    assert demo.attempts(sent)[:2] == [["profile", "reused", "NULL"], ["submit", "accepted", "201"]]
    assert profiles() == 1
    demo.await_state(sent, "processed")
    assert len(demo.inbox(citizen)) == 1
    assert "Verificato mentre si scriveva: il cittadino può riceverla" in operator.get(sent).text
    send(operator, tenant, new_citizen())
    assert profiles() == 2, "without Verifica the send asks"


@pytest.mark.parametrize("change", ["another code", "another service", "another form", "after a minute"])
def test_the_send_of_something_else_asks_again(demo, tenant, operator, citizen, profiles, change):
    page, typed = verify(operator, tenant, citizen), {}
    if change == "another code":
        citizen = new_citizen()
    elif change == "another service":
        typed = {"servizio": tenant.services["Avviso TARI"]}
    elif change == "another form":
        page = operator.get("/notifiche/nuova")
    else:
        demo.sql(f"UPDATE ask SET answered_at = answered_at - INTERVAL 61 SECOND WHERE fiscal_code = '{citizen}'")
    sent = fill(operator, tenant, citizen, page=page, **typed).path
    demo.await_state(sent, "processed")
    assert profiles() == 2 and demo.attempts(sent)[0] == ["profile", "allowed", "200"] and len(demo.inbox(citizen)) == 1


@pytest.mark.parametrize("number", [2, 3])
def test_who_cannot_be_reached_is_asked_for_again_by_the_send(demo, tenant, operator, profiles, number):
    """At the counter the citizen may have turned the service on meanwhile."""
    sent = fill(operator, tenant, PERSONAS[number], oggetto=f"Notifica a chi non riceve, {number}",
                page=verify(operator, tenant, PERSONAS[number])).path
    demo.await_state(sent, "unreachable")
    assert profiles() == 2 and demo.created(PERSONAS[number])[-1:] == []


@pytest.mark.parametrize("trouble, why", [
    ("503", "App IO non risponde"), ("401", "App IO non accetta le chiavi di questo servizio")])
def test_what_app_io_does_not_say_is_not_known_now_and_keeps_nobody_from_sending(demo, tenant, operator, citizen, service, trouble, why):
    service[1](trouble, operation="profilo")
    page = verify(operator, tenant, citizen, servizio=service[0])
    assert AWAY in page.recipient and why in page.recipient
    service[1]("none")
    page = verify(operator, tenant, citizen, page, servizio=service[0])
    assert REACHABLE in page.recipient, "asked again at once"
    service[1](trouble if trouble != "401" else "503", operation="profilo")
    sent = fill(operator, tenant, citizen, page=page, servizio=service[0]).path
    demo.await_state(sent, "processed")  # the profile was known
    assert len(demo.inbox(citizen)) == 1


def test_a_slow_answer_is_waited_for_and_then_given_up(demo, tenant, operator, citizen, service, profiles):
    service[1]("none", latency=3000, operation="profilo")
    page = verify(operator, tenant, citizen, servizio=service[0])
    assert f"{WAITING} Premere di nuovo Verifica" in page.recipient
    until(lambda: REACHABLE in verify(operator, tenant, citizen, page, servizio=service[0]).recipient, 60)
    assert profiles() == 1
    late = new_citizen()
    page = verify(operator, tenant, late, servizio=service[0])
    demo.sql(f"UPDATE ask SET created_at = created_at - INTERVAL 10 SECOND WHERE fiscal_code = '{late}'")
    assert AWAY in verify(operator, tenant, late, page, servizio=service[0], subito="1").recipient


def test_nothing_of_it_is_kept(demo, tenant, operator, citizen):
    assert REACHABLE in verify(operator, tenant, citizen).recipient
    assert asks(demo, citizen) == [["reachable"]]
    age = "TIMESTAMPDIFF(SECOND, created_at, expires_at + INTERVAL 1 MINUTE)"
    [[lives]] = demo.sql(f"SELECT MAX({age}) FROM ask WHERE fiscal_code = '{citizen}'")
    assert int(lives) <= 100
    demo.sql(f"UPDATE ask SET created_at = created_at - INTERVAL 91 SECOND, expires_at = expires_at - INTERVAL 91 SECOND "
             f"WHERE fiscal_code = '{citizen}'")
    until(lambda: asks(demo, citizen) == [], 60)
    columns = demo.sql("""SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = DATABASE()
        AND (character_maximum_length IS NOT NULL) AND table_name NOT IN ('export_chunk')""")
    assert ["ask", "fiscal_code"] in columns and ["audit", "detail"] in columns
    for table, column in columns:
        found = f"SELECT COUNT(*) FROM {table} WHERE INSTR(CAST({column} AS BINARY), '{citizen}')"
        assert demo.sql(found) == [["0"]], (table, column)
    logs = "".join(path.read_text(errors="replace") for path in (demo.run_dir / "logs").glob("*.log"))
    assert citizen not in logs and citizen.lower() not in logs


def test_the_audit_says_that_somebody_asked_and_not_of_whom(tenant, operator, administrator, citizen):
    verify(operator, tenant, citizen)
    checked = ["Anna Operatrice", "Destinatario verificato", "Comunicazione avvenuta protocollo", ""]
    page = administrator.press(administrator.get("/registro"), "Cerca", gruppo="looks")
    assert page.rows[0][1:] == checked and citizen not in page.html
    # Who has the codice fiscale finds who asked about it.
    page = administrator.press(page, "Cerca", su=citizen, gruppo="")
    assert [row[1:] for row in page.rows] == [["Bruno Amministratore", "Registro cercato per codice fiscale", "", ""], checked]
    assert citizen not in page.path and "ricerca=" in page.path


def test_a_person_asks_so_often_in_an_hour_and_may_send_all_the_same(demo, tenant, operator, administrator, citizen, profiles):
    mark = "detail = 'prova del limite'"
    demo.sql(f"""INSERT INTO audit (tenant_id, id, person_id, action, detail)
        SELECT p.tenant_id, CONCAT(UNHEX(LPAD(HEX(ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000) - 60000), 12, '0')), UNHEX('7000'),
               LPAD(seq, 8, '0')), p.id, 'recipient_checked', 'prova del limite'
        FROM seq_1_to_120, person p JOIN tenant t ON t.id = p.tenant_id WHERE t.code = '{tenant.code}' AND p.username = 'operatore'""")
    try:
        page = verify(operator, tenant, citizen)
        assert "Non verificabile ora: il limite di 120 verifiche in un’ora è raggiunto." in page.recipient and profiles() == 0
        assert REACHABLE in verify(administrator, tenant, citizen).recipient
        demo.await_state(fill(operator, tenant, citizen, page=page).path, "processed")
    finally:
        demo.sql(f"UPDATE audit SET action = 'logout' WHERE {mark}")
    assert REACHABLE in verify(operator, tenant, citizen).recipient


def test_no_codice_fiscale_is_in_an_address(tenant, operator, citizen):
    page = verify(operator, tenant, citizen)
    assert citizen not in page.path and "Verifica" in page.form("Verifica").buttons
    assert citizen not in "".join(value for _, value in page.all_headers)
    assert CONTENT.strip() in page.form("Verifica").fields["contenuto"]
