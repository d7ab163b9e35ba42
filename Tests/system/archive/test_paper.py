"""The archive on paper: every row that the filters leave, and what they were."""

import pytest

from citizens import new_citizen
from compose import send

MORE_THAN_A_PAGE = 30


@pytest.fixture(scope="module")
def citizen() -> str:
    return new_citizen()


@pytest.fixture(scope="module")
def sent(tenant, other_tenant, citizen) -> list[str]:
    for ente, count in ((tenant, MORE_THAN_A_PAGE), (other_tenant, 1)):
        visitor = ente.visitor("operatore")
        for number in range(count):
            send(visitor, ente, citizen, oggetto=f"Foglio {number} di {ente.code}")
    return [f"Foglio {number} di {tenant.code}" for number in reversed(range(MORE_THAN_A_PAGE))]


def found(visitor, citizen: str):
    """The archive as somebody searches it, and then on paper."""
    archive = visitor.press(visitor.get("/notifiche"), "Cerca", cerca=citizen)
    [link] = {link for link in archive.links if link.startswith("/notifiche/stampa")}
    return link, visitor.get(link)


def subjects(page) -> list[str]:
    return [row[2] for row in page.rows if row[2].startswith("Foglio ")]


def test_all_rows_stand_on_it_with_the_filters_and_no_codice_fiscale_in_its_address(tenant, citizen, sent):
    link, page = found(tenant.visitor("consultazione"), citizen)
    assert citizen not in link and page.title == "Elenco di notifiche"
    assert subjects(page) == sent
    assert page.details["Notifiche"].startswith(f"{MORE_THAN_A_PAGE} notifiche, inserite dal ")
    assert page.details["Filtri"] == f"Codice Fiscale Destinatario: {citizen}"
    assert tenant.code not in page.details["Ente"] and page.details["Preparato"].startswith("il ")


def test_a_search_of_another_session_is_on_no_paper(tenant, other_tenant, citizen, sent):
    link, _ = found(tenant.visitor("operatore"), citizen)
    for visitor in (other_tenant.visitor("operatore"), tenant.visitor("amministratore")):
        page = visitor.get(link)
        assert "Questa ricerca non c’è più" in page.text and subjects(page) == []


def test_filters_that_cannot_be_lead_to_the_archive_which_says_so(tenant, sent):
    page = tenant.visitor("operatore").get("/notifiche/stampa?dal=2027-01-01&al=2026-01-01")
    assert page.path.startswith("/notifiche?") and "dal" in page.path and "errore" in page.html
