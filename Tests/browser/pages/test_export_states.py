"""Esporta Excel in every state, and I miei Excel di oggi: looking.py says what is asked of each."""

import signal

from citizens import new_citizen
from compose import send
from looking import look, look_twice


def test_an_export_in_every_state_is_within_reach_of_everybody(come, tenant, demo):
    send(tenant.visitor("operatore"), tenant, new_citizen())
    browser = come("/notifiche")
    browser.press("Esporta Excel")
    browser.until(lambda: "Il file è pronto" in browser.text)
    ready = browser.path
    look_twice(come, ready, "esportazione")
    demo.signal("worker", signal.SIGSTOP)
    demo.sql("UPDATE worker SET seen_at = NOW(6) - INTERVAL 10 MINUTE")
    try:
        browser.open("/notifiche")
        browser.press("Esporta Excel")
        assert "in preparazione" in browser.text and "momentaneamente fermo" in browser.text
        look(browser, "esportazione-in-preparazione", keyboard=False)
        browser.open("/notifiche")
        browser.press("Esporta Excel")
        assert "prima di questo c’è un altro Excel" in browser.text
        look(browser, "esportazione-in-attesa", keyboard=False)
        browser.press("Annulla")
        assert "è stato annullato" in browser.text
        look(browser, "esportazione-annullata")
    finally:
        demo.signal("worker", signal.SIGCONT)
    browser.open("/esportazioni")
    browser.until(lambda: "In preparazione" not in browser.text or browser.open("/esportazioni"))
    assert browser.text.count("Pronto:") >= 2 and "Annullato" in browser.text
    look(browser, "excel-di-oggi")
    demo.sql(f"UPDATE export SET state = 'failed' WHERE id = UNHEX('{ready.rsplit('/', 1)[1].replace('-', '')}')")
    look_twice(come, ready, "esportazione-non-riuscita")
