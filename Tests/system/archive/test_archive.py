"""The archive: filters, 25 rows a page, forward and back."""

import re

import pytest

from citizens import new_citizen
from compose import send

TOTAL = 53


@pytest.fixture(scope="module")
def archive(demo, ente, operator):
    """A citizen with 53 notifications, numbered as they came."""
    citizen = new_citizen()
    first = send(operator, ente, citizen, oggetto="Notifica numero 00 di prova")
    [[person]] = demo.sql(f"SELECT HEX(created_by) FROM notification WHERE fiscal_code = '{citizen}'")
    # Delivered ones, so that nothing leaves for them; a millisecond apart, as the program's ids are.
    time = first.rsplit("/", 1)[-1].replace("-", "")[:12]
    rows = " UNION ALL ".join(
        f"SELECT UNHEX('{int(time, 16) + number:012x}70008000{number:012x}') AS id, {number} AS number" for number in range(1, TOTAL))
    demo.sql(f"""
        INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, fiscal_code, subject, markdown, created_by,
                                  attempt, io_id)
        SELECT n.tenant_id, v.id, v.id, n.service_id, n.environment, 'processed', n.fiscal_code,
               CONCAT('Notifica numero ', LPAD(v.number, 2, '0'), ' di prova'), n.markdown, UNHEX('{person}'), 1, 'IO'
        FROM notification n JOIN ({rows}) v
        WHERE n.fiscal_code = '{citizen}'""")
    return citizen


def subjects(page) -> list[int]:
    return [int(re.search(r"Notifica numero (\d\d) di prova", " ".join(row)).group(1)) for row in page.rows]


def link(page, relation: str) -> str | None:
    found = re.search(rf'<a [^>]*rel="{relation}"[^>]*href="([^"]*)"', page.html)
    return found and found.group(1).replace("&amp;", "&")


def test_pages_hold_25_rows_and_lead_forward_and_back(operator, archive):
    first = operator.get(f"/notifiche?cf={archive}")
    assert subjects(first) == list(range(TOTAL - 1, TOTAL - 26, -1)) and link(first, "prev") is None
    second = operator.get(link(first, "next"))
    third = operator.get(link(second, "next"))
    assert subjects(first) + subjects(second) + subjects(third) == list(range(TOTAL - 1, -1, -1))
    assert link(third, "next") is None
    assert subjects(operator.get(link(third, "prev"))) == subjects(second)
    assert subjects(operator.get(link(second, "prev"))) == subjects(first)


def test_a_row_shows_state_citizen_and_a_link(operator, archive):
    page = operator.get(f"/notifiche?cf={archive}")
    assert all("Consegnata" in row and archive in row for row in page.rows)
    opened = operator.get(re.search(r'href="(/notifiche/[0-9a-f-]{36})"', page.html).group(1))
    assert opened.details["Oggetto"] == f"Notifica numero {TOTAL - 1} di prova"


@pytest.mark.parametrize("query, found", [
    ("oggetto=Notifica%20numero%201", 10), ("oggetto=notifica%20NUMERO%2052", 1), ("oggetto=numero", 0), ("stato=uncertain", 0),
    ("dal=2020-01-01&al=2020-12-31", 0), ("dal=01/01/2020", 25), ("oggetto=%25", 0), ("oggetto=_otifica", 0), ("avviso=3", 0)])
def test_a_filter_leaves_what_it_names(operator, archive, query, found):
    assert len(operator.get(f"/notifiche?cf={archive}&{query}").rows) == found


@pytest.mark.parametrize("query", ["cf=%3C", "stato=boh", "dal=31/02/2026", "uuid=x", "servizio=x", "dal=2026-02-02&al=2026-01-01"])
def test_a_filter_that_makes_no_sense_is_said(operator, query):
    page = operator.get(f"/notifiche?{query}")
    assert page.status == 422 and page.alerts and page.rows == []
