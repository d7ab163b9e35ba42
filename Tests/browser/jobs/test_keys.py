"""No keys but a press on Aggiungi send: neither Enter nor a reader of cards, whatever is typed where."""

import os
import random

import pytest
from selenium.webdriver import ActionChains, Keys

from citizens import new_citizen
from compose import CONTENT, SUBJECT

SEQUENCES = int(os.environ.get("SEQUENCES", "16"))
# What is typed in one go: a reader gives a code and Enter.
WORDS = ["Gentile cittadino", "12,50", "301000000000123468", "15072027", "Car", " ", "https://www.comune.example.it", "<b>", "à€"]


def pieces(chance: random.Random, citizen: str) -> list[str]:
    return [chance.choice([Keys.ENTER, citizen + Keys.ENTER, *WORDS, Keys.ENTER + Keys.ENTER, citizen.lower()])
            for _ in range(chance.randint(5, 40))]


def sent(demo) -> int:
    [[count]] = demo.sql("SELECT COUNT(*) FROM notification")
    return int(count)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_no_sequence_of_enter_and_typed_text_sends(browser, tenant, demo, javascript):
    browser.begin(tenant.url, javascript)
    browser.log_in(tenant.accounts["operatore"])
    first = tenant.visitor("operatore")
    original = first.press(first.get("/notifiche/nuova"), "Aggiungi", servizio=tenant.first_service, codice_fiscale=new_citizen(),
                           oggetto=SUBJECT, contenuto=CONTENT).path
    pages = ["/notifiche/nuova", f"/notifiche/nuova?da={original.rsplit('/', 1)[-1]}", "/notifiche", original]
    fields = ["codice_fiscale", "servizio", "modello", "oggetto", "contenuto", "somma", "numero_avviso", "scadenza", None]
    before, seed = sent(demo), random.randrange(1 << 32)
    chance = random.Random(seed)
    for number in range(SEQUENCES):
        browser.open(pages[number % len(pages)])
        place = chance.choice(fields)
        if place and browser.find_all(f"#{place}"):
            browser.command("Emulation.setScriptExecutionDisabled", value=False)
            browser.run("const field = document.getElementById(arguments[0]); field.closest('details')?.setAttribute('open', '');"
                        "field.focus()", place)
            browser.command("Emulation.setScriptExecutionDisabled", value=not javascript)
        for piece in pieces(chance, new_citizen()):
            ActionChains(browser.driver).send_keys(piece).perform()
        assert sent(demo) == before, f"seed {seed}, sequence {number} on {pages[number % len(pages)]} from {place}"
