"""No keys but a press on Aggiungi send: neither Enter nor a reader of cards, whatever is typed where.

Thousands of sequences: SEQUENCES=3000 RUN_DIR=… PORT=… python -m pytest Tests/browser/jobs/test_keys.py
"""

import os
import random

import pytest
from selenium.webdriver import ActionChains, Keys

from citizens import new_citizen
from compose import fill, new_notice
from message_templates import VALUES, save

SEQUENCES = int(os.environ.get("SEQUENCES", "48"))  # of each of the two tests
SEED = os.environ.get("SEED")
AT_ONCE = 4  # between two looks at what was sent, each from the page that the one before has left
# What is typed in one go: a reader gives a code and Enter.
WORDS = ["Gentile cittadino", "12,50", "301000000000123468", "15072027", "Car", " ", "https://www.comune.example.it", "<b>", "à€"]
# Where somebody may type. A button is left out: Enter presses what it stands on.
FIELDS = "main :is(input, select, textarea):not([type=hidden], [type=checkbox])"
LINKS = "main a[href^='/']:not([href*='/file'], [target])"


def pieces(chance: random.Random) -> list[str]:
    """Often Enter first: what was typed before may have made the text wrong, which nothing would send."""
    citizen = new_citizen()
    first = chance.choice([Keys.ENTER, citizen + Keys.ENTER, *WORDS[:2]])
    return [first] + [chance.choice([Keys.ENTER, citizen + Keys.ENTER, *WORDS, Keys.ENTER + Keys.ENTER, citizen.lower()])
                      for _ in range(chance.randint(1, 11))]


class Pages:
    """Where a sequence begins, each with a text that is right and would leave if anything sent it."""

    def __init__(self, demo, tenant):
        self.demo, self.tenant, self.visitor = demo, tenant, tenant.visitor("operatore")
        administrator = tenant.visitor("amministratore")
        template = save(administrator, tenant, f"Modello {random.randrange(1 << 32):x}")
        template = administrator.press(template, "Salva", follow=False, tipo_nota="testo_lungo", obbligatorio_nota=None, anche_importo="")
        self.template = template.header("Location").split("?")[0].rsplit("/", 1)[-1]
        self.sent = fill(self.visitor, tenant, new_citizen()).path
        self.demo.await_state(self.sent, "processed")
        later = fill(self.visitor, tenant, new_citizen(), invio_il="2099-01-01", invio_alle="10:30")
        day = later.beside("invio_il").rsplit(" ", 1)[-1].rstrip(".")  # the last one that it takes
        self.later = fill(self.visitor, tenant, new_citizen(), page=later, invio_il=day, invio_alle="10:30").path
        assert self.demo.state(self.later) == "scheduled"

    def draft(self, page=None, **typed) -> str:
        """The address of a new draft, with another one's text when it is opened."""
        self.demo.sql("DELETE FROM draft")  # a person has fifty at most
        return fill(self.visitor, self.tenant, new_citizen(), "Salva bozza", page=page, **typed).path.split("&")[0]

    @property
    def names(self) -> list[str]:
        return [name for name in dir(self) if name.startswith("go_to_")]

    def go_to_an_empty_form(self, browser):
        browser.open("/notifiche/nuova")

    def go_to_a_draft(self, browser):
        browser.open(self.draft(somma="12,50", numero_avviso=new_notice(), scadenza="31/12/2027"))

    def go_to_a_copy(self, browser):
        browser.open(f"/notifiche/nuova?da={self.sent.rsplit('/', 1)[-1]}")

    def go_to_an_errata_corrige(self, browser):
        browser.open(f"/notifiche/nuova?da={self.sent.rsplit('/', 1)[-1]}&errata=1")

    def go_to_a_template(self, browser):
        page = self.visitor.press(self.visitor.get("/notifiche/nuova"), "Usa modello", modello=self.template)
        browser.open(self.draft(page, **VALUES))

    def go_to_a_draft_again(self, browser):
        self.go_to_a_draft(browser)

    def go_to_the_archive(self, browser):
        browser.open("/notifiche")

    def go_to_a_notification(self, browser):
        browser.open(self.sent)

    def go_to_a_scheduled_one(self, browser):
        browser.open(self.later)

    def go_to_the_drafts(self, browser):
        browser.open("/notifiche/bozze")

    def go_to_what_was_wrong(self, browser):
        browser.open(self.draft(somma="dieci", pulsante_1_testo="Apri"))
        browser.press("Aggiungi")
        assert "correggere" in browser.text

    def go_to_warnings(self, browser):
        browser.open(self.draft(contenuto="Un testo più corto di quanto l’ente chiede, ma non di quanto ne vuole App IO: a voce."))
        browser.press("Aggiungi")
        assert browser.visible("//button[.='Aggiungi comunque']")

    def go_to_a_confirmation(self, browser):
        browser.open(f"/notifiche/nuova?da={self.sent.rsplit('/', 1)[-1]}")
        browser.type(codice_fiscale=new_citizen())
        browser.press("Aggiungi")
        if browser.title == "Nuova notifica":
            browser.press("Aggiungi comunque")
        assert browser.title == "Inviare questa notifica?"


def left(demo) -> int:
    """How many notifications there are that do not wait for a time of their own."""
    [[count]] = demo.sql("SELECT COUNT(*) FROM notification WHERE state NOT IN ('scheduled')")
    return int(count)


def focus(browser, chance: random.Random) -> str:
    """Puts the cursor somewhere on the page, or leaves it where the page has put it."""
    if chance.random() < 0.25:
        return "where it was"
    browser.command("Emulation.setScriptExecutionDisabled", value=False)
    place = browser.run("""
        const places = [...document.querySelectorAll(arguments[0])], place = places[Math.floor(arguments[1] * places.length)];
        place?.closest("details")?.setAttribute("open", "");
        place?.focus();
        return place?.id || place?.href || "nowhere";""", FIELDS if chance.random() < 0.8 else LINKS, chance.random())
    browser.command("Emulation.setScriptExecutionDisabled", value=not browser.has_javascript)
    return place


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_no_sequence_of_enter_and_typed_text_sends(browser, tenant, demo, javascript):
    browser.begin(tenant.url, javascript)
    browser.log_in(tenant.accounts["operatore"])
    pages, seed = Pages(demo, tenant), int(SEED or random.randrange(1 << 32))
    chance, before, done = random.Random(seed), left(demo), 0
    while done < SEQUENCES:
        name = chance.choice(pages.names)
        getattr(pages, name)(browser)
        story = []
        for _ in range(AT_ONCE):
            typed = pieces(chance)
            story.append((browser.path, focus(browser, chance), typed))
            ActionChains(browser.driver).send_keys("".join(typed)).perform()
            done += 1
        assert left(demo) == before, f"SEED={seed}, {name}: {story}"
    print(f"{done} sequences, seed {seed}")
