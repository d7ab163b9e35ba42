"""Contattato altrimenti, of one citizen whom a notification did not reach."""

from citizens import PERSONAS
from compose import send
from looking import look, look_twice


def test_who_was_not_reached_is_within_reach_of_everybody(come, tenant):
    path = send(tenant.visitor("operatore"), tenant, PERSONAS[2])
    browser = come(path)
    browser.until(lambda: browser.detail("Stato") == "Non raggiungibile")
    identifier = path.split("?")[0].rsplit("/", 1)[-1]
    browser = look_twice(come, f"/seguire/contatto?uuid={identifier}", "contatto")
    browser.press("Registra")
    look(browser, "contatto-errori")
