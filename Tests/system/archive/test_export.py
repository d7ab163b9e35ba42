"""Esporta Excel: the archive's filter as a workbook that another program reads."""

import datetime
import io
import signal
import zoneinfo

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from calc import Sheet
from compose import CONTENT, new_notice, send
from demo import until
from workbook import COLUMNS, rows

pytestmark = pytest.mark.disturbs

FORMULA = '=HYPERLINK("http://evil.example";"Clic")'


def today() -> datetime.date:
    return datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Rome")).date()


def exported(visitor, query: str) -> openpyxl.Workbook:
    page = visitor.press(visitor.get(f"/notifiche?{query}"), "Esporta Excel")
    assert page.title == "Esporta Excel" and "Il file è pronto" in page.text, page.text
    file = visitor.get(f"{page.path}/file")
    assert file.status == 200 and file.header("Cache-Control") == "no-store"
    assert file.header("Content-Type") == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert file.header("Content-Disposition") == f'attachment; filename="notifiche_c_x001_{today()}.xlsx"'
    return openpyxl.load_workbook(io.BytesIO(file.body))


@pytest.fixture
def sent(demo, operator, tenant, citizen):
    """Two notifications to one citizen, the newest with everything in it."""
    plain = send(operator, tenant, citizen, oggetto="Oggetto senza altro")
    full = send(operator, tenant, citizen, servizio=tenant.services["Avviso TARI"], oggetto=FORMULA, contenuto="+" + CONTENT,
                scadenza="2027-07-15", somma="1234,50", numero_avviso=new_notice())
    for path in (plain, full):
        demo.await_state(path, "processed")
    return plain, full


def test_the_workbook_holds_the_row_as_the_page_shows_it(operator, citizen, sent):
    full, plain = rows(exported(operator, f"cf={citizen}"))
    page = operator.get(sent[1]).details
    for name in ["UUID Notifica", "Stato", "Codice Fiscale Destinatario", "Oggetto", "Notifica Pagamento", "Paga dopo la scadenza",
                 "ID Consegna App.IO"]:
        assert full[name].value == page[name] and full[name].data_type in ("s", "inlineStr"), name
    assert full["Servizio"].value == "Avviso TARI" and full["Ambiente"].value == "AMBIENTE DI PROVA"
    assert full["Oggetto"].value == FORMULA and full["Contenuto"].value == "+" + CONTENT
    assert full["Notifica Pagamento"].value == page["Notifica Pagamento"] and full["Notifica Pagamento"].number_format == "@"
    assert full["Scadenza"].value == datetime.datetime(2027, 7, 15) and full["Scadenza"].number_format == "dd/mm/yyyy"
    assert full["Somma"].value == 1234.5 and full["Somma"].number_format == "#,##0.00"
    assert full["Tentativi invio"].value == 1
    assert full["Data invio"].value.strftime("%d/%m/%Y") == page["Data invio"]
    assert full["Ora invio"].value.strftime("%H:%M:%S") == page["Ora invio"]
    assert full["Stato Consegna"].value == "PROCESSED" and full["Effettuata da"].value == page["Effettuata da"] != ""
    assert full["Inserita il"].value.strftime("%d/%m/%Y") == full["Data invio"].value.strftime("%d/%m/%Y")
    assert full["Inserita da"].value == "Anna Operatrice" and full["Modifica"].value == "Notifica aggiunta"
    assert full["Aggiornata dal programma il"].value is not None
    assert plain["Oggetto"].value == "Oggetto senza altro"
    assert [plain[name].value for name in ["Scadenza", "Somma", "Notifica Pagamento", "Paga dopo la scadenza", "Errore"]] == [None] * 5


def test_libreoffice_reads_types_dates_widths_and_the_text_as_sent_and_computes_nothing(demo, operator, tenant, citizen, sent, tmp_path):
    contenuto = "Pratica `_x000D_` e  due spazi; `_x00e8_`.\n\n- primo punto\n- =1+1\n\n" + CONTENT
    demo.await_state(send(operator, tenant, citizen, oggetto="=1+1 della TARI", contenuto=contenuto), "processed")
    page = operator.press(operator.get(f"/notifiche?cf={citizen}"), "Esporta Excel")
    sheet = Sheet(operator.get(f"{page.path}/file").body, "Notifiche", tmp_path / "calc")
    head, *read = sheet.rows
    assert [cell.value for cell in head[:len(COLUMNS)]] == COLUMNS
    sum_like, full, _ = (dict(zip(COLUMNS, row, strict=False)) for row in read)
    assert [cell.formula for row in read for cell in row if cell.formula] == []
    assert sum_like["Oggetto"].value == "=1+1 della TARI" and full["Oggetto"].value == FORMULA and sum_like["Contenuto"].value == contenuto
    kinds = {"Oggetto": "string", "Codice Fiscale Destinatario": "string", "Notifica Pagamento": "string", "Somma": "float",
             "Scadenza": "date", "Data invio": "date", "Inserita il": "date", "Ora invio": "time", "Tentativi invio": "float"}
    assert {column: full[column].kind for column in kinds} == kinds
    assert full["Scadenza"].value == "2027-07-15" and float(full["Somma"].value) == 1234.5
    assert full["Data invio"].value == str(today())
    assert full["Notifica Pagamento"].value == operator.get(sent[1]).details["Notifica Pagamento"]
    # Every column is as wide as what it holds wants: none is left as the program found it.
    usual = sheet.widths[len(COLUMNS)]
    assert len(set(sheet.widths[:len(COLUMNS)])) > 4 and usual not in sheet.widths[:len(COLUMNS)]


def test_the_workbook_holds_what_the_filters_leave(tenant, operator, citizen, sent):
    def subjects(query: str) -> list[str]:
        return [row["Oggetto"].value for row in rows(exported(operator, f"cf={citizen}&{query}"))]
    assert subjects("oggetto=oggetto%20senza") == ["Oggetto senza altro"]
    assert subjects(f"servizio={tenant.services['Avviso TARI']}") == [FORMULA]
    assert subjects(f"avviso={operator.get(sent[1]).details['Notifica Pagamento']}&stato=processed&dal={today()}&al={today()}") == [FORMULA]


def test_what_looks_like_an_escape_of_excel_is_read_as_it_was_typed(demo, operator, tenant, citizen):
    contenuto = "Pratica `_x000D_` e `_x005F_` e `_xABCD_`, poi `_x00e8_`. " + CONTENT
    demo.await_state(send(operator, tenant, citizen, contenuto=contenuto), "processed")
    [row] = rows(exported(operator, f"cf={citizen}"))
    # openpyxl gives what stands in the file: reading it as ECMA-376 wants is a step of its own.
    assert unescape(row["Contenuto"].value) == contenuto


def test_on_paper_it_is_one_page_wide_and_lying_with_its_head_on_each(operator, citizen, sent):
    sheet = exported(operator, f"cf={citizen}")["Notifiche"]
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth in (1, None) and sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1" and sheet.print_area == "'Notifiche'!$A$1:$K$3"


def test_what_is_being_prepared_says_its_place_and_can_be_given_up(demo, operator):
    demo.signal("worker", signal.SIGSTOP)
    try:
        first = operator.press(operator.get("/notifiche"), "Esporta Excel")
        second = operator.press(operator.get("/notifiche"), "Esporta Excel")
        assert "è il prossimo" in first.text and "c’è un altro Excel" in second.text
        given_up = operator.press(second, "Annulla")
        assert "è stato annullato" in given_up.text and operator.get(f"{second.path}/file").status == 404
    finally:
        demo.signal("worker", signal.SIGCONT)
    until(lambda: "Il file è pronto" in operator.get(first.path).text, 60)
    mine = operator.get("/esportazioni")
    assert [row[2].split(":")[0] for row in mine.rows[:2]] == ["Annullato", "Pronto"] and f'href="{first.path}/file"' in mine.html
    assert "/esportazioni" in operator.get("/notifiche").html


def test_an_export_that_takes_longer_shows_how_far_it_is(demo, operator):
    demo.signal("worker", signal.SIGSTOP)
    try:
        page = operator.press(operator.get("/notifiche"), "Esporta Excel")
        assert "in preparazione" in page.text and "Aggiorna la pagina" in page.html
        assert operator.get(f"{page.path}/file").status == 404
    finally:
        demo.signal("worker", signal.SIGCONT)
    until(lambda: "Il file è pronto" in operator.get(page.path).text, 60)
    assert operator.get(f"{page.path}/file").status == 200


def test_an_export_is_gone_after_a_day(demo, operator):
    page = operator.press(operator.get("/notifiche"), "Esporta Excel")
    uuid = page.path.rsplit("/", 1)[-1].replace("-", "")
    [[hours]] = demo.sql(f"SELECT TIMESTAMPDIFF(HOUR, created_at, expires_at) FROM export WHERE id = UNHEX('{uuid}')")
    assert hours == "24"
    demo.sql(f"UPDATE export SET expires_at = NOW(6) WHERE id = UNHEX('{uuid}')")
    assert operator.get(page.path).status == operator.get(f"{page.path}/file").status == 404
