"""The archive as a person uses it: a row opens, text is selected, the box finds, and there is room for the rows."""

import secrets

import pytest
from selenium.webdriver import ActionChains, Keys

from citizens import new_citizen
from compose import new_notice, send

# Of the window, and the rows that must be in sight at least.
SIZES = [(1366, 768, 9), (1093, 614, 4)]


@pytest.fixture(scope="module")
def subject(tenant) -> str:
    word = "zeta" + secrets.token_hex(4).translate(str.maketrans("0123456789", "ghijklmnop"))
    visitor = tenant.visitor("operatore")
    for number in range(12):
        send(visitor, tenant, new_citizen(), oggetto=f"Avviso di pagamento {word} {number + 1}", somma="61,38",
             numero_avviso=new_notice())
    return word


@pytest.fixture
def archive(operator, subject):
    operator.open(f"/notifiche?oggetto={subject}")
    yield operator
    operator.at_width(None)


def cell(browser, name: str):
    return browser.find_all(f"tbody .{name}")[2]


@pytest.mark.parametrize("name", ["inserita", "servizio", "stato", "da"])
def test_a_click_anywhere_in_a_row_opens_it(archive, name):
    address = archive.find_all("tbody tr")[2].get_attribute("data-apri")
    archive.click(cell(archive, name))
    archive.until(lambda: archive.path == address)


def test_the_subject_is_a_link_that_the_keyboard_opens(archive):
    link = archive.find_all("tbody a")[0]
    address = link.get_attribute("href")
    archive.run("arguments[0].focus()", link)
    link.send_keys(Keys.ENTER)
    archive.until(lambda: archive.driver.current_url == address)


def test_who_selects_text_in_a_row_opens_nothing(archive):
    path, code = archive.path, cell(archive, "codice")
    ActionChains(archive.driver).move_to_element_with_offset(code, -code.size["width"] // 2 + 12, 0).click_and_hold().move_by_offset(
        code.size["width"] - 30, 0).release().perform()
    assert len(archive.run("return getSelection().toString()").strip()) > 8
    assert archive.path == path


@pytest.mark.parametrize("button", ["middle", "control"])
def test_a_row_opens_in_another_tab(archive, button):
    path, here = archive.path, archive.driver.current_window_handle
    address = archive.find_all("tbody tr")[2].get_attribute("data-apri")
    place = archive.run("const box = arguments[0].getBoundingClientRect(); return [box.x + 5, box.y + 5]", cell(archive, "da"))
    how = {"button": "middle"} if button == "middle" else {"button": "left", "modifiers": 2}
    for kind in ["mousePressed", "mouseReleased"]:
        archive.command("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], clickCount=1, **how)
    archive.until(lambda: len(archive.driver.window_handles) == 2)
    other = next(handle for handle in archive.driver.window_handles if handle != here)
    try:
        archive.driver.switch_to.window(other)
        archive.until(lambda: archive.path == address)
    finally:
        archive.driver.close()
        archive.driver.switch_to.window(here)
    assert archive.path == path


@pytest.mark.parametrize(("width", "height", "rows"), SIZES)
def test_rows_are_in_sight_on_an_office_screen(operator, subject, width, height, rows):
    try:
        operator.at_width(width, height)
        for path in ["/notifiche", f"/notifiche?oggetto={subject}"]:
            operator.open(path)
            operator.screenshot(f"archivio-{width}")
            seen = operator.run("""return [...document.querySelectorAll("tbody tr")].filter((row) =>
                row.getBoundingClientRect().bottom <= innerHeight).length""")
            assert seen >= rows, f"{seen} of {path}"
            assert operator.run("return document.querySelector('.tabella').scrollWidth <= document.querySelector('.tabella').clientWidth")
    finally:
        operator.at_width(None)


def test_a_row_on_a_telephone_is_at_most_100_pixels_high(archive):
    archive.at_width(320, 640)
    archive.screenshot("archivio-320-righe")
    heights = archive.run("return [...document.querySelectorAll('tbody tr')].map((row) => row.getBoundingClientRect().height)")
    assert heights and max(heights) <= 100
    assert archive.run("return document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_what_is_sought_is_found_stays_and_is_in_no_address(come, tenant, subject, javascript):
    citizen, word = new_citizen(), f"soltanto{['prima', 'seconda'][javascript]}"
    address = send(tenant.visitor("operatore"), tenant, citizen, oggetto=f"{word} per uno {subject}")
    browser = come("/notifiche", javascript=javascript)
    browser.type(cerca=citizen)
    browser.press("Cerca")
    assert browser.path == address
    browser.press("Torna Elenco")
    assert citizen not in browser.path and len(browser.find_all("tbody tr")) == 1
    assert browser.find("#cerca").get_attribute("value") == citizen
    browser.driver.refresh()
    assert len(browser.find_all("tbody tr")) == 1
    browser.press(f"Togli il filtro Codice Fiscale Destinatario: {citizen}")
    assert len(browser.find_all("tbody tr")) > 1 and browser.find("#cerca").get_attribute("value") == ""
    browser.type(cerca=f"{word} {subject}")
    browser.find("#cerca").send_keys(Keys.ENTER)
    browser.until(lambda: browser.path == address)
