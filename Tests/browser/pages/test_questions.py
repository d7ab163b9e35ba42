"""What is asked once before an act that is hard to take back, and forms that come back refused: the same on every page."""

import pytest

from looking import look

SERVICE, PERSON = "/servizi/{servizio}", "/utenti/{operatore}"
QUESTIONS = {
    "servizio-sospendere": (SERVICE, "Sospendi gli invii"), "servizio-disattivare": (SERVICE, "Disattiva"),
    "ente-sospendere": ("/impostazioni", "Sospendi gli invii"), "logo-togliere": ("/impostazioni", "Togli logo"),
    "modello-ritirare": ("/modelli/{modello}", "Ritira"), "persona-disattivare": (PERSON, "Disattiva"),
    "password-reimpostare": (PERSON, "Reimposta password"),
}
# What is typed, the button, and the field that it is wrong for.
REFUSED = {
    "/notifiche/nuova": ({}, "Aggiungi", "oggetto"), "/prova": ({"codice": "x"}, "Verifica", "codice"),
    "/profilo": ({"password": "x"}, "Cambia la password", "password_nuova"),
    "/servizi/nuovo": ({}, "Aggiungi", "nome"), SERVICE: ({"massimo_giornaliero": "molti"}, "Salva massimo", "massimo_giornaliero"),
    "/servizi/importa": ({}, "Controlla", "elenco"), "/modelli/nuovo": ({}, "Salva", "nome"), "/utenti": ({}, "Aggiungi", "nome"),
    PERSON: ({"nome": ""}, "Salva", "nome"), "/impostazioni/nome": ({"nome": ""}, "Salva nome", "nome"),
    "/impostazioni/logo": ({}, "Salva logo", "logo_file"), "/impostazioni/invio": ({"minimo_contenuto": "1"}, "Salva", "minimo_contenuto"),
    "/impostazioni/orario": ({"orario_dalle": "x"}, "Salva orario", "orario_dalle"),
    "/impostazioni/massimo": ({"massimo_cittadino": "x"}, "Salva massimo", "massimo_cittadino"),
    "/impostazioni/privacy": ({"privacy_mail": "x"}, "Salva dati personali", "privacy_mail"),
    "/impostazioni/accessibilita": ({"accessibilita_mail": "x"}, "Salva accessibilità", "accessibilita_mail"),
    "/impostazioni/conservazione": ({"giorni": "1"}, "Salva conservazione", "giorni"),
}


@pytest.fixture
def address(tenant, demo):
    [[template], *_] = demo.sql("SELECT LOWER(HEX(m.id)) FROM message_template m JOIN tenant t ON t.id = m.tenant_id "
                                f"WHERE t.code = '{tenant.code}' AND NOT m.withdrawn")
    template = "-".join([template[:8], template[8:12], template[12:16], template[16:20], template[20:]])
    people = {role: demo.person(tenant, role) for role in tenant.accounts}
    return lambda path: path.format(servizio=tenant.first_service, modello=template, **people)


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_hard_to_take_back_asks_once_says_what_follows_and_leads_back(come, address, name):
    path, button = QUESTIONS[name]
    for javascript in [False, True]:
        browser = come(address(path), "amministratore", javascript)
        browser.press(button)
        assert browser.title.endswith("?") and browser.find_all(".messaggio > p") and browser.focused == ""
        look(browser, f"domanda-{name}", keyboard=javascript)
        browser.press("Annulla")
        assert browser.path == address(path) and not browser.find_all(".alert-success")


@pytest.mark.parametrize("path", REFUSED)
def test_every_form_that_is_refused_says_so_in_one_manner(come, address, path):
    typed, button, field = REFUSED[path]
    browser = come(address(path), "operatore" if path in ("/notifiche/nuova", "/prova") else "amministratore", javascript=False)
    browser.type(**typed)
    browser.press(button)
    assert browser.driver.title.startswith("Errore: "), "in the list of windows"
    assert browser.find_all(f"#riepilogo.alert-danger li a[href='#{field}']"), "no way to the field"
    assert browser.find(f"#{field}").get_attribute("aria-invalid") == "true" and browser.find(f"#{field}-problemi .errore").text


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_the_menu_folds_on_a_telephone_and_stands_open_on_a_desk(come, javascript):
    def shown():
        return [entry.is_displayed() for entry in browser.find_all(".menu summary, .menu a")]
    browser = come("/notifiche", "amministratore", javascript)
    assert shown() == [False] + [True] * 8
    browser.at_width(320)
    browser.open("/notifiche")
    if javascript:
        assert shown() == [True] + [False] * 8 and browser.find("nav.menu").size["height"] < 60
        browser.find(".menu summary").click()
    assert shown() == [True] * 9
    browser.find(".menu summary").click()
    browser.at_width(None)
    are_there = "return [...document.querySelectorAll('.menu a')].every((link) => link.checkVisibility({ contentVisibilityAuto: true }))"
    assert browser.run(are_there), "whoever turns a telephone finds it still"
