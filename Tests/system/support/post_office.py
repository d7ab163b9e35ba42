"""A real SMTP server on this machine, with what may go wrong with one."""

import asyncio
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from demo import Demo, free_port, until
from page import Page
from visitor import Visitor


class PostOffice:
    """Offers STARTTLS and wants user and password after it, unless told otherwise."""

    def __init__(self, port: int, certificate: Path | None, password: str = "segreta-della-posta", manner: str = "good"):
        """- Parameter certificate: of a directory with server.pem and server.key; None: no TLS, and nobody logs in."""
        self.port, self.password, self.manner = port, password, manner
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self._certificate = certificate
        self._controller: Controller | None = None

    def open(self) -> "PostOffice":
        secure = {}
        if self._certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(self._certificate / "server.pem", self._certificate / "server.key")
            secure = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": self._knows}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10, **secure)
        self._controller.start()
        return self

    def close(self) -> None:
        if self._controller:
            self._controller.stop()
        self._controller = None

    def __enter__(self) -> "PostOffice": return self.open()

    def __exit__(self, *_) -> None: self.close()

    def about(self, words: str) -> list[EmailMessage]:
        """What was taken with these words in its subject."""
        return [message for message in self.taken if words in message["Subject"]]

    def _knows(self, server, session, envelope, mechanism, data) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"avvisi", self.password.encode())
        return AuthResult(success=good, handled=good)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.manner == "refuses sender":
            return "553 5.7.1 not a sender of ours"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.manner == "busy":
            return "450 4.2.0 come again later"
        if self.manner == "refuses recipient" or address.startswith("nessuno@"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.manner == "refuses message":
            return "554 5.6.0 not wanted"
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(envelope.rcpt_tos[0])
        if self.manner == "falls silent":
            await asyncio.sleep(0.2)
            server.transport.abort()
        return "250 OK"


def other_certificate(directory: Path) -> Path:
    """Of this machine, by an authority that nobody knows."""
    directory.mkdir(exist_ok=True)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", directory / "server.key", "-out", directory / "server.pem",
         "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return directory


@contextmanager
def open_office(demo: Demo) -> Iterator[PostOffice]:
    """Not in use yet; whatever is put to use is taken away at the end."""
    with PostOffice(free_port(demo.port + 700), demo.run_dir / "tls") as office:
        yield office
    demo.sql("DELETE FROM mail_server; DELETE FROM mail_recipient; DELETE FROM tenant_mail; DELETE FROM told_stop")


def put_to_use(gestore: Visitor, office: PostOffice, **otherwise: str) -> Page:
    """Types it into the installation's page; gives what the page says once it was tried."""
    typed = {"posta_server": "127.0.0.1", "posta_porta": str(office.port), "posta_sicurezza": "starttls", "posta_utente": "avvisi",
             "posta_password": office.password, "posta_mittente": "avvisi@example.org", "posta_prova": "gestore@example.org"}
    page = gestore.press(gestore.get("/posta"), "Prova e salva", **typed | otherwise)
    return until(lambda: "in corso" not in (found := gestore.get(page.path)).text and found, 90) if page.status == 200 else page


def tell(administrator: Visitor, *addresses: str, hour: str = "", stops: bool = False) -> Page:
    """Has an ente told at these addresses; gives its page once they were tried."""
    alerts = "/impostazioni/avvisi"
    page = administrator.press(administrator.get(alerts), "Prova e salva", avvisi_indirizzi="\n".join(addresses), avvisi_ora=hour,
                               avvisi_fermi="1" if stops else None)
    assert page.status == 200, page.alerts
    return until(lambda: "In prova" not in (found := administrator.get(alerts)).text and found, 60)
