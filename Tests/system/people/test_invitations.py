"""The link by which a person sets a password, from the command line."""

import secrets

from people import PASSWORD, accept


def test_the_command_line_invites_and_resets(demo, tenant):
    name = f"riga.{secrets.token_hex(4)}"
    added = demo.puntuale("utente", "create", tenant.code, name, "--nome", "Dalla Riga", "--ruolo", "operatore")
    assert added.returncode == 0 and "/invito?codice=" in added.stdout
    link = "/invito?codice=" + added.stdout.split("/invito?codice=")[1].split()[0]
    accept(tenant.visitor(), link)
    assert tenant.visitor().log_in({"utente": name, "password": PASSWORD})
    reset = demo.puntuale("utente", "reset", tenant.code, name)
    assert reset.returncode == 0 and link not in reset.stdout
    accept(tenant.visitor(), "/invito?codice=" + reset.stdout.split("codice=")[1].strip(), "un-altra-password")
    assert tenant.visitor().log_in({"utente": name, "password": "un-altra-password"})
