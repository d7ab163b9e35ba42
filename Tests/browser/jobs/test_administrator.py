"""An administrator's services, and the first steps of a tenant that has nothing yet."""

import json
import secrets

import pytest
from selenium.webdriver.support.ui import Select

from citizens import OFFICIAL
from compose import CONTENT, SUBJECT


def real_key(demo) -> str:
    """One that the simulated App IO knows."""
    return json.loads((demo.run_dir / "sandbox-services.json").read_text())[0]["primary_key"]


def add_service(browser, name: str, key: str) -> None:
    browser.press("Gestione Servizi")
    browser.press("Nuovo")
    browser.type(nome=name, id_servizio=f"01{secrets.token_hex(12).upper()}", importo_massimo="500,00", chiave_primaria=key)
    browser.press("Aggiungi")
    assert browser.title == name and "Il servizio è stato aggiunto" in browser.text


def test_an_administrator_adds_a_service_replaces_and_tests_its_key_and_disables_it(administrator, demo):
    browser, name = administrator, f"Servizio {secrets.token_hex(3)}"
    add_service(browser, name, secrets.token_hex(16))
    browser.until(lambda: "rifiutata da App IO" in browser.text)
    assert "Chiave rifiutata" in browser.text

    browser.find("[name=chiave]").find_element("xpath", "ancestor::details[1]/summary").click()
    browser.type(chiave=real_key(demo))
    browser.press("Sostituisci chiave")
    browser.until(lambda: "ora è in uso" in browser.text)
    assert f"…{real_key(demo)[-4:]}" in browser.text
    browser.press("Prova chiave primaria")
    browser.until(lambda: "App IO accetta la chiave" in browser.text)

    browser.decide("Disattiva")
    assert "Il servizio è disattivato" in browser.text
    browser.press("Torna Elenco")
    assert "Disattivato" in next(row.text for row in browser.find_all("tbody tr") if name in row.text)
    browser.open("/notifiche/nuova")
    assert name not in [option.text for option in Select(browser.find("#servizio")).options]
    assert browser.complaints() == []


def test_a_form_of_a_service_comes_back_with_the_reasons_and_the_focus_on_them(administrator):
    administrator.open("/servizi/nuovo")
    administrator.type(nome="Senza il resto")
    administrator.press("Aggiungi")
    assert administrator.focused == "riepilogo" and "correggere quanto indicato" in administrator.text
    for name in ["id_servizio", "chiave_primaria"]:
        field = administrator.find(f"#{name}")
        assert field.get_attribute("aria-invalid") == "true" and f"{name}-problemi" in field.get_attribute("aria-describedby")
    assert administrator.find("#nome").get_attribute("value") == "Senza il resto"


def test_a_new_tenant_is_led_through_its_first_steps(chromium, new_tenant, demo):
    browser, operator = chromium, new_tenant.accounts["operatore"]

    def steps_done() -> list[bool]:
        browser.open("/notifiche")
        return ["fatto" in (step.get_attribute("class") or "") for step in browser.find_all(".passi li")]

    browser.begin(new_tenant.url)
    browser.log_in(new_tenant.accounts["consultazione"])
    assert steps_done() == [False] * 4 and "l’amministratore dell’ente" in browser.text and not browser.find_all(".passi a")

    browser.begin(new_tenant.url)
    browser.log_in(new_tenant.accounts["amministratore"])
    assert steps_done() == [False] * 4 and not browser.find(".tabella").is_displayed()
    browser.screenshot("archivio-primi-passi")
    add_service(browser, "Primo servizio", real_key(demo))
    assert steps_done() == [True, True, False, False]
    browser.press("Utenti")
    browser.type(nome="Prima Operatrice", utente=operator["utente"])
    browser.choose("ruolo", "operatore")
    browser.press("Aggiungi")
    link = browser.find("#collegamento").get_attribute("value")
    assert steps_done() == [] and "tutto è pronto" in browser.text and OFFICIAL in browser.text

    browser.begin(new_tenant.url)
    browser.open(link.removeprefix(new_tenant.url))
    browser.type(password_nuova=operator["password"], password_ripetuta=operator["password"])
    browser.press("Imposta la password")
    browser.log_in(operator)
    browser.press("Nuovo")
    browser.choose("servizio", "Primo servizio")
    browser.type(codice_fiscale=OFFICIAL, oggetto=SUBJECT, contenuto=CONTENT)
    browser.press("Aggiungi")
    browser.until(lambda: browser.detail("Stato") == "Consegnata")
    browser.press("Torna Elenco")
    assert OFFICIAL in browser.find("tbody tr").text and not browser.find_all(".passi")


def test_an_administrator_gives_a_person_a_new_link_and_locks_them_out(administrator, tenant):
    browser = administrator
    name = f"collega.{secrets.token_hex(3)}"
    browser.press("Utenti")
    browser.type(nome="Collega Nuova", utente=name)
    browser.choose("ruolo", "consultazione")
    browser.press("Aggiungi")
    first = browser.find("#collegamento").get_attribute("value")
    browser.press("Continua")
    browser.press("Nuovo collegamento")
    link = browser.find("#collegamento").get_attribute("value")
    assert link != first
    browser.press("Continua")
    browser.decide("Disattiva")
    assert "non può più entrare" in browser.text
    browser.begin(tenant.url)
    browser.open(link.removeprefix(tenant.url))
    assert "non vale più" in browser.text


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_setting_is_read_in_its_row_and_changed_on_a_page_of_its_own(come, tenant, javascript):
    browser = come("/impostazioni", "amministratore", javascript)
    row = browser.visible("//div[dt='Messaggi al giorno allo stesso cittadino']")
    assert "nessun limite" in row.text and len(browser.find_all("main form")) <= 3
    browser.click(row.find_element("css selector", "a"))
    browser.type(massimo_cittadino="molti")
    browser.press("Salva massimo")
    assert browser.driver.title.startswith("Errore: ") and browser.focused in ("riepilogo", "")
    browser.type(massimo_cittadino="5")
    browser.press("Salva massimo")
    assert "Il massimo per cittadino è stato salvato." in browser.find(".alert-success").text
    assert browser.visible("//div[dt='Messaggi al giorno allo stesso cittadino']/dd").text == "5"
    browser.open("/impostazioni/massimo")
    browser.type(massimo_cittadino="")
    browser.press("Salva massimo")
