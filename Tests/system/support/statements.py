"""The statements that a request runs, and what of two answers must be the same."""

import re
from pathlib import Path

from demo import Demo
from page import Page

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class Statements:
    """What the pages of the tenants and of the installation ask of the database, as the server's own log has it."""

    def __init__(self, demo: Demo):
        self.demo = demo
        [[directory]] = demo.sql("SELECT @@datadir")
        self.path = Path(directory) / "isolation.log"
        demo.sql("SET GLOBAL general_log_file = 'isolation.log'; SET GLOBAL log_output = 'FILE'; SET GLOBAL general_log = ON")
        self.position = 0
        self.web: set[bytes] = set()
        self._know_web()

    def end(self) -> None:
        self.demo.sql("SET GLOBAL general_log = OFF")
        self.path.unlink()

    def _know_web(self) -> None:
        self.web |= {row[0].encode() for row in self.demo.sql(
            "SELECT id FROM information_schema.processlist WHERE user IN ('puntuale_web', 'puntuale_host')")}

    LINE = re.compile(rb"(?:\d{6} +\d+:\d\d:\d\d)?\t+ *(\d+) (\w+(?: \w+)?)\t(.*)", re.S)
    VALUE = re.compile(rb"[xX]?'(?:[^'\\]|\\.|'')*'|\b\d+(?:\.\d+)?\b|\bNULL\b", re.S)

    def since(self) -> list[str]:
        """The statements since it was asked last, without their values. What is repeated while something is waited for counts once."""
        with self.path.open("rb") as log:
            log.seek(self.position)
            text = log.read()
            self.position += len(text)
        found: list[bytes] = []
        entries: list[list[bytes]] = []
        for line in text.split(b"\n"):
            if match := self.LINE.match(line):
                entries.append(list(match.groups()))
            elif entries:
                entries[-1][2] += b"\n" + line
        for connection, command, statement in entries:
            if command == b"Connect" and statement.startswith((b"puntuale_web@", b"puntuale_host@")):
                self.web.add(connection)
            # Once a minute a session is seen.
            if connection in self.web and command == b"Execute" and b"SET seen_at" not in statement:
                statement = b" ".join(self.VALUE.sub(b"?", statement).split())
                if not found or found[-1] != statement:
                    found.append(statement)
        return [statement.decode("utf-8", "replace") for statement in found]


# What no two answers have in common: when they were made, the request's id, keys of forms, tokens and cookies, the secret that a second
# factor begins with.
MADE_ANEW = [r"(?<=<dt>Preparato</dt><dd>il )[\d/]{10} alle [\d:]{8}", r'<code class="richiesta">[^<]*</code>', UUID + r"\.[0-9a-f]{64}",
             r'(?<=name="_token" value=")[0-9a-f]{64}', r"__Host-[a-z]+=[0-9a-f.]+", r"(?s)<svg[^>]*>.*?</svg>",
             r'(?<=class="codice">)[A-Z2-7 ]{32,}', r"otpauth:[^\"]*"]

# Headers that differ from answer to answer, whoever asks.
OWN = {"date", "x-request-id", "etag"}


def told(page: Page, *identifiers: str) -> tuple:
    """What an answer tells: everything but what names the request and what was asked for."""
    def masked(text: str) -> str:
        # All of each before the end of any: two may end alike.
        for part in [*identifiers, *(identifier[-12:] for identifier in identifiers)]:
            text = text.replace(part, "…")
        for made_anew in MADE_ANEW:
            text = re.sub(made_anew, "…", text)
        return text
    headers = sorted((name.lower(), masked(value)) for name, value in page.all_headers if name.lower() not in OWN)
    # A redirect to what the request has made, a search too.
    headers = [(name, re.sub(f"{UUID}|(?<=ricerca=)[0-9a-f]{{16}}", "…", value) if name == "location" else value)
               for name, value in headers]
    body = masked(page.body.decode("latin-1"))
    return page.status, headers, body


def difference(one: tuple, other: tuple) -> str:
    """Where two answers part."""
    if one[:2] != other[:2]:
        headers = set(one[1]) ^ set(other[1])
        return f"{one[0]} / {other[0]} {sorted(headers)}"
    at = next((index for index, (a, b) in enumerate(zip(one[2], other[2], strict=False)) if a != b), min(len(one[2]), len(other[2])))
    return f"…{one[2][max(at - 60, 0):at + 80]}… / …{other[2][max(at - 60, 0):at + 80]}…"
