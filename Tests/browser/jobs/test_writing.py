"""Writing a message: the toolbar by keyboard and mouse, the buttons, the preview that follows them."""

import re
import secrets

import pytest
from selenium.webdriver import ActionChains, Keys

from citizens import PERSONAS, new_citizen
from compose import CONTENT, SUBJECT, send
from looking import look

SELECT = """const field = document.getElementById("contenuto");
            field.focus();
            field.setSelectionRange(arguments[0], arguments[1]);"""


@pytest.fixture
def writing(operator):
    operator.open("/notifiche/nuova")
    return operator


def write(browser, text: str) -> None:
    """The text, with `<` and `>` around what is selected of it."""
    browser.type(contenuto=without_selection(text))
    browser.run(SELECT, text.index("<"), text.index(">") - 1)


def written(browser) -> str:
    """The text, with the same marks."""
    return browser.run("""const { value, selectionStart: start, selectionEnd: end } = document.getElementById("contenuto");
                          return `${value.slice(0, start)}<${value.slice(start, end)}>${value.slice(end)}`;""")


def without_selection(text: str) -> str:
    return text.replace("<", "").replace(">", "")


def chord(browser, key: str) -> None:
    ActionChains(browser.driver).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()


def tool(browser, name: str) -> None:
    browser.press(name, leaves=False)


# Of each tool what it makes of a text, `<` and `>` around what is selected.
TOOLS = [
    ("Grassetto", "una <parola> qui", "una **<parola>** qui"), ("Grassetto", "una **<parola>** qui", "una <parola> qui"),
    ("Grassetto", "una< parola >qui", "una **<parola>** qui"), ("Grassetto", "qui <>", "qui **<testo>**"),
    ("Grassetto", "<uno\n\ndue>", "**<uno**\n\n**due>**"), ("Grassetto", "*<uno>*", "***<uno>***"), ("Grassetto", "***<uno>***", "*<uno>*"),
    ("Corsivo", "una <parola> qui", "una *<parola>* qui"), ("Corsivo", "una *<parola>* qui", "una <parola> qui"),
    ("Corsivo", "**<uno>**", "***<uno>***"), ("Corsivo", "***<uno>***", "**<uno>**"),
    ("Titolo", "prima\nAv<vi>so\ndopo", "prima\n# Avviso<>\ndopo"), ("Titolo", "# <>Avviso", "Avviso<>"), ("Titolo", "<>", "# <>"),
    ("Elenco", "<uno\ndue\n\ntre>", "<- uno\n- due\n\n- tre>"),
    ("Elenco", "<- uno\n- due>", "<uno\ndue>"), ("Elenco", "uno\n<>", "uno\n- <>"),
    ("Link", "vedi <qui>", "vedi [qui](<https://>)"), ("Link", "vedi <>", "vedi [<testo>](https://)"),
    ("Link", "vedi <https://x.it/p>", "vedi [<testo>](https://x.it/p)"),
]


def test_a_tool_marks_what_is_selected_and_ctrl_z_takes_it_back(writing):
    for name, before, after in TOOLS:
        write(writing, before)
        tool(writing, name)
        assert written(writing) == after and writing.focused == "contenuto"
        chord(writing, "z")
        assert without_selection(written(writing)) == without_selection(before), (name, before)


def test_bold_and_italic_have_their_keys_and_the_counter_follows(writing):
    write(writing, "una <parola>")
    chord(writing, "b")
    chord(writing, "i")
    assert written(writing) == "una ***<parola>***"
    assert writing.find("[data-conta-per=contenuto]").text.startswith("16 su 10.000 caratteri, ")
    chord(writing, "i")
    chord(writing, "b")
    assert written(writing) == "una <parola>"


def test_the_toolbar_is_one_stop_of_the_tab_key_with_arrows_inside(writing):
    name = lambda: writing.driver.switch_to.active_element.accessible_name  # noqa: E731
    press = lambda *keys: ActionChains(writing.driver).send_keys(*keys).perform()  # noqa: E731
    writing.click(writing.find("#oggetto"), leaves=False)
    press(Keys.TAB)
    assert name() == "Grassetto" and writing.find(".barra").aria_role == "toolbar"
    for key, tool_name in [(Keys.ARROW_RIGHT, "Corsivo"), (Keys.END, "Link"), (Keys.ARROW_RIGHT, "Grassetto"), (Keys.ARROW_LEFT, "Link"),
                           (Keys.HOME, "Grassetto"), (Keys.ARROW_RIGHT, "Corsivo")]:
        press(key)
        assert name() == tool_name
    press(Keys.TAB)
    assert writing.focused == "contenuto"
    ActionChains(writing.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    assert name() == "Corsivo"
    press(Keys.ENTER)
    assert written(writing) == "*<testo>*" and writing.path == "/notifiche/nuova"


def test_without_javascript_there_is_no_toolbar_and_buttons_are_sent_all_the_same(browser, tenant, demo):
    browser.begin(tenant.url, javascript=False)
    browser.log_in(tenant.accounts["operatore"])
    browser.open("/notifiche/nuova")
    assert not browser.find(".barra").is_displayed()
    subject = f"{SUBJECT} {secrets.token_hex(4)}"
    browser.choose("servizio", "protocollo")
    browser.type(codice_fiscale=PERSONAS[1], oggetto=subject, contenuto=CONTENT)
    browser.click(browser.find(".pulsanti summary"), leaves=False)
    browser.type(pulsante_1_testo="Prenota", pulsante_1_indirizzo="https://www.comune.example.it/p")
    browser.press("Anteprima")
    assert browser.find("#anteprima .telefono-pulsante").text == "Prenota"
    browser.press("Aggiungi")
    browser.until(lambda: browser.open(browser.path) or browser.detail("Stato") == "Consegnata")
    [message] = [message for message in demo.inbox(PERSONAS[1]) if message["subject"] == subject]
    assert message["markdown"].startswith('---\nit:\n  cta_1:\n    text: "Prenota"\n') and message["markdown"].endswith(f"---\n{CONTENT}")


def test_the_preview_and_the_counter_follow_the_buttons(writing, tenant):
    fields = {"pulsante_1_testo": 'Prenota "qui" \\ ora', "pulsante_1_indirizzo": "https://x.it/?a=1&b=2",
              "pulsante_2_testo": "Chiama", "pulsante_2_indirizzo": "tel:112"}
    writing.type(oggetto=SUBJECT, contenuto=CONTENT)
    writing.click(writing.find(".pulsanti summary"), leaves=False)
    writing.type(**fields)
    texts = lambda: [button.text for button in writing.find_all("#anteprima .telefono-pulsante")]  # noqa: E731
    writing.until(lambda: texts() == [fields["pulsante_1_testo"], "Chiama"])
    assert writing.focused == "pulsante_2_indirizzo"
    shown = writing.find("[data-conta-per=contenuto]").text
    visitor = tenant.visitor("operatore")
    page = visitor.press(visitor.get("/notifiche/nuova"), "Anteprima", contenuto=CONTENT, **fields)
    assert shown == re.search(r'data-conta-per="contenuto">([^<]*)<', page.html)[1]
    for name in ["pulsante_1_testo", "pulsante_2_testo"]:
        writing.find(f"[name={name}]").send_keys(Keys.CONTROL, "a", Keys.DELETE)
    assert writing.find("[data-conta-per=contenuto]").text == f"{len(CONTENT)} su 10.000 caratteri"


def test_buttons_with_faults_and_their_preview_are_within_reach_of_everybody(writing):
    writing.choose("servizio", "protocollo")
    writing.type(codice_fiscale=new_citizen(), oggetto="Richiamare il 333 1234567",
                 contenuto=f"> **Nota**\n\n| a |\n|---|\n| b |\n\n{CONTENT}")
    writing.click(writing.find(".pulsanti summary"), leaves=False)
    writing.type(pulsante_1_testo="Prenota l’appuntamento allo sportello", pulsante_1_indirizzo="https://www.comune.example.it/prenota",
                 pulsante_2_testo="Chiama", pulsante_2_indirizzo="www.x.it")
    writing.press("Aggiungi")
    look(writing, "nuova-pulsanti-errori")
    writing.click(writing.find("#riepilogo a[href='#pulsante_2_indirizzo']"), leaves=False)
    assert writing.focused == "pulsante_2_indirizzo"
    writing.type(pulsante_2_indirizzo="tel:0612345678")
    writing.until(lambda: len(writing.find_all("#anteprima .telefono-pulsante")) == 2)
    look(writing, "nuova-pulsanti")


def test_a_notification_with_buttons_is_within_reach_of_everybody(operator, tenant):
    operator.open(send(tenant.visitor("operatore"), tenant, new_citizen(), pulsante_1_testo="Prenota",
                       pulsante_1_indirizzo="https://www.comune.example.it/" + "molto-lungo/" * 12))
    operator.until(lambda: operator.detail("Stato") == "Consegnata")
    assert operator.find(".telefono-pulsante").get_attribute("rel") == "noopener noreferrer nofollow"
    look(operator, "dettaglio-pulsanti")


def test_nothing_moves_when_the_script_arrives(writing):
    shift = writing.driver.execute_async_script("""
        const [done] = arguments;
        new PerformanceObserver((list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
          .observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(0), 500);""")
    assert shift < 0.01
