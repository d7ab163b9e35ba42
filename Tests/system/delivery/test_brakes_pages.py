"""What stands still, on every page: who stopped it, since when, why, and how an administrator lets it go on."""

import re
from contextlib import contextmanager

import pytest

from citizens import new_citizen
from compose import send
from visitor import Visitor

SERVICE = "Avviso TARI"
KINDS = {
    "keys": ("Fermo: chiave rifiutata", "App IO rifiuta le chiavi del servizio", "o un amministratore le sostituisce"),
    "refusals": ("Fermo: troppi rifiuti", "App IO ha rifiutato di seguito 10 messaggi", "quando un amministratore riprende gli invii"),
    "ceiling": ("Fermo: massimo raggiunto", "ha raggiunto il massimo di messaggi al giorno", "quando un amministratore riprende gli invii"),
}


@pytest.fixture(scope="module")
def people(tenant) -> tuple[Visitor, Visitor]:
    """An operator and an administrator of the tenant to which nobody else sends at the same time: the personas are the other's."""
    return tenant.visitor("operatore"), tenant.visitor("amministratore")


@pytest.fixture(scope="module")
def service(tenant) -> str:
    return f"/servizi/{tenant.services[SERVICE]}"


@pytest.fixture(autouse=True)
def goes_on_afterwards(demo, tenant):
    yield
    demo.sql("UPDATE host SET paused_at = NULL, restored_at = NULL")
    demo.sql(f"""UPDATE tenant SET paused_at = NULL, paused_by = NULL, citizen_ceiling = NULL WHERE code = '{tenant.code}';
        UPDATE service SET paused_at = NULL, paused_by = NULL, stopped_at = NULL, stop_kind = NULL, stop_reason = NULL,
          daily_ceiling = NULL""")


def row_of(tenant, name: str) -> str:
    return f"id = UNHEX('{tenant.services[name].replace('-', '')}')"


def stop(demo, tenant, name: str, kind: str, reason: str = "App IO ha risposto: parole sue") -> None:
    """As the program does."""
    demo.sql(f"UPDATE service SET stopped_at = NOW(6), stop_kind = '{kind}', stop_reason = '{reason}' WHERE {row_of(tenant, name)}")


def doubt(demo, path: str, columns: str = "reason = 'answer_lost'") -> None:
    uuid = path.split("?")[0].rsplit("/", 1)[-1].replace("-", "")
    demo.sql(f"UPDATE notification SET state = 'uncertain', due_at = NULL, {columns} WHERE id = UNHEX('{uuid}')")


@contextmanager
def waiting(demo, visitor, tenant):
    """A notification that does not leave; it does when whatever holds it is gone."""
    citizen = new_citizen()
    path = send(visitor, tenant, citizen, servizio=tenant.services[SERVICE])
    assert demo.state(path) == "queued" and demo.created(citizen) == []
    yield path
    demo.await_state(path, "processed")
    assert len(demo.created(citizen)) == 1


def test_a_paused_service_keeps_its_notifications_until_somebody_resumes_it(demo, tenant, people, service):
    operator, administrator = people
    page = administrator.decide(administrator.get(service), "Sospendi gli invii")
    assert "La sospensione degli invii del servizio è registrata." in page.text and "In corso: 0 · In attesa: 0" in page.text
    assert "Sospeso" in next(row for row in administrator.get("/servizi").rows if SERVICE in row[0])
    with waiting(demo, operator, tenant) as path:
        page = operator.get(path)
        assert "Gli invii del servizio sono sospesi: la notifica parte quando" in page.details["Errore"]
        assert "Nessuna chiamata ad App IO ancora." in page.text
        page = administrator.get(service)
        assert "In corso: 0 · In attesa: 1" in page.text and "ciò che è già partito arriva alla fine" in page.text
        page = administrator.press(page, "Riprendi gli invii")
        assert "Gli invii del servizio sono ripresi." in page.text and page.bands == []


def test_a_paused_tenant_says_so_to_everybody_and_only_administrators_find_the_way(demo, tenant, people):
    operator, administrator = people
    page = administrator.decide(administrator.get("/impostazioni"), "Sospendi gli invii")
    [band] = page.bands
    assert re.search(r"Gli invii dell’ente sono sospesi dal \d\d/\d\d/\d{4} alle \d\d:\d\d:\d\d, da Bruno Amministratore\.", band)
    assert '<a href="/impostazioni#invii">' in page.html
    with waiting(demo, operator, tenant) as path:
        for page in [operator.get("/notifiche"), operator.get(path), operator.get("/profilo")]:
            [band] = page.bands
            assert "Gli invii dell’ente sono sospesi" in band and "rivolgersi a un amministratore" in band
            assert "/impostazioni" not in page.html
        assert "Gli invii dell’ente sono sospesi: la notifica parte quando" in operator.get(path).details["Errore"]
        assert "In corso: 0 · In attesa: 1" in administrator.get("/impostazioni").text
        assert administrator.press(administrator.get("/impostazioni"), "Riprendi gli invii").bands == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_service_that_the_program_stopped_says_why_and_an_administrator_resumes_it(demo, tenant, people, service, kind):
    operator, administrator = people
    badge, meaning, way_out = KINDS[kind]
    # Otherwise the worker finds out within seconds that they are good.
    demo.trouble(tenant, SERVICE, "401" if kind == "keys" else "none")
    stop(demo, tenant, SERVICE, kind, "Massimo al giorno: 9." if kind == "ceiling" else "App IO ha risposto: parole sue")
    assert badge in next(row for row in administrator.get("/servizi").rows if SERVICE in row[0])
    with waiting(demo, operator, tenant) as path:
        page = operator.get(path)
        assert meaning in page.details["Errore"] and way_out in page.details["Errore"]
        [band] = page.bands
        assert f"Il servizio «{SERVICE}» è fermo" in band and meaning in band
        assert ("Massimo al giorno: 9." in band) == (kind == "ceiling")
        # App IO's own words are for who looks at details, and nobody is asked to resume what goes on by itself.
        assert "parole sue" not in band and ("riprendere gli invii" in band) == (kind != "keys")
        page = administrator.get(service)
        assert f'<a href="{service}#{"chiavi" if kind == "keys" else "invii"}">' in page.html and badge in page.text
        assert ("<summary>Dettaglio tecnico</summary><p><code>App IO ha risposto: parole sue" in page.html) == (kind != "ceiling")
        demo.trouble(tenant, SERVICE, "none")
        assert administrator.press(page, "Riprendi gli invii").bands == []


def test_what_the_installations_administrator_must_do_is_asked_of_nobody_else(demo, people):
    for column, words in [("paused_at", "L’amministratore del sistema ha sospeso gli invii di tutti gli enti"),
                          ("restored_at", "nessuna notifica parte finché l’amministratore del sistema non ha eseguito la verifica.")]:
        demo.sql(f"UPDATE host SET {column} = NOW(6)")
        for page in [visitor.get("/notifiche") for visitor in people]:
            [band] = page.bands
            assert words in band and "rivolgersi" not in band and "riprendere gli invii" not in band
        demo.sql(f"UPDATE host SET {column} = NULL")


def test_a_notification_names_every_brake_that_holds_it(demo, tenant, people):
    operator, _ = people
    demo.sql("UPDATE host SET paused_at = NOW(6)")
    demo.sql(f"UPDATE tenant SET paused_at = NOW(6) WHERE code = '{tenant.code}'")
    stop(demo, tenant, SERVICE, "ceiling")
    path = send(operator, tenant, new_citizen(), servizio=tenant.services[SERVICE])
    reasons = operator.get(path).details["Errore"]
    assert "tutti gli enti" in reasons and "dell’ente sono sospesi" in reasons and "massimo raggiunto" in reasons
    assert reasons in " ".join(operator.get(f"/notifiche/stato?vista=dettaglio&uuid={path.rsplit('/', 1)[-1]}").html.split())
    operator.press(operator.get(path), "Annulla")


def test_of_many_alarms_three_are_shown_and_the_others_counted(demo, tenant, people):
    operator, administrator = people
    for name in tenant.services:
        stop(demo, tenant, name, "refusals")
        demo.sql(f"UPDATE service SET paused_at = NOW(6) WHERE {row_of(tenant, name)}")
    others = 2 * len(tenant.services) - 3
    page = administrator.get("/notifiche")
    assert len(page.bands) == 3 and f"Altri avvisi: {others}. Si vedono in Gestione Servizi." in page.text
    page = operator.get("/notifiche")
    assert len(page.bands) == 3 and f"Altri avvisi: {others}." in page.text and 'href="/servizi"' not in page.html
    demo.configure(f"UPDATE service SET disabled = TRUE WHERE {row_of(tenant, SERVICE)}")
    try:
        assert f"«{SERVICE}»" not in " ".join(administrator.get("/notifiche").bands)
    finally:
        demo.configure(f"UPDATE service SET disabled = FALSE WHERE {row_of(tenant, SERVICE)}")


def test_doubts_are_explained_where_the_archive_lists_them(demo, tenant, people):
    operator, _ = people
    page = operator.get("/notifiche?stato=uncertain")
    assert "Nessun esito incerto" in page.text and page.rows == []
    path = send(operator, tenant, new_citizen())
    demo.await_state(path, "processed")
    doubt(demo, path)
    page = operator.get("/notifiche?stato=uncertain")
    assert "Il programma non reinvia nulla da solo" in page.text and path in page.html and len(page.rows) == 1
    operator.decide(operator.get(path), "Considera inviata")
    assert operator.get("/notifiche?stato=uncertain").rows == []


def test_a_doubt_says_when_it_left_what_app_io_answered_and_the_risk_of_each_way_out(demo, tenant, people):
    operator, _ = people
    path = send(operator, tenant, new_citizen())
    demo.await_state(path, "processed")
    doubt(demo, path, """reason = 'answer_unclear', sent_at = '2026-07-01 10:20:30', problem_status = 503, problem_title = 'Bad Gateway',
          problem_detail = 'upstream <timed out>'""")
    page = operator.get(path)
    assert "La richiesta è partita il 01/07/2026 alle 12:20:30." in page.text
    assert page.details["Parole di App IO"] == "HTTP 503 · Bad Gateway · upstream <timed out>" and page.text.count("Bad Gateway") == 1
    assert page.html.index("<summary>Dettagli tecnici") < page.html.index("HTTP 503")
    assert "Se il messaggio non era partito, il cittadino non lo riceverà mai." in page.text
    assert "Se il messaggio era partito, il cittadino lo riceverà due volte." in page.text
    assert "potrebbe riceverlo due volte" in page.text
    viewer = tenant.visitor("consultazione").get(path)
    assert "12:20:30" in viewer.text and not viewer.has_button("Reinvia")
    doubt(demo, path)
    demo.sql("UPDATE notification SET problem_status = NULL WHERE state = 'uncertain' AND reason = 'answer_lost'")
    assert "App IO non ha dato risposta." in operator.get(path).text
    operator.decide(operator.get(path), "Considera inviata")


def test_every_call_to_app_io_is_in_the_log_of_its_notification(demo, tenant, people):
    operator, _ = people
    path = send(operator, tenant, new_citizen())
    demo.await_state(path, "processed")
    rows = operator.get(path).rows
    # One check, or two when the first came before the message was processed.
    assert rows[0][1:4] == ["Stato", "Stato comunicato", "200"]
    assert [row[1:4] for row in rows if row[1] != "Stato"] == [
        ["Invio n. 1", "Presa in carico", "201"], ["Profilo", "Il cittadino può riceverla", "200"]]
    for row in rows:
        assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", row[0]) and re.fullmatch(r"\d+ ms", row[5]) and row[6] == "primaria"
    uuid = path.rsplit("/", 1)[-1]
    assert "Presa in carico" in operator.get(f"/notifiche/stato?vista=dettaglio&uuid={uuid}").html


@pytest.mark.parametrize("address, field", [("service", "massimo_giornaliero"), ("/impostazioni/massimo", "massimo_cittadino")])
def test_a_maximum_a_day_is_a_number_or_nothing(request, people, address, field):
    _, administrator = people
    path = request.getfixturevalue("service") if address == "service" else address
    for wrong in ["0", "-1", "1000001", "molti", "1,5", "1.0", "99999999999999999999"]:
        page = administrator.press(administrator.get(path), "Salva massimo", **{field: wrong})
        assert page.status == 422 and "Scrivere un numero da 1 a 1.000.000" in page.beside(field)
        assert page.form("Salva massimo").fields[field] == wrong
    for typed, kept in [("1.000", "1000"), (" 7 ", "7"), ("1.000.000", "1000000"), ("", "")]:
        page = administrator.press(administrator.get(path), "Salva massimo", **{field: typed})
        assert page.status == 200 and administrator.get(path).form("Salva massimo").fields[field] == kept


def test_a_maximum_a_day_stops_the_service_and_resuming_lets_as_many_go(demo, tenant, people, service):
    operator, administrator = people
    administrator.press(administrator.get(service), "Salva massimo", massimo_giornaliero="1")
    demo.await_state(send(operator, tenant, new_citizen(), servizio=tenant.services[SERVICE]), "processed")
    with waiting(demo, operator, tenant) as path:
        page = administrator.get(service)
        assert "Fermo: massimo raggiunto" in page.text and "massimo di messaggi al giorno" in operator.get(path).details["Errore"]
        administrator.press(page, "Riprendi gli invii")


def test_monitoring_is_told_what_stands_still(demo, tenant):
    names = [f'puntuale_lanes_paused{{reason="{kind}"}}' for kind in KINDS] + ["puntuale_restore_pending"]
    whole = [f'puntuale_lanes_paused{{reason="{reason}"}}' for reason in ("tenant", "installation")]
    assert [demo.metrics()[name] for name in names + whole] == [0] * 6
    stop(demo, tenant, SERVICE, "refusals")
    demo.sql("UPDATE host SET paused_at = NOW(6), restored_at = NOW(6)")
    demo.sql(f"UPDATE tenant SET paused_at = NOW(6) WHERE code = '{tenant.code}'")
    measured = demo.metrics()
    assert [measured[name] for name in names] == [0, 1, 0, 1] and 0 < measured[whole[0]] < measured[whole[1]]
    assert demo.monitor.get("/pronto").body.startswith(b"ripristino da verificare")
    demo.sql("UPDATE host SET restored_at = NULL")
    assert demo.monitor.get("/pronto").body.startswith(b"invii di tutti gli enti sospesi")
