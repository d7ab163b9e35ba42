"""A service in states of its keys, and a list of services."""

from test_every_state import both

from looking import look


@both
def test_a_service_with_a_key_that_was_refused_is_within_reach_of_everybody(come, demo, tenant, javascript):
    service = tenant.services["Avviso TARI"]
    browser = come(f"/servizi/{service}", "amministratore", javascript)
    browser.find("main summary").click()
    browser.choose("quale", "primaria")  # proposed is the one that is not in use
    browser.type(chiave="corta")
    browser.press("Sostituisci chiave")
    assert browser.driver.title.startswith("Errore:") and browser.find("#quale option:checked").text == "primaria"
    look(browser, "servizio-chiave-errori")
    browser.type(chiave="0123456789abcdef0123456789abcdef")
    browser.press("Sostituisci chiave")
    browser.open(f"/servizi/{service}?esito=chiave&quale=primary")
    browser.until(lambda: "quella in uso rimane" in browser.text)
    demo.sql(f"UPDATE service_key SET refused_at = NOW(6) WHERE service_id = UNHEX('{service.replace('-', '')}') AND slot = 'secondary'")
    browser.open(f"/servizi/{service}?esito=chiave&quale=primary")
    look(browser, "servizio-chiave-rifiutata")
    browser.open("/servizi")
    look(browser, "servizi-chiave-rifiutata", keyboard=False)
    demo.sql("DELETE FROM key_candidate; UPDATE service_key SET refused_at = NULL")


@both
def test_a_list_of_services_is_within_reach_of_everybody(come, javascript):
    browser = come("/servizi/importa", "amministratore", javascript)
    head = "nome;id_servizio;chiave_primaria;importo_massimo;riservato;ambiente"
    browser.type(elenco=f"{head}\nAvviso TARI;01A;corta;molti;forse;vera")
    browser.press("Controlla")
    assert "Riga 2, riservato" in browser.text
    look(browser, "servizi-importa-errori")
    rows = [f"Servizio numero {n};01ELENCO{n:018};{n:032x};100;{'sì' if n % 2 else ''};prova" for n in range(4)]
    browser.type(elenco="\n".join([head, *rows]))
    browser.press("Controlla")
    look(browser, "servizi-importa-sguardo")
