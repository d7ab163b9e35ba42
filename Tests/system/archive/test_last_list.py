"""Torna Elenco: back to the list that one came from, with an address that says nothing of whom it was about."""

import re

from citizens import new_citizen
from compose import send

LAST = "/notifiche?ricerca=ultima"


def back(page) -> str:
    [address] = set(re.findall(r'<a class="btn btn-outline-secondary"[^>]*href="([^"]*)">Torna\s+Elenco', page.html))
    return address


def test_the_list_that_one_came_from_comes_back_with_its_filters_and_its_page(ente, operator, citizen):
    visitor = ente.visitor("operatore")
    paths = [send(operator, ente, citizen, oggetto=f"Elenco: numero {number:02}") for number in range(27)]
    visitor.press(visitor.get("/notifiche"), "Cerca", cf=citizen, oggetto="elenco")
    second = visitor.get(f"/notifiche?cf={citizen}&oggetto=elenco&dopo={paths[2].removeprefix('/notifiche/')}")
    assert len(second.rows) == 2
    for page in [visitor.get(paths[0]), visitor.get("/notifiche/nuova")]:
        assert back(page) == LAST
        again = visitor.get(back(page))
        assert again.rows == second.rows and again.stable.replace(LAST, "") == second.stable
    assert citizen in again.html and citizen not in again.path
    # It is each session's own: a colleague, and the same person who comes in anew, see the whole archive.
    for other in [ente.visitor("amministratore"), ente.visitor("operatore")]:
        assert other.get(LAST).rows == other.get("/notifiche").rows


def test_a_search_that_was_refused_is_not_what_comes_back(ente, operator, citizen):
    visitor = ente.visitor("operatore")
    send(operator, ente, citizen)
    found = visitor.get(f"/notifiche?cf={citizen}")
    assert visitor.get("/notifiche?dal=boh").status == 422
    assert visitor.get(LAST).rows == found.rows
    assert visitor.get("/notifiche?avviso=" + "9" * 2001).rows == []  # too long to be remembered
    assert visitor.get(LAST).rows == visitor.get("/notifiche").rows


def test_a_whole_codice_fiscale_that_nobody_has_is_told(operator):
    for typed, words in [("RSSMRA80A01H501A", "l’ultima lettera non corrisponde"), ("RSSMRA80A41H501", "Controllare quanto scritto"),
                         ("12345678901", "provvisorio"), (new_citizen(), "Controllare quanto scritto")]:
        page = operator.get(f"/notifiche?cf={typed}")
        assert page.rows == [] and words in page.text and not page.has_button("Esporta Excel")


def test_a_page_is_packed_only_where_nobody_else_can_put_text_into_it(ente):
    visitor = ente.visitor("operatore")
    for path, is_packed in [("/notifiche", True), ("/notifiche/nuova", True), ("/notifiche?oggetto=x", False), (LAST, False),
                            ("/entra?dopo=x", False), ("/logo", False)]:
        assert (visitor.request("GET", path, headers={"Accept-Encoding": "gzip"}).header("Content-Encoding") == "gzip") == is_packed, path
    answer = visitor.request("POST", "/notifiche/nuova", b"oggetto=x", {
        "Accept-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded", "Origin": visitor.url})
    assert answer.status == 422 and answer.header("Content-Encoding") is None
