"""A person at a browser, as far as the site can tell: keeps cookies, fills in the form that it finds, follows 303."""

import http.client
import urllib.parse
from typing import ClassVar

from page import Form, Page
from second_factor import code


class Visitor:
    """Whatever the site is called, it is this machine: glibc does not know *.localhost."""

    secrets: ClassVar[set[str]] = set()  # every cookie that any visitor ever got

    def __init__(self, url: str):
        parts = urllib.parse.urlsplit(url)
        self.url, self.host, self.port = url, parts.netloc, parts.port
        self.cookies: dict[str, str] = {}
        self.timeout = 30
        self.agent, self.address = "", "127.0.0.1"

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout, source_address=(self.address, 0))

    def request(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Page:
        """One request and its answer, nothing followed."""
        connection = self.connect()
        sent = {"Host": self.host} | (headers or {})
        if self.agent:
            sent["User-Agent"] = self.agent
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            page = Page(answer.status, answer.getheaders(), answer.read(), path)
        finally:
            connection.close()
        for cookie in page.cookies:
            name, value = cookie.split(";")[0].split("=", 1)
            if value:
                self.cookies[name] = value
                self.secrets.add(value)
            else:
                self.cookies.pop(name, None)
        return page

    def get(self, path: str, follow: bool = True) -> Page:
        return self._follow(self.request("GET", path)) if follow else self.request("GET", path)

    def post(self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None, follow: bool = False) -> Page:
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.url} | (headers or {})
        page = self.request("POST", path, urllib.parse.urlencode(fields).encode(), sent)
        return self._follow(page) if follow else page

    def _follow(self, page: Page) -> Page:
        for _ in range(5):
            if page.status not in (301, 302, 303, 307, 308):
                return page
            page = self.request("GET", page.header("Location"))
        raise AssertionError(f"goes on and on, last to {page.path}")

    def press(self, page: Page, button: str, follow: bool = True, **typed: str | None) -> Page:
        """Fills in the form that has this button and presses it. A value of None leaves a field (a box to tick) out."""
        form = page.form(button)
        fields = filled(form, button, **typed)
        if form.method == "get":
            return self.get(f"{form.action}?{urllib.parse.urlencode(fields)}")
        return self.post(form.address(button), fields, follow=follow)

    def decide(self, page: Page, button: str, **typed: str | None) -> Page:
        """Presses a button that asks once, and the one that does it."""
        asked = self.press(page, button, **typed)
        [confirmed] = [name for form in asked.forms for name, named in form.buttons.items() if named and named[0] == "confermato"]
        return self.press(asked, confirmed)

    def log_in(self, account: dict, home: str = "/oggi") -> "Visitor":
        page = self.enter(self.get("/entra"), account)
        assert page.status == 200 and page.path == home, (page.status, page.alerts)
        return self

    def enter(self, page: Page, account: dict) -> Page:
        """From the first step's page, with the second step if the person has one."""
        page = self.press(page, "Entra", utente=account["utente"], password=account["password"])
        if not account.get("totp"):
            return page
        account["forget"]()
        return self.press(page, "Conferma", codice=code(account["totp"]))

    def token(self) -> str:
        """That of every form of this session."""
        return self.get("/profilo").form("Esci").fields["_token"]


def filled(form: Form, button: str, **typed: str | None) -> dict[str, str]:
    """What a browser would send when the button is pressed."""
    fields = form.fields | {name: value for name, value in typed.items() if value is not None}
    for name in (name for name, value in typed.items() if value is None):
        fields.pop(name, None)
    if pressed := form.buttons[button]:
        fields[pressed[0]] = pressed[1]
    return fields
