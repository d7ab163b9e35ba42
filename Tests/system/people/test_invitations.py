"""The link by which a person sets a password: once, within a day, and nobody else's."""

import secrets

from people import PASSWORD, accept, add_person, link_of


def invite(administrator, role="operatore"):
    """The name of a new person, and the link."""
    name = f"invitata.{secrets.token_hex(5)}"
    page = administrator.press(administrator.get("/utenti"), "Aggiungi", nome="Persona Invitata", utente=name, ruolo=role)
    return name, link_of(page)


def test_to_look_at_a_link_spends_nothing_and_to_use_it_spends_it(ente, administrator):
    name, link = invite(administrator)
    filter_ = ente.visitor()
    for _ in range(3):
        page = filter_.get(link)
        assert page.status == 200 and name in page.text
        assert filter_.request("HEAD", link).status == 200
    visitor = ente.visitor()
    like_name = f"{name.upper()}2026"
    for password, repeated, field in [("corta", "corta", "password_nuova"), (like_name, like_name, "password_nuova"),
                                      (PASSWORD, PASSWORD + "x", "password_ripetuta")]:
        page = visitor.press(visitor.get(link), "Imposta la password", password_nuova=password, password_ripetuta=repeated)
        assert page.status == 422 and page.beside(field)
    page = accept(visitor, link)
    assert page.title == "Entra" and "La password è impostata" in page.alerts[0]
    assert visitor.log_in({"utente": name, "password": PASSWORD}).get("/notifiche").status == 200
    for _ in range(2):
        page = visitor.get(link)
        assert page.status == 404 and "non vale più" in page.text
    code = link.split("=")[1]
    page = visitor.post("/invito", {"codice": code, "password_nuova": "altra-password-lunga", "password_ripetuta": "altra-password-lunga"})
    assert page.status == 404
    assert ente.visitor().log_in({"utente": name, "password": PASSWORD})


def test_a_new_link_withdraws_the_old_and_the_password(demo, ente, administrator):
    account = add_person(administrator, ente.visitor())
    inside = ente.visitor().log_in(account)
    page = administrator.get(f"/utenti/{demo.person(ente, account['utente'])}")
    first = link_of(administrator.press(page, "Reimposta password"))
    assert inside.get("/notifiche", follow=False).status == 303, "the sessions ended"
    visitor = ente.visitor()
    assert visitor.press(visitor.get("/entra"), "Entra", **account).status == 422, "nor does the password hold"
    page = administrator.get(f"/utenti/{demo.person(ente, account['utente'])}")
    assert "vale fino al" in page.text
    second = link_of(administrator.press(page, "Nuovo collegamento"))
    assert visitor.get(first).status == 404
    assert accept(visitor, second, "un-altra-password").title == "Entra"
    assert visitor.log_in(account | {"password": "un-altra-password"})


def test_a_link_of_another_ente_an_old_one_and_one_of_who_is_disabled_do_not_hold(demo, ente, other_ente, administrator):
    name, link = invite(administrator)
    assert other_ente.visitor().get(link).status == 404
    unknown = ente.visitor().get("/invito?codice=" + "0" * 64)
    assert unknown.status == 404 and unknown.stable == ente.visitor().get("/invito").stable
    digest_row = f"tenant_id = (SELECT id FROM tenant WHERE code = '{ente.code}') ORDER BY expires_at DESC LIMIT 1"
    demo.sql(f"UPDATE invitation SET expires_at = expires_at - INTERVAL 25 HOUR WHERE {digest_row}")
    assert ente.visitor().get(link).status == 404
    demo.sql("UPDATE invitation SET expires_at = NOW(6) + INTERVAL 25 HOUR")
    assert ente.visitor().get(link).status == 200
    assert demo.puntuale("utente", "disable", ente.code, name).returncode == 0
    assert ente.visitor().get(link).status == 404


def test_the_database_holds_no_link(demo, administrator):
    _, link = invite(administrator)
    rows = demo.sql("SELECT LOWER(HEX(digest)) FROM invitation")
    assert link.split("=")[1] not in {row[0] for row in rows}


def test_an_invited_administrator_sets_up_a_second_factor_next(ente, administrator):
    name, link = invite(administrator, "amministratore")
    visitor = ente.visitor()
    accept(visitor, link)
    page = visitor.press(visitor.get("/entra"), "Entra", utente=name, password=PASSWORD)
    assert page.title == "Secondo fattore"


def test_the_command_line_invites_and_resets(demo, ente):
    name = f"riga.{secrets.token_hex(4)}"
    added = demo.puntuale("utente", "create", ente.code, name, "--nome", "Dalla Riga", "--ruolo", "operatore")
    assert added.returncode == 0 and "/invito?codice=" in added.stdout
    link = "/invito?codice=" + added.stdout.split("/invito?codice=")[1].split()[0]
    accept(ente.visitor(), link)
    assert ente.visitor().log_in({"utente": name, "password": PASSWORD})
    reset = demo.puntuale("utente", "reset", ente.code, name)
    assert reset.returncode == 0 and link not in reset.stdout
    accept(ente.visitor(), "/invito?codice=" + reset.stdout.split("codice=")[1].strip(), "un-altra-password")
    assert ente.visitor().log_in({"utente": name, "password": "un-altra-password"})
