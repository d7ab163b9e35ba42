"""What a paste brings along: it is cleaned, the page says so, Annulla gives it back, and what was not filled in is asked about."""

import pytest

from compose import CONTENT, fill

PASTED = CONTENT + "\n\uf0b7\tun documento\n\uf0b7\tla tessera\x0bsanitaria\nperch\u00c3\u00a9 s\u00ec\u00ad"
CLEANED = CONTENT + "\n- un documento\n- la tessera\n  sanitaria\n\nperché sì"
NOTE = "Dal testo incollato: 1 carattere invisibile tolto, 1 interruzione diventata a capo, 2 simboli di elenco diventati elenchi, " \
    "1 carattere rovinato corretto."
TAKE_BACK = "Annulla le correzioni al testo incollato"


def contents(page):
    return page.form("Aggiungi").fields["contenuto"].replace("\r\n", "\n")


def test_a_paste_is_cleaned_shown_and_sent_as_it_was_shown(demo, operator, tenant, citizen):
    page = fill(operator, tenant, citizen, contenuto=PASTED)
    assert page.status == 422 and NOTE in page.text and contents(page) == CLEANED
    assert demo.created(citizen) == []
    assert operator.press(page, "Aggiungi").status == 200
    [message] = demo.created(citizen)
    assert message["markdown"] == CLEANED


def test_annulla_brings_back_what_was_pasted_and_its_place_is_said(demo, operator, tenant, citizen):
    page = operator.press(fill(operator, tenant, citizen, contenuto=PASTED), TAKE_BACK)
    assert page.status == 200 and contents(page) == PASTED and NOTE not in page.text
    page = operator.press(page, "Aggiungi")
    assert page.status == 422 and contents(page) == PASTED
    assert "(U+000B), alla riga 3, dopo «la tessera»: toglierlo." in page.beside("contenuto"), page.beside("contenuto")
    assert "«perchÃ©»" not in page.text and demo.created(citizen) == []


@pytest.mark.parametrize("typed", ["Avviso\x07 di prova del Comune", "Avviso di pro\u00adva\u200b del Comune",
    "\ufeffAvviso di prova del Comune"])
def test_what_nobody_sees_goes_without_a_stop(demo, operator, tenant, citizen, typed):
    assert fill(operator, tenant, citizen, oggetto=typed).status == 200
    [message] = demo.created(citizen)
    assert message["subject"] == "Avviso di prova del Comune"


@pytest.mark.parametrize("oggetto, contenuto, words", [
    ("Gentile {{nome}} la sua pratica", CONTENT, "{{nome}}"), ("Avviso per ((nome))", CONTENT, "((nome))"), (None, "Gentile «Nome»,\n",
    "«Nome»"),
    (None, "Gentile [NOME E COGNOME],\n", "[NOME E COGNOME]"), (None, "Pratica XXXXX,\n", "XXXXX"), (None, "Gentile ${nome},\n", "${nome}"),
    (None, "nato a ________\n", "________"), (None, "Gentile %%nome%%,\n", "%%nome%%"), (None, "Gentile {nome},\n", "{nome}"),
])
def test_what_was_not_filled_in_is_sent_only_when_that_is_set_aside(demo, operator, tenant, citizen, oggetto, contenuto, words):
    typed = {"oggetto": oggetto} if oggetto else {"contenuto": contenuto + CONTENT}
    page = fill(operator, tenant, citizen, **typed)
    assert page.status == 422 and words in page.beside("oggetto" if oggetto else "contenuto")
    assert demo.created(citizen) == []
    assert operator.press(page, "Aggiungi comunque").status == 200 and len(demo.created(citizen)) == 1
