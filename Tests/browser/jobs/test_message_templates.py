"""Message templates: an operator at the counter with the keyboard alone, and an administrator who writes them."""

import secrets

import pytest
from selenium.webdriver import ActionChains, Keys

from citizens import PERSONAS, new_citizen
from looking import look

CARD = "Carta d’identità in scadenza"
TEXT = "Gentile {{nome}},\n\nl’incontro è il **{{data_incontro}}** e costa {{importo}} €. Si prega di confermare la presenza."


class Keyboard:
    """Counts what is pressed and which pages come."""

    def __init__(self, browser):
        self.browser, self.keys, self.pages = browser, 0, 0

    def press(self, *keys: str) -> None:
        """Each on its own, into whatever has the focus."""
        for key in keys:
            ActionChains(self.browser.driver).send_keys(key).perform()
        self.keys += len(keys)

    def leave(self, key: str) -> None:
        """The same, and the page that comes."""
        page = self.browser.find("html")
        self.press(key)
        self.browser.until(lambda: self.browser.find("html") != page)
        self.browser.until(lambda: self.browser.run("return document.readyState") == "complete")
        self.pages += 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_citizen_at_the_counter_is_notified_by_the_keyboard_alone(browser, tenant, demo, javascript):
    browser.begin(tenant.url, javascript)
    browser.log_in(tenant.accounts["operatore"])
    browser.run("arguments[0].focus()", browser.find("main .titolo a[href='/notifiche/nuova']"))
    keyboard, citizen, name = Keyboard(browser), PERSONAS[1], f"Rossi {secrets.token_hex(3)}"
    keyboard.leave(Keys.ENTER)
    assert browser.title == "Nuova notifica" and browser.focused == "codice_fiscale"
    keyboard.press(*citizen.lower())  # as a card reader types it
    if javascript:
        keyboard.press(Keys.ENTER)
    else:
        keyboard.leave(Keys.ENTER)
    assert browser.focused == "modello"
    # With JavaScript by an answer of its own.
    browser.until(lambda: "Uomo" in browser.find("#destinatario").text)
    keyboard.press(*"Car")
    if not javascript:
        keyboard.press(Keys.TAB)
    keyboard.leave(Keys.ENTER)
    # In the order of the text.
    assert browser.focused == "campo_data_scadenza" and "Carta" in browser.find("#servizio option:checked").text
    keyboard.press(*"15072027")
    while browser.focused == "campo_data_scadenza":
        keyboard.press(Keys.TAB)
    assert browser.focused == "campo_nome"
    keyboard.press(*name)
    if javascript:
        browser.until(lambda: name in browser.find("#anteprima").text and "15/07/2027" in browser.find("#anteprima").text)
        browser.screenshot("modello-compilato")
    if javascript:
        keyboard.press(Keys.ENTER)
    else:
        keyboard.leave(Keys.ENTER)
    browser.until(lambda: browser.focused == "anteprima-titolo")
    assert demo.created(citizen) == [] or name not in str(demo.inbox(citizen)), "Enter only looks"
    keyboard.press(Keys.TAB)
    assert browser.focused == "aggiungi"
    keyboard.leave(Keys.ENTER)
    assert browser.is_notification
    browser.until(lambda: browser.detail("Stato") in ("Inviata", "Consegnata"))
    assert browser.detail("Modello") == f"{CARD} (versione 1)" and browser.detail("Servizio").startswith("Carta")
    received = browser.until(lambda: [message["markdown"] for message in demo.inbox(citizen) if name in message["markdown"]])
    assert len(received) == 1 and received[0].startswith(f"Gentile {name},") and "**15/07/2027**" in received[0]
    typed = len(citizen) + 8 + len(name)
    print(f"\n{keyboard.keys} keystrokes, {typed} of them the code, the day and the name; {keyboard.pages} pages")
    assert keyboard.keys <= typed + 12 and keyboard.pages == (3 if javascript else 5)
    assert browser.complaints() == []


def test_a_template_is_chosen_filled_in_and_left_again_and_nothing_typed_is_lost(operator, tenant):
    operator.open("/notifiche/nuova")
    operator.type(codice_fiscale=new_citizen(), oggetto="Scritto prima del modello", contenuto="Testo proprio\nsu due righe")
    operator.choose("modello", "TARI")
    operator.until(lambda: "avviso di pagamento di [Importo] €" in operator.find("#anteprima").text)
    operator.press("Usa modello")
    assert operator.focused == "campo_anno" and not operator.find_all("input#oggetto, textarea#contenuto")
    look(operator, "modello-scelto")
    operator.press("Aggiungi")
    assert "«Nome» va compilato" in operator.find("#riepilogo").text and operator.focused == "riepilogo"
    operator.type(campo_anno="2027", campo_importo="12.3", campo_nome="Mario *Rossi*")
    operator.press("Aggiungi")
    assert "separa le migliaia" in operator.find("#campo_importo-problemi").text
    look(operator, "modello-errori")
    assert operator.find("#campo_nome").get_attribute("value") == "Mario *Rossi*"

    operator.choose("modello", "Carta")
    operator.press("Aggiungi")  # shows its fields, and sends nothing
    assert operator.title == "Nuova notifica" and operator.find("#campo_nome").get_attribute("value") == "Mario *Rossi*"
    assert "Mario *Rossi*" in operator.find("#anteprima").text and not operator.find_all("#anteprima em")
    operator.choose("modello", "Nessun modello")
    operator.press("Usa modello")
    assert operator.find("#oggetto").get_attribute("value") == "Scritto prima del modello"
    assert operator.find("#contenuto").get_attribute("value") == "Testo proprio\nsu due righe"
    operator.choose("modello", "TARI")
    operator.press("Usa modello")
    assert operator.find("#campo_importo").get_attribute("value") == "12.3"
    operator.click(operator.find(".modello summary"), leaves=False)
    operator.press("Modifica liberamente")
    assert operator.find("#contenuto").get_attribute("value").startswith("Gentile Mario \\*Rossi\\*,")
    assert operator.find("#modello option:checked").text.strip() == "Nessun modello"


def test_an_administrator_writes_a_template_changes_it_and_withdraws_it(administrator):
    browser, name = administrator, f"Incontro {secrets.token_hex(3)}"
    browser.press("Modelli")
    browser.press("Nuovo")
    browser.press("Salva")
    assert browser.focused == "riepilogo" and "Scegliere il servizio." in browser.find("#riepilogo").text
    look(browser, "modello-nuovo-errori")
    browser.choose("servizio", "TARI")
    browser.type(nome=name, oggetto="Incontro del {{data_incontro}}", contenuto=TEXT)
    browser.until(lambda: "15/07/2027" in browser.find("#anteprima .telefono-testo strong").text)
    browser.press("Salva")
    assert "non è ancora stato salvato" in browser.find("#riepilogo").text
    kinds = {field: browser.find(f"#tipo_{field} option:checked").text for field in ["data_incontro", "nome", "importo"]}
    assert kinds == {"data_incontro": "Data", "nome": "Testo di una riga", "importo": "Importo in euro"}
    look(browser, "modello-campi")
    browser.type(etichetta_nome="Nome e cognome")
    browser.press("Salva")
    assert browser.title == name and "è stato aggiunto" in browser.text

    browser.type(oggetto="Incontro con il cittadino")
    browser.press("Salva")
    assert [summary.text.split(" – ")[0] for summary in browser.find_all(".versione summary")] == ["Versione 2 (attuale)", "Versione 1"]
    browser.find_all(".versione summary")[1].click()
    assert "Incontro del {{data_incontro}}" in browser.find_all(".versione")[1].text
    look(browser, "modello")
    browser.decide("Ritira")
    assert "Ritirato" in browser.find(".titolo").text
    look(browser, "modello-ritirato")
    browser.open("/notifiche/nuova")
    assert name not in browser.find("#modello").text


def test_a_tenant_without_a_template_is_told_what_one_is(chromium, new_tenant):
    chromium.begin(new_tenant.url)
    chromium.log_in(new_tenant.accounts["amministratore"])
    chromium.open("/modelli")
    assert "Nessun modello" in chromium.text
    look(chromium, "modelli-nessuno")
