"""Message templates: one to write, and values for its fields."""

import re

from page import Page

OGGETTO = "Appuntamento del {{data}} per {{nome}}"
CONTENUTO = "Gentile **{{nome}}**,\n\nl’appuntamento è il {{data}} e costa {{importo}} €.\n\n{{nota}}\n\nUfficio anagrafe del Comune."
VALUES = {"campo_nome": "Maria Rossi", "campo_data": "2027-07-15", "campo_importo": "1234,5", "campo_nota": "Portare\nun documento"}


def save(administrator, tenant, name: str, **typed) -> Page:
    """The answer to a new one that was saved once: the page with its fields to be described, if it is right."""
    fields = {"servizio": tenant.first_service, "nome": name, "oggetto": OGGETTO, "contenuto": CONTENUTO} | typed
    return administrator.press(administrator.get("/modelli/nuovo"), "Salva", **fields)


def take(operator, template: str, **typed) -> Page:
    """Nuova notifica with the template's fields."""
    return operator.press(operator.get("/notifiche/nuova"), "Usa modello", modello=template.rsplit("/", 1)[-1], **typed)


def add(operator, page: Page, citizen: str, button: str = "Aggiungi", follow: bool = False, **typed) -> Page:
    return operator.press(page, button, follow, **{"codice_fiscale": citizen} | VALUES | typed)


def preview(page: Page) -> str:
    return re.search(r'<div class="telefono-testo">(.*?)</div>', page.html, re.S)[1]


def fields(page: Page) -> dict[str, str]:
    return page.form("Aggiungi").fields
