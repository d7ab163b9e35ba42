"""Adding people as an administrator does: by a link with which they set a password."""

import re
import secrets

from page import Page
from visitor import Visitor

PASSWORD = "prima-password-lunga"


def link_of(page: Page) -> str:
    """The address of an invitation, from the page that shows it this once."""
    assert page.title == "Collegamento di accesso", page.text
    link = re.search(r">https?://[^/]+(/invito\?codice=([0-9a-f]{64}))<", page.html)
    Visitor.secrets.add(link[2])
    return link[1]


def accept(visitor: Visitor, link: str, password: str = PASSWORD) -> Page:
    return visitor.press(visitor.get(link), "Imposta la password", password_nuova=password, password_ripetuta=password)


def add_person(administrator: Visitor, visitor: Visitor, role: str = "operatore", called: str = "Collega Nuova") -> dict:
    """A new person of the tenant, who has set a password."""
    name = f"collega.{secrets.token_hex(5)}"
    page = administrator.press(administrator.get("/utenti"), "Aggiungi", nome=called, utente=name, ruolo=role)
    assert "La password è impostata" in accept(visitor, link_of(page)).text
    return {"utente": name, "password": PASSWORD}
