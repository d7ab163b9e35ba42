"""Writing a notification, as the operator of a tenant does."""

import itertools

from demo import Tenant
from page import Page
from visitor import Visitor

# The guide's own example, shorter than a tenant's minimum of 120.
GUIDE_SUBJECT = "TEST OGGETTO MINIMO 10 MASSIMO 120"
GUIDE_CONTENT = "##### TEST CORPO MINIMO 80 MASSIMO 120\nMessaggio di prova wiki con contenuto. ***#titolo***."

SUBJECT = "Avviso di prova del Comune"
CONTENT = "Si comunica che la pratica è stata registrata al protocollo dell’ente. " * 2
NOTICE_NUMBER = "301000000000123468"  # its last two digits fit the others
_notices = itertools.count(20_000)
CHECKED_FIELDS = ["servizio", "codice_fiscale", "oggetto", "contenuto", "scadenza", "somma", "numero_avviso"]


def new_notice() -> str:
    """The number of a payment notice that no other test sends."""
    base = f"301{next(_notices):013}"
    return base + f"{int(base) % 93:02}"


def scanned(notice: str, cents: int) -> str:
    """What a scanner reads from the QR code of a notice."""
    return f"PAGOPA|002|{notice}|00907501001|{cents}"


def fill(
        visitor: Visitor, tenant: Tenant, citizen: str, button: str = "Aggiungi", page: Page | None = None, follow: bool = True,
        **typed) -> Page:
    """A form that is right but for what is typed differently, with the button pressed."""
    fields = {"servizio": tenant.first_service, "codice_fiscale": citizen, "oggetto": SUBJECT, "contenuto": CONTENT} | typed
    return visitor.press(page or visitor.get("/notifiche/nuova"), button, follow=follow, **fields)


def send(visitor: Visitor, tenant: Tenant, citizen: str, **typed) -> str:
    """Adds a notification and gives the address of its page."""
    page = fill(visitor, tenant, citizen, follow=False, **typed)
    assert page.status == 303, (page.status, page.alerts)
    return page.header("Location")


def verify(visitor: Visitor, tenant: Tenant, citizen: str, page: Page | None = None, **typed) -> Page:
    """The form again, with Verifica pressed."""
    return fill(visitor, tenant, citizen, "Verifica", page=page, **typed)
