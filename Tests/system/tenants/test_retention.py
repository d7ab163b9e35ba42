"""How long a tenant keeps what nobody works on any more: chosen in Impostazioni or by command, done by the worker."""

import json
import signal

import pytest

from citizens import new_citizen
from compose import send
from demo import until

REFUSED, WRONG_ARGUMENTS = 65, 64


def restart_worker(demo):
    pid = demo.pid("worker")
    demo.signal("worker", signal.SIGTERM)
    # It lets what is on its way end first, which another test's slow App IO may make a whole POST's time-out.
    until(lambda: demo.pid("worker") != pid and demo.doorbell_is_answered(), 100)


@pytest.fixture
def old(demo, other_tenant) -> str:
    """The address of a notification that was delivered 400 days ago, beside one of today."""
    visitor = other_tenant.visitor("operatore")
    paths = [send(visitor, other_tenant, new_citizen()) for _ in range(2)]
    for path in paths:
        demo.await_state(path, "processed")
    uuid = paths[0].rsplit("/", 1)[-1].replace("-", "")
    demo.sql(f"""SET foreign_key_checks = 0; SET @old = UNHEX('{uuid}'), @then = ROUND(UNIX_TIMESTAMP(NOW(3) - INTERVAL 400 DAY) * 1000);
        SET @new = CONCAT(UNHEX(LPAD(HEX(@then), 12, '0')), SUBSTRING(@old, 7));
        UPDATE attempt SET notification_id = @new WHERE notification_id = @old;
        UPDATE notification SET id = @new, updated_at = NOW(6) - INTERVAL 400 DAY WHERE id = @old""")
    [[found]] = demo.sql(f"SELECT LOWER(HEX(id)) FROM notification WHERE HEX(id) LIKE '%{uuid[12:]}'")
    return "/notifiche/" + "-".join([found[:8], found[8:12], found[12:16], found[16:20], found[20:]])


def test_a_shorter_time_says_first_what_would_go_and_then_it_goes(demo, other_tenant, old):
    administrator = other_tenant.visitor("amministratore")
    settings = administrator.get("/impostazioni/conservazione")
    assert "dopo" not in administrator.get("/privacy").details and administrator.get(old).status == 200
    trial = demo.puntuale("ente", "retention", other_tenant.code, "--giorni", "365", "--prova", "--json")
    assert json.loads(trial.stdout)["da_cancellare"] == 1 and trial.returncode == 0
    assert json.loads(demo.puntuale("ente", "retention", other_tenant.code, "--json").stdout)["giorni"] is None
    try:
        asked = administrator.press(settings, "Salva conservazione", giorni="365")
        assert asked.status == 422 and any("viene cancellata 1 notifica, per sempre" in alert for alert in asked.alerts)
        assert asked.form("Salva e cancella").fields["giorni"] == "365"
        # Another number than the one that was asked about is asked about anew.
        assert administrator.press(asked, "Salva e cancella", giorni="200").status == 422
        saved = administrator.press(asked, "Salva e cancella")
        assert saved.status == 200 and "365" in saved.text
        assert "dopo 365 giorni" in other_tenant.visitor().get("/privacy").text
        assert "conservazione: 365 giorni" in administrator.get("/registro").text
        restart_worker(demo)  # it goes through all tenants at its start, then every hour
        until(lambda: administrator.get(old).status == 404, 60)
        until(lambda: "notifiche cancellate: 1" in administrator.get("/registro").text, 60)
        assert json.loads(demo.puntuale("ente", "retention", other_tenant.code, "--prova", "--json").stdout)["da_cancellare"] == 0
        assert administrator.press(administrator.get("/impostazioni/conservazione"), "Salva conservazione", giorni="").status == 200
    finally:
        assert demo.puntuale("ente", "retention", other_tenant.code, "--illimitata").returncode == 0


@pytest.mark.parametrize("typed", ["29", "0", "-1", "molti", "36501", "1,5"])
def test_a_time_that_cannot_be_comes_back_beside_its_field(administrator, typed):
    page = administrator.press(administrator.get("/impostazioni/conservazione"), "Salva conservazione", giorni=typed)
    assert page.status == 422 and "Scrivere un numero da 30 a 36.500" in page.beside("giorni")
    assert page.form("Salva conservazione").fields["giorni"] == typed


def test_what_the_installation_allows_is_the_most(demo, tenant, administrator):
    demo.sql(f"UPDATE tenant SET retention_ceiling_days = 500 WHERE code = '{tenant.code}'")
    try:
        settings = administrator.get("/impostazioni/conservazione")
        assert "quanto permette chi gestisce il sistema, 500 giorni" in settings.text
        assert "da 30 a 500" in administrator.press(settings, "Salva conservazione", giorni="501").beside("giorni")
        shown = json.loads(demo.puntuale("ente", "retention", tenant.code, "--json").stdout)
        assert (shown["massimo_dell_host"], shown["vale"], shown["registro"]) == (500, 500, 500)
        more = demo.puntuale("ente", "retention", tenant.code, "--giorni", "501")
        assert more.returncode == REFUSED and "al massimo 500 giorni" in more.stderr
        assert "massimo_dell_host: 500\n" in demo.puntuale("ente", "retention", tenant.code).stdout
    finally:
        demo.sql(f"UPDATE tenant SET retention_ceiling_days = NULL WHERE code = '{tenant.code}'")


def test_the_command_refuses_what_makes_no_sense(demo, tenant):
    for arguments in [["--giorni", "29"], ["--giorni", "100", "--illimitata"], ["--giorni", "molti"]]:
        assert demo.puntuale("ente", "retention", tenant.code, *arguments).returncode == WRONG_ARGUMENTS


def test_the_installation_too_is_told_what_its_maximum_would_remove(demo, gestore, other_tenant, old):
    [[tenant_id]] = demo.sql(f"SELECT LOWER(HEX(id)) FROM tenant WHERE code = '{other_tenant.code}'")
    path = f"/enti/{tenant_id}"
    asked = gestore.press(gestore.get(path), "Salva quote", conservazione="365", persone="50")
    try:
        assert asked.status == 422 and any("notific" in alert and "per sempre" in alert for alert in asked.alerts), asked.alerts
        assert gestore.get(path).form("Salva quote").fields["conservazione"] == ""
        saved = gestore.press(asked, "Salva e cancella").form("Salva quote").fields
        assert saved["conservazione"] == "365" and saved["persone"] == "50"
    finally:
        quota = ["--conservazione", "nessuna", "--persone", "nessuna"]
        assert demo.puntuale("ente", "quota", other_tenant.code, *quota).returncode == 0
    assert demo.puntuale("ente", "quota", other_tenant.code, "--conservazione", "10").returncode == REFUSED
