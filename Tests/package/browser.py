"""Somebody at a browser inside the machine's network: Tests/system's Visitor, over TLS with the authority of this installation."""

import http.client
import ssl
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "system/support"))

from page import Page
from visitor import Visitor


class TLSVisitor(Visitor):
    def __init__(self, host: str, authority: Path, port: int = 443, headers: dict[str, str] | None = None):
        super().__init__(f"https://{host}")
        self.context = ssl.create_default_context(cafile=authority)
        self.to, self.always = port, headers or {}

    def request(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Page:
        if path.startswith("https://"):
            path = "/" + path.split("/", 3)[3]
        return super().request(method, path, body, self.always | (headers or {}))

    def connect(self) -> http.client.HTTPConnection: return Connection(self.host, self.to, self.context, self.timeout)


class Connection(http.client.HTTPSConnection):
    """To one machine, whatever the site is called; its certificate is for the name."""

    machine = "127.0.0.1"

    def __init__(self, host: str, port: int, context: ssl.SSLContext, timeout: float):
        super().__init__(host, port, context=context, timeout=timeout)
        self.server_name, self.tls = host, context

    def connect(self) -> None:
        self.host = self.machine
        http.client.HTTPConnection.connect(self)
        self.sock = self.tls.wrap_socket(self.sock, server_hostname=self.server_name)
