"""The command line of the installation's administrator, against the demo's database."""

import json
import subprocess
from uuid import UUID

import pytest

from citizens import new_citizen
from compose import fill, send
from queues import SUBJECT, fill_queue

WRONG_ARGUMENTS, REFUSED, UNAVAILABLE, CONFIGURATION = 64, 65, 69, 78
KEYS = ["a1" * 16, "b2" * 16]


@pytest.fixture
def puntuale(demo):
    return demo.puntuale


def answer(result: subprocess.CompletedProcess):
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_a_new_tenant_sends_with_nothing_but_the_command_line(demo, tenant, puntuale, citizen):
    code, host = f"c_{citizen[:3].lower()}{citizen[12:15]}", f"nuovo-{citizen[12:15].lower()}.localhost"
    made = answer(puntuale("ente", "create", code, "--nome", "Comune Nuovo", "--host", host, "--json"))
    assert (made["codice"], made["host"], made["stato"], made["contenuto_minimo"]) == (code, host, "attivo", 120)
    assert puntuale("ente", "create", code, "--nome", "Comune Nuovo", "--host", host).returncode == REFUSED
    again = puntuale("ente", "create", code, "--nome", "Comune Nuovo", "--host", host, "--se-manca", "--json")
    assert answer(again)["id"] == made["id"]
    assert code in [found["codice"] for found in answer(puntuale("ente", "list", "--json"))]
    hours = {"codice": code, "dalle": 8, "alle": 20, "festivi": False}
    assert answer(puntuale("ente", "hours", code, "--json")) == hours
    assert answer(puntuale("ente", "hours", code, "--alle", "13", "--json")) == hours | {"alle": 13}
    assert puntuale("ente", "hours", code, "--dalle", "13").returncode == REFUSED
    assert answer(puntuale("ente", "hours", code, "--sempre", "--json")) == {"codice": code, "dalle": 0, "alle": 24, "festivi": True}

    service = answer(puntuale("servizio", "add", code, "--nome", "Anagrafe", "--id-servizio", "01TEST", "--ambiente", "prova",
                              "--importo-massimo", "100,00", "--senza-prova", "--chiavi-file", "-", "--json", secret="\n".join(KEYS)))
    assert service["chiavi"] == {"primaria": "…a1a1", "secondaria": "…b2b2"} and service["stato"] == "attivo"
    twice = puntuale("servizio", "add", code, "--nome", "Anagrafe", "--id-servizio", "01TEST", "--ambiente", "prova",
                     "--chiavi-file", "-", secret=KEYS[0])
    assert twice.returncode == REFUSED and "ha già un servizio" in twice.stderr

    person = answer(puntuale("utente", "create", code, "mario", "--nome", "Mario", "--ruolo", "operatore", "--password-file", "-", "--json",
                             secret="una-password-lunga\n"))
    assert (person["utente"], person["ruolo"], person["stato"]) == ("mario", "operatore", "attivo")
    assert puntuale("utente", "create", code, "mario", "--nome", "Mario", "--ruolo", "operatore", "--password-file", "-",
                    secret="una-password-lunga").returncode == REFUSED
    answer(puntuale("ente", "quota", code, "--persone", "1", "--json"))
    over = puntuale("utente", "create", code, "lucia", "--nome", "Lucia", "--ruolo", "operatore")
    assert over.returncode == 0 and "più persone della sua quota" in over.stderr

    visitor = demo.visitor(host).log_in({"utente": "mario", "password": "una-password-lunga"})
    steps = visitor.get("/notifiche").text
    assert "tutto è pronto" in steps and "AAAAAA00A00A000A" in steps
    # App IO does not know these keys: the service stops and its notification waits.
    path = visitor.press(visitor.get("/notifiche/nuova"), "Aggiungi", servizio=service["id"], codice_fiscale=citizen,
                         oggetto="Prova del nuovo ente", contenuto="c" * 200).path
    demo.await_state(path, "queued")
    refused = puntuale("servizio", "test-key", code, "Anagrafe", "--chiave", "primaria")
    assert refused.returncode == REFUSED and "rifiuta la chiave" in refused.stderr
    stopped = answer(puntuale("servizio", "list", code, "--json"))
    assert [found["stato"] for found in stopped] == ["fermo"] and set(stopped[0]["chiavi_rifiutate"]) == {"primaria", "secondaria"}
    refused = answer(puntuale("servizio", "list", "--rifiutate", "--json"))
    assert code in {found["ente"] for found in refused} and all(found["chiavi_rifiutate"] for found in refused)
    assert "primaria dal " in puntuale("servizio", "list", code).stdout
    assert "un amministratore le sostituisce" in visitor.get(path).details["Errore"]
    # One that App IO refuses does not get into use.
    assert puntuale("servizio", "set-key", code, "Anagrafe", "--chiave", "primaria", "--chiave-file", "-", secret="c3" * 16).returncode == 0
    assert puntuale("servizio", "test-key", code, "Anagrafe", "--chiave", "primaria").returncode == REFUSED
    [listed] = answer(puntuale("servizio", "list", code, "--json"))
    assert listed["chiavi"]["primaria"] == "…a1a1" and listed["chiavi_da_provare"] == {"primaria": "…c3c3"}
    # With a key of another's service it starts again by itself.
    good = demo.sandbox_keys(tenant, "Comunicazione avvenuta protocollo")[0]
    assert puntuale("servizio", "set-key", code, "Anagrafe", "--chiave", "primaria", "--chiave-file", "-", secret=good).returncode == 0
    assert puntuale("servizio", "test-key", code, "Anagrafe", "--chiave", "primaria").returncode == 0
    demo.await_state(path, "accepted", "processed")
    assert len(demo.created(citizen)) == 1


def test_a_suspended_tenant_lets_nobody_in_and_sends_nothing_until_it_resumes(demo, puntuale, other_tenant, citizen):
    operator = other_tenant.visitor("operatore")
    form = operator.get("/notifiche/nuova")
    assert puntuale("ente", "suspend", other_tenant.code, "--sola-lettura", "--motivo", "Passaggio di gestione").returncode == 0
    try:
        page = operator.get("/notifiche")
        assert page.status == 200 and "Nuovo" not in page.text
        assert "L’ente è in sola lettura" in page.text and "Passaggio di gestione." in page.text
        page = fill(operator, other_tenant, citizen, page=form)
        assert page.status == 403 and "sola lettura" in page.text and "Passaggio di gestione" in page.text
        for _ in range(2):
            assert puntuale("ente", "suspend", other_tenant.code, "--motivo", "Contratto scaduto").returncode == 0
        page = operator.get("/notifiche")
        assert page.status == 503 and "sospeso" in page.text and "Contratto scaduto" in page.text
        assert answer(puntuale("ente", "show", other_tenant.code, "--json"))["stato"] == "chiuso"
    finally:
        for _ in range(2):
            assert puntuale("ente", "resume", other_tenant.code).returncode == 0
    demo.await_state(send(operator, other_tenant, citizen), "processed")


def test_people_are_listed_reset_disabled_and_enabled(demo, tenant, puntuale):
    name = new_citizen().lower()
    puntuale("utente", "create", tenant.code, name, "--nome", "Nuova", "--ruolo", "consultazione", "--password-file", "-",
             secret="una-password-lunga")
    visitor = tenant.visitor().log_in({"utente": name, "password": "una-password-lunga"})
    assert puntuale("utente", "reset", tenant.code, name, "--password-file", "-", secret="un-altra-password").returncode == 0
    assert visitor.get("/notifiche", follow=False).status == 303
    visitor.log_in({"utente": name, "password": "un-altra-password"})
    for _ in range(2):
        assert puntuale("utente", "disable", tenant.code, name).returncode == 0
    assert visitor.get("/notifiche", follow=False).status == 303
    [found] = [found for found in answer(puntuale("utente", "list", tenant.code, "--json")) if found["utente"] == name]
    assert found["stato"] == "disattivato" and "password" not in json.dumps(found)
    assert puntuale("utente", "enable", tenant.code, name).returncode == 0
    visitor.log_in({"utente": name, "password": "un-altra-password"})


def states(demo, tenant) -> dict[str, int]:
    """Of what stood there with a reason of its own, and of what was sent again in its place."""
    rows = demo.sql(f"""SELECT IF(n.resend_of IS NULL, n.state, 'again'), COUNT(*) FROM notification n JOIN tenant t ON t.id = n.tenant_id
        WHERE t.code = '{tenant.code}' AND n.subject = '{SUBJECT}'
          AND (n.reason = 'moved' OR n.state = 'assumed' OR n.resend_of IS NOT NULL) GROUP BY 1""")
    return {state: int(count) for state, count in rows}


def test_many_are_decided_on_each_once_and_nobody_of_the_ente_did_it(demo, tenant, other_tenant, puntuale, administrator):
    for place in (tenant, other_tenant):
        fill_queue(demo, place, 7, "failed", "moved")
        fill_queue(demo, place, 4, "uncertain", "moved")
    chosen = ["--ente", tenant.code, "--motivo", "moved", "--json"]
    today = ["--dal", demo.sql("SELECT DATE(NOW()) - INTERVAL 1 DAY")[0][0], "--servizio", tenant.first_service]
    [counted] = answer(puntuale("queue", "retry", *chosen, *today, "--stato", "failed", "--conta"))
    assert (counted["ente"], counted["stato"], counted["notifiche"]) == (tenant.code, "failed", 7)
    nothing = puntuale("queue", "retry", *chosen, "--al", "2020-01-01")
    assert answer(nothing) == [] and "Nulla è stato fatto" not in nothing.stderr
    asked = puntuale("queue", "retry", *chosen, "--stato", "non riuscita")
    [found] = answer(asked)
    assert (found["nelle_pagine"], found["notifiche"]) == ("Non riuscita", 7) and "Con --conferma lo si fa" in asked.stderr
    assert states(demo, tenant) == {"failed": 7, "uncertain": 4}
    [done] = answer(puntuale("queue", "retry", *chosen, "--conferma"))
    assert (done["fatte"], done["lasciate"]) == (7, 0) and answer(puntuale("queue", "retry", *chosen, "--conferma")) == []
    assert states(demo, tenant) == {"uncertain": 4} and states(demo, other_tenant) == {"failed": 7, "uncertain": 4}

    asked = puntuale("queue", "resend", *chosen)
    assert answer(asked)[0]["notifiche"] == 4 and "Nulla è stato fatto" in asked.stderr and "due volte" in asked.stderr
    assert states(demo, tenant) == {"uncertain": 4}
    assert answer(puntuale("queue", "resend", *chosen, "--conferma"))[0]["fatte"] == 4
    assert answer(puntuale("queue", "resend", *chosen, "--conferma")) == []
    assert states(demo, tenant) == {"assumed": 4, "again": 4} and states(demo, other_tenant)["uncertain"] == 4

    assert puntuale("ente", "suspend", other_tenant.code, "--sola-lettura").returncode == 0
    try:
        refused = puntuale("queue", "assume", "--ente", other_tenant.code, "--conferma")
        assert refused.returncode == REFUSED and "sola lettura" in refused.stderr
        assert answer(puntuale("queue", "assume", "--motivo", "moved", "--conferma", "--json")) == []
    finally:
        assert puntuale("ente", "resume", other_tenant.code).returncode == 0
    [left] = answer(puntuale("queue", "assume", "--motivo", "moved", "--conferma", "--json"))
    assert (left["ente"], left["fatte"]) == (other_tenant.code, 4)
    assert answer(puntuale("queue", "retry", "--motivo", "moved", "--conferma", "--json"))[0]["fatte"] == 7

    page = administrator.get("/registro?gruppo=notifications")
    assert "da riga di comando" in page.text and "fatte: 4; lasciate: 0; Stato: Esito incerto, Motivo: moved" in page.text
    [[resent], *_] = demo.sql(f"SELECT LOWER(HEX(resend_of)) FROM notification WHERE resend_of IS NOT NULL AND subject = '{SUBJECT}'")
    assert "Inviata di nuovo, con un’altra notifica, da riga di comando il" in administrator.get(f"/notifiche/{UUID(resent)}").text


@pytest.mark.parametrize("command, offered, kept", [
    ("retry", "unreachable       - Non raggiungibile", "Esito incerto"), ("assume", "uncertain         - Esito incerto", "- Non riuscita")])
def test_the_help_of_a_decision_names_its_own_states_in_the_words_of_the_pages(puntuale, command, offered, kept):
    told = puntuale("queue", command, "--help").stdout
    assert offered in told and kept not in told and "answer_lost       - La risposta di App IO è andata persa" in told


@pytest.mark.parametrize("arguments, secret, code", [
    (["queue", "retry", "--ente", "c_nessuno"], "", REFUSED), (["queue", "retry", "--ente", "c_x001", "--servizio", "x"], "", REFUSED),
    (["queue", "retry", "--servizio", "x"], "", WRONG_ARGUMENTS), (["queue", "retry", "--stato", "uncertain"], "", WRONG_ARGUMENTS),
    (["queue", "resend", "--stato", "failed", "--conferma"], "", WRONG_ARGUMENTS),
    (["queue", "assume", "--dal", "02/02/2027", "--al", "01/02/2027"], "", WRONG_ARGUMENTS),
    (["queue", "assume", "--motivo", "boh"], "", WRONG_ARGUMENTS),
    (["ente", "show", "c_nessuno"], "", REFUSED), (["ente", "create", "C!", "--nome", "x", "--host", "y"], "", REFUSED),
    (["ente", "create", "c_zzzz", "--nome", "x", "--host", "comune-a.localhost"], "", REFUSED),
    *[(["ente", "create", "c_zzzz", "--nome", "x", "--host", host], "", REFUSED) for host in ("localhost", "127.0.0.1", "default")],
    (["ente", "create", "c_zzzz", "--nome", "x", "--host", "zzzz.localhost", "--alias", "default"], "", REFUSED),
    (["utente", "create", "c_x001", "nuovo", "--nome", "x", "--ruolo", "operatore", "--password-file", "-"], "corta", REFUSED),
    (["utente", "create", "c_x001", "no", "--nome", "x", "--ruolo", "operatore"], "", REFUSED),
    (["utente", "create", "c_x001", "nuovo@ente", "--nome", "x", "--ruolo", "operatore"], "", REFUSED),
    (["utente", "create", "c_x001", "nuovo", "--nome", "x", "--ruolo", "re", "--password-file", "-"], "", WRONG_ARGUMENTS),
    (["utente", "reset", "c_x001", "nessuno", "--password-file", "/nonexistent"], "", REFUSED),
    (["servizio", "set-key", "c_x001", "nessuno", "--chiave", "primaria", "--chiave-file", "-"], "k", REFUSED),
    (["servizio", "add", "c_x001", "--nome", "x", "--id-servizio", "y", "--ambiente", "prova", "--chiavi-file", "-"], "", REFUSED),
    (["servizio", "set-key", "c_x001", "x", "--chiave", "primaria", "abcdef"], "", WRONG_ARGUMENTS), (["nessuno"], "", WRONG_ARGUMENTS)])
def test_what_cannot_be_done_is_refused_with_a_reason_and_a_code(demo, puntuale, arguments, secret, code):
    result = puntuale(*arguments, secret=secret)
    assert result.returncode == code and len(result.stderr.strip()) > 10, result


def test_a_wrong_configuration_is_refused_with_every_fault_at_once(demo, puntuale, tmp_path):
    good = (demo.run_dir / "puntuale.conf").read_text()
    wrong = tmp_path / "wrong.conf"
    lines = [line for line in good.splitlines() if not line.startswith(("web.threads", "keys.public_file"))]
    lines += ["web.thread = 8", "web.threads = molti", "appio.real = http://api.example.org", "senza uguale"]
    wrong.write_text("\n".join(lines) + "\n")
    for program in ["web", "worker", "check-config"]:
        result = puntuale(program, configuration=wrong)
        assert result.returncode == CONFIGURATION, result
        for fault in ["«web.thread»", "manca keys.public_file", "non ha la forma", "appio.real"]:
            assert fault in result.stderr, (program, fault, result.stderr)
    assert "molti" in puntuale("check-config", configuration=wrong).stderr
    for program in ["web", "worker", "sandbox", "check-config", "migrate"]:
        assert puntuale(program, configuration=tmp_path / "missing.conf").returncode == CONFIGURATION
    assert puntuale("check-config").returncode == 0


def test_migrate_does_nothing_twice_and_a_database_away_is_said(demo, puntuale, tmp_path):
    result = puntuale("migrate")
    assert result.returncode == 0 and "era già alla versione" in result.stdout
    away = tmp_path / "away.conf"
    away.write_text((demo.run_dir / "puntuale.conf").read_text().replace("mariadb.sock", "nobody.sock"))
    for arguments in [("migrate",), ("ente", "list"), ("servizio", "list", "c_x001"), ("utente", "list", "c_x001")]:
        result = puntuale(*arguments, configuration=away)
        assert result.returncode == UNAVAILABLE and "base dati" in result.stderr.lower(), (arguments, result)
