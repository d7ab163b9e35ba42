"""A mail server that is in use, and an ente that is told."""

import pytest

from demo import free_port, until
from post_office import PostOffice

PAGE = "/impostazioni/avvisi"


@pytest.fixture
def office(demo):
    """Open, and not in use yet; whatever a test puts to use is taken away again."""
    with PostOffice(free_port(demo.port + 700), demo.run_dir / "tls") as office:
        yield office
    demo.sql("DELETE FROM mail_server; DELETE FROM mail_recipient; DELETE FROM tenant_mail; DELETE FROM told_stop")


@pytest.fixture
def set_up(gestore):
    """Types a server into its page; gives what the page says once it was tried."""

    def set_up(office, **otherwise: str):
        typed = {"posta_server": "127.0.0.1", "posta_porta": str(office.port), "posta_sicurezza": "starttls", "posta_utente": "avvisi",
                 "posta_password": office.password, "posta_mittente": "avvisi@example.org", "posta_prova": "gestore@example.org"}
        page = gestore.press(gestore.get("/posta"), "Prova e salva", **typed | otherwise)
        return until(lambda: "in corso" not in (found := gestore.get(page.path)).text and found, 90) if page.status == 200 else page

    return set_up


@pytest.fixture
def told(office, set_up, administrator):
    """Has the first ente told, at these addresses; gives its page."""
    assert "è in uso" in set_up(office).text

    def told(*addresses: str, hour: str = "", stops: bool = False):
        page = administrator.press(administrator.get(PAGE), "Prova e salva", avvisi_indirizzi="\n".join(addresses), avvisi_ora=hour,
                                   avvisi_fermi="1" if stops else None)
        assert page.status == 200, page.alerts
        return until(lambda: "In prova" not in (found := administrator.get(PAGE)).text and found, 60)

    return told
