"""The guide, from the log in to the Excel file, as an operator goes through it."""

import zipfile

import pytest
from openpyxl import load_workbook
from selenium.webdriver import ActionChains

from citizens import PERSONAS
from compose import GUIDE_CONTENT, GUIDE_SUBJECT

SERVICE = "Comunicazione avvenuta protocollo"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_operator_sends_the_guides_example_and_follows_it_to_the_excel_file(browser, tenant, javascript):
    browser.begin(tenant.url, javascript)
    browser.log_in(tenant.accounts["operatore"])
    assert browser.title == "Oggi" and tenant.name in browser.find("header").text

    browser.press("Nuovo")
    take_service(browser, javascript)
    browser.type(codice_fiscale=PERSONAS[1].lower(), oggetto=GUIDE_SUBJECT, contenuto=GUIDE_CONTENT)
    browser.press("Aggiungi")
    assert "Non ancora inviata" in browser.find("#riepilogo").text
    assert "l’ente ne chiede almeno 120" in browser.find("#contenuto-problemi").text
    assert not javascript or browser.focused == "riepilogo"

    browser.press("Aggiungi comunque")
    address = browser.path
    assert address.startswith("/notifiche/") and browser.detail("Servizio").startswith(SERVICE)
    browser.until(lambda: browser.detail("Stato") in ("Inviata", "Consegnata"))
    while not javascript and browser.detail("Stato") == "Inviata":
        browser.press("aggiorna la pagina")
    browser.until(lambda: browser.detail("Stato") == "Consegnata")  # with JavaScript nothing was clicked
    assert "PROCESSED" in browser.detail("Stato Consegna") and browser.detail("Codice Fiscale Destinatario") == PERSONAS[1]
    assert browser.detail("Tentativi invio") == "1" and browser.detail("Contenuto") == GUIDE_CONTENT

    browser.press("Torna Elenco")
    browser.type(cerca=PERSONAS[1])
    browser.click(browser.find(".ricerca summary"), leaves=False)
    browser.click(browser.find("#stato-processed"), leaves=False)
    browser.press("Cerca")
    row = next(row for row in browser.find_all("tbody tr") if row.get_attribute("data-apri") == address)
    assert "Consegnata" in row.text and PERSONAS[1] in row.text and "PROVA" in row.text
    if javascript:
        ActionChains(browser.driver).click(row.find_element("css selector", ".da")).perform()
    else:
        browser.click(row.find_element("tag name", "a"))
    browser.until(lambda: browser.path == address)

    browser.driver.back()
    browser.press("Esporta Excel")
    browser.until(lambda: "Il file è pronto" in browser.text)
    for old in browser.downloads.iterdir():
        old.unlink()
    browser.press("Scarica il file", leaves=False)
    file = browser.until(lambda: next(browser.downloads.glob("*.xlsx"), None))
    assert zipfile.ZipFile(file).testzip() is None
    rows = list(load_workbook(file)["Notifiche"].iter_rows(values_only=True))
    assert address.removeprefix("/notifiche/") in [row[0] for row in rows]
    assert browser.complaints() == []


def take_service(browser, javascript: bool) -> None:
    """By the lens."""
    browser.press("Cerca servizio", leaves=not javascript)
    if javascript:
        browser.find("#lente-testo").send_keys("protocollo")
        browser.until(lambda: len(browser.find_all("#lente button[name=scegli]")) == 1)
    else:
        browser.type(cerca="protocollo")
        browser.press("Cerca")
        assert len(browser.find_all("button[name=scegli]")) == 1
    browser.click(browser.find("button[name=scegli]"), leaves=not javascript)
    assert SERVICE in browser.find("#servizio option:checked").text
