"""On paper, in forced colours, in a small window, on the way in: what a page looks like where few look."""

import base64
import re

import pytest

from citizens import new_citizen
from compose import new_notice, send
from looking import look

FORCED = {"archivio": "/notifiche", "nuova": "/notifiche/nuova", "dettaglio": "{dettaglio}", "profilo": "/profilo"}
OBSERVE = """
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shift += entry.value; }))
      .observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture(scope="module")
def detail(tenant, demo) -> str:
    path = send(tenant.visitor("operatore"), tenant, new_citizen(), scadenza="2027-06-16", somma="123,45", numero_avviso=new_notice())
    demo.await_state(path, "processed")
    return path


@pytest.fixture
def browser(chromium):
    yield chromium
    chromium.seen_as()
    chromium.at_width(None)


def sheets(browser) -> list[tuple[int, int]]:
    """Width and height of each sheet that would be printed, in millimetres."""
    file = base64.b64decode(browser.command("Page.printToPDF", preferCSSPageSize=True)["data"])
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", file)
    return [tuple(round(float(side) * 25.4 / 72) for side in box) for box in boxes]


def test_a_notification_prints_as_a_proof(browser, come, detail):
    come(detail)
    assert sheets(browser) == [(210, 297)] * len(sheets(browser)) and len(sheets(browser)) <= 2
    browser.seen_as(media="print")
    browser.at_width(680)
    browser.screenshot("stampa-dettaglio")
    for label in ["UUID Notifica", "Codice Fiscale Destinatario", "Contenuto", "Somma", "Data invio", "Stato Consegna", "Inserita da"]:
        assert browser.detail(label), label
    assert "Comune di Esempio Alfa" in browser.find("header").text
    for gone in [".esci", ".menu", "#parte-azioni", ".breadcrumb-container", ".anteprima"]:
        assert not browser.find(gone).is_displayed(), gone
    assert browser.run("return document.documentElement.scrollWidth") <= 680


def test_a_proof_prints_on_sheets_that_are_counted(browser, come, detail):
    come(f"{detail}/prova")
    assert sheets(browser) == [(210, 297)] * len(sheets(browser)) and len(sheets(browser)) <= 2
    browser.seen_as(media="print")
    browser.at_width(680)
    browser.screenshot("stampa-prova")
    for label in ["Ente", "Codice Fiscale Destinatario", "UUID Notifica", "ID Consegna App.IO", "Data e ora invio", "Stato", "Somma"]:
        assert browser.detail(label), label
    assert len(browser.find(".codice-prova").text) == 39 and browser.find(".codice-prova").is_displayed()
    for gone in [".esci", ".menu", "#stampa", ".breadcrumb-container"]:
        assert not browser.find(gone).is_displayed(), gone
    assert browser.run("return document.documentElement.scrollWidth") <= 680


def test_a_true_proof_is_shown_with_what_its_paper_says(come, detail):
    code = come(f"{detail}/prova").find(".codice-prova").text
    browser = come("/prova")
    browser.type(codice=code)
    browser.press("Verifica")
    assert "La prova è vera." in browser.text
    for label in ["ID Consegna App.IO", "Data e ora invio", "Inserita", "Somma"]:
        assert browser.detail(label), label
    look(browser, "prova-vera")


def test_the_archive_prints_as_a_table_on_its_side(browser, come, detail):
    come("/notifiche")
    assert set(sheets(browser)) == {(297, 210)}
    browser.seen_as(media="print")
    browser.at_width(1000)
    browser.screenshot("stampa-archivio")
    assert browser.find("tbody td").value_of_css_property("display") == "table-cell"
    for gone in [".esci", ".menu", ".filtri", ".sotto-tabella"]:
        assert not browser.find(gone).is_displayed(), gone


@pytest.mark.parametrize("name", FORCED)
def test_forced_colours_leave_every_edge_and_the_focus(browser, come, detail, name):
    come(FORCED[name].format(dettaglio=detail))
    browser.seen_as(forced_colors="active")
    browser.screenshot(f"colori-forzati-{name}")
    unseen = browser.run("""
        return [...document.querySelectorAll(".btn, .badge, .form-control, .form-select, .riquadro, .scheda, .filtri")].filter((box) =>
          box.checkVisibility() && parseFloat(getComputedStyle(box).borderTopWidth) < 1).map((box) => box.outerHTML.slice(0, 80));""")
    assert unseen == []
    for kind in ["main a", "main .btn", "main summary", "main .form-control", ".esci"]:
        if found := browser.find_all(kind):
            browser.run("arguments[0].focus({ focusVisible: true })", found[0])
            assert found[0].value_of_css_property("outline-style") == "solid", kind


def test_who_wants_no_motion_gets_none(browser, come):
    come("/notifiche")
    browser.seen_as(prefers_reduced_motion="reduce")
    moving = """return [...document.querySelectorAll("*")].filter((element) =>
        getComputedStyle(element).transitionProperty !== "none" || getComputedStyle(element).animationName !== "none").length"""
    assert browser.run(moving) == 0


@pytest.mark.parametrize("role", ["operatore", "amministratore"])
def test_the_way_out_stays_on_one_line_with_the_person(browser, come, role):
    come("/notifiche", role)
    browser.at_width(320)
    way_out, person = browser.find(".esci").rect, browser.find(".it-header-slim-right-zone a").rect
    assert way_out["x"] >= person["x"] + person["width"] and abs(way_out["x"] + way_out["width"] - 308) <= 1
    assert way_out["y"] <= person["y"] + person["height"] / 2 <= way_out["y"] + way_out["height"]
    assert way_out["height"] >= 44 and browser.find(".esci").text == "Esci"


def test_titillium_comes_without_javascript(browser, come):
    come("/notifiche", javascript=False)
    browser.command("Emulation.setScriptExecutionDisabled", value=False)
    loaded = """const [done] = arguments;
        document.fonts.ready.then((fonts) => done([...fonts].filter((font) => font.status === "loaded").map((font) => font.family)))"""
    assert "Titillium Web" in browser.driver.execute_async_script(loaded)


@pytest.mark.parametrize("name", ["archivio", "nuova", "dettaglio"])
def test_nothing_moves_while_a_page_comes(browser, come, detail, name):
    browser.command("Network.clearBrowserCache")
    added = browser.command("Page.addScriptToEvaluateOnNewDocument", source=OBSERVE)["identifier"]
    try:
        come(FORCED[name].format(dettaglio=detail))
        browser.driver.execute_async_script("const [done] = arguments; document.fonts.ready.then(() => setTimeout(done, 500));")
        assert browser.run("return window.shift") < 0.01
    finally:
        browser.command("Page.removeScriptToEvaluateOnNewDocument", identifier=added)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_torna_elenco_leads_back_to_the_list_that_one_came_from(browser, come, tenant, javascript):
    visitor, citizen = tenant.visitor("operatore"), new_citizen()
    for number in range(26):
        send(visitor, tenant, citizen, oggetto=f"Andata e ritorno {number:02}")
    come("/notifiche", javascript=javascript)
    browser.type(cerca=citizen)
    browser.press("Cerca")
    browser.press("Successive")
    [row] = browser.find_all("tbody tr")
    assert "Andata e ritorno 00" in row.text
    browser.click(row.find_element("tag name", "a"))
    browser.press("Torna Elenco")
    assert "Andata e ritorno 00" in browser.find("tbody").text and len(browser.find_all("tbody tr")) == 1
    assert browser.find("#cerca").get_attribute("value") == citizen and citizen not in browser.path
    browser.press("Nuovo")
    browser.press("Torna Elenco")
    browser.press("Precedenti")
    assert len(browser.find_all("tbody tr")) == 25
