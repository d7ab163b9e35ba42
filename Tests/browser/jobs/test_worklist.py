"""Da seguire, worked on by a clerk, with JavaScript and without."""

import pytest

from looking import look
from queues import fill_queue, remove_queue

both = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])


@pytest.fixture
def left(demo, tenant):
    """Leaves some in a state, and takes them away afterwards."""
    yield lambda count, state, reason: fill_queue(demo, tenant, count, state, reason)
    remove_queue(demo)


@both
def test_who_was_not_reached_is_told_otherwise_one_alone_and_several_at_once(come, left, demo, javascript):
    left(3, "unreachable", "not_on_io")
    left(30, "failed", "tries_exhausted")
    left(2, "uncertain", "answer_lost")
    browser = come("/seguire?chi_segue=tutte", javascript=javascript)
    assert "Non raggiungibile 3" in browser.text and "righe 1–25" in browser.text
    look(browser, "da-seguire")
    browser.open("/seguire?chi_segue=tutte&stato=unreachable")
    look(browser, "da-seguire-non-raggiungibili")
    browser.click(browser.find("tbody tr .atti a"))
    assert browser.title == "Contattato altrimenti"
    browser.press("Registra")
    assert "Scegliere come il cittadino è stato contattato." in browser.text
    look(browser, "contatto-senza-canale")
    browser.choose("canale", "Telefono")
    browser.type(nota="Ha risposto, verrà allo sportello")
    browser.press("Registra")
    assert "Il contatto è registrato" in browser.text
    browser.open("/seguire?chi_segue=tutte&stato=unreachable")
    for box in browser.find_all("[name=scelta]"):
        browser.click(box, leaves=False)
    browser.press("Contattati altrimenti")
    look(browser, "contatto-di-piu")
    browser.choose("canale", "Raccomandata")
    browser.press("Registra")
    assert "Nessuna notifica da seguire con questi filtri" in browser.text
    assert demo.sql("SELECT channel, COUNT(*) FROM contact GROUP BY channel ORDER BY channel") == [
        ["phone", "1"], ["registered_letter", "2"]]


def test_enter_on_a_box_of_the_list_does_nothing(come, left):
    left(2, "failed", "tries_exhausted")
    browser = come("/seguire?chi_segue=tutte")
    browser.run("document.querySelector('[name=scelta]').focus()")
    browser.key("Enter")
    assert browser.title == "Da seguire" and "Nessuna notifica scelta" not in browser.text
