"""The mail server and the alerts as they are once there is something to see: in use, refused, in doubt."""

import time

import pytest

from demo import free_port, until
from looking import look
from post_office import PostOffice


@pytest.fixture
def office(demo):
    with PostOffice(free_port(demo.port + 700), demo.run_dir / "tls") as office:
        yield office
    demo.sql("DELETE FROM mail_server; DELETE FROM mail_recipient; DELETE FROM tenant_mail; DELETE FROM told_stop")
    demo.sql("UPDATE service SET stopped_at = NULL, stop_kind = NULL")


def test_a_mail_server_and_who_is_told_are_within_reach_of_everybody(demo, tenant, chromium, come, office):
    chromium.begin(demo.installation_account["url"])
    chromium.enter(demo.installation_administrator())
    chromium.open("/posta")
    chromium.type(posta_server="127.0.0.1", posta_porta=str(office.port), posta_utente="avvisi", posta_password="sbagliata",
                  posta_mittente="avvisi@comune.example.org", posta_prova="gestore@comune.example.org")
    chromium.press("Prova e salva")
    chromium.until(lambda: "non accetta utente e password" in chromium.text)
    look(chromium, "host-posta-rifiutata")
    assert chromium.find("#posta_mittente").get_attribute("value") == "avvisi@comune.example.org"
    chromium.type(posta_password=office.password)
    chromium.press("Prova e salva")
    chromium.until(lambda: "è in uso" in chromium.text)
    look(chromium, "host-posta-in-uso")

    administrator = come("/impostazioni/avvisi", "amministratore")
    administrator.type(avvisi_indirizzi="ufficio@comune.example.org\nnessuno@comune.example.org\nsindaco")
    administrator.press("Prova e salva")
    look(administrator, "avvisi-errati")
    administrator.type(avvisi_indirizzi="ufficio@comune.example.org\nnessuno@comune.example.org")
    administrator.find("#avvisi_fermi").click()
    administrator.press("Prova e salva")
    administrator.until(lambda: "Riceve gli avvisi" in administrator.text and "Rifiutato" in administrator.text)
    office.manner = "falls silent"
    demo.sql(f"UPDATE service SET stopped_at = NOW(6), stop_kind = 'refusals' WHERE id = UNHEX('{tenant.first_service.replace('-', '')}')")
    until(lambda: demo.sql("SELECT 1 FROM mail WHERE state = 'uncertain'"), 30)
    office.close()
    demo.sql("UPDATE service SET stopped_at = NULL, stop_kind = NULL")
    until(lambda: demo.sql("SELECT 1 FROM mail_server WHERE trouble IS NOT NULL"), 20)
    time.sleep(1)
    administrator.open("/impostazioni/avvisi")
    assert "Esito incerto" in administrator.text and "Le e-mail non partono" in administrator.text
    demo.sql("UPDATE tenant_mail SET told = 100, told_on = CURDATE()")
    administrator.open("/impostazioni/avvisi")
    assert "Oggi sono già partite 100 e-mail" in administrator.text
    look(administrator, "avvisi-con-guasti")
    chromium = come("/impostazioni", "amministratore")
    look(chromium, "impostazioni-con-avvisi")
