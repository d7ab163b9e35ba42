"""What a person sees of a page: its text, its forms, what stands beside a field."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form as it came: where it goes, what it holds, its buttons by label, and where those go that go elsewhere."""
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def address(self, button: str) -> str:
        """Where this button sends it."""
        return self.elsewhere.get(button, self.action).partition("#")[0]


class _Reader(HTMLParser):
    """Forms, definition lists and texts by class or id, in one pass."""

    VOID = frozenset({"input", "meta", "link", "br", "hr", "img", "path"})

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.details: dict[str, str] = {}
        self.texts: list[tuple[dict[str, str], str]] = []  # (attributes with tag, text) of every closed element
        self._open: list[tuple[dict[str, str], list[str]]] = []
        self._form: Form | None = None
        self._select: str | None = None
        self._term = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get"))
            self.forms.append(self._form)
        elif tag == "input" and self._form and "name" in found:
            kind = found.get("type", "text")
            if kind == "hidden":
                self._form.hidden.add(found["name"])
            if kind not in ("checkbox", "radio") or "checked" in found:
                self._form.fields[found["name"]] = found.get("value", "on" if kind in ("checkbox", "radio") else "")
        elif tag == "select" and self._form:
            self._select = found["name"]
            self._form.fields[self._select] = ""
            self._form.options[self._select] = {}
        elif tag == "option" and self._select and "selected" in found:
            self._form.fields[self._select] = found["value"]
        if tag not in self.VOID:
            self._open.append((found | {"tag": tag}, []))

    def handle_data(self, data):
        for _, text in self._open:
            text.append(data)

    def handle_endtag(self, tag):
        while any(found["tag"] == tag for found, _ in self._open):
            found, pieces = self._open.pop()
            self._closed(found, "".join(pieces))
            if found["tag"] == tag:
                return

    def _closed(self, found, text):
        self.texts.append((found, text))
        match found["tag"]:
            case "form": self._form = None
            case "select": self._select = None
            case "option" if self._select: self._form.options[self._select][text] = found.get("value", text)
            case "textarea" if self._form: self._form.fields[found["name"]] = text.removeprefix("\n")
            case "button" if self._form:
                label = found.get("aria-label") or text.strip()
                named = (found["name"], found.get("value", "")) if "name" in found else None
                if label not in self._form.buttons and "formaction" in found:
                    self._form.elsewhere[label] = found["formaction"]
                self._form.buttons.setdefault(label, named)
            case "dt": self._term = text
            case "dd": self.details[self._term] = " ".join(text.split())


class Page:
    """An answer of the site."""

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes, path: str):
        self.status, self.all_headers, self.body, self.path = status, headers, body, path
        self.html = body.decode("utf-8", "replace")
        self._reader: _Reader | None = None

    def header(self, name: str) -> str | None:
        return next((value for found, value in self.all_headers if found.lower() == name.lower()), None)

    @property
    def cookies(self) -> list[str]:
        return [value for name, value in self.all_headers if name.lower() == "set-cookie"]

    @property
    def _read(self) -> _Reader:
        self._reader = self._reader or _Reader(self.html)
        return self._reader

    @property
    def details(self) -> dict[str, str]:
        """What stands beside each label."""
        return self._read.details

    @property
    def title(self) -> str:
        return self._first(lambda found: found["tag"] == "h1")

    @property
    def is_notification(self) -> bool:
        """Whether it is the page of one, which has its oggetto as title."""
        return 'id="dettaglio"' in self.html

    @property
    def text(self) -> str:
        """Everything in it, spaces folded."""
        return self._first(lambda found: found["tag"] == "body")

    @property
    def alerts(self) -> list[str]:
        return [" ".join(text.split()) for found, text in self._read.texts if "alert" in found.get("class", "").split()]

    @property
    def bands(self) -> list[str]:
        """What stands still, as every page of the tenant says it."""
        return [" ".join(text.split()) for found, text in self._read.texts if "fermo" in found.get("class", "").split()]

    @property
    def rows(self) -> list[list[str]]:
        """Of the one table, cell by cell."""
        body = re.search(r"<tbody>(.*)</tbody>", self.html, re.S)
        rows = re.findall(r"<tr.*?</tr>", body.group(1), re.S) if body else []
        return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in re.findall(r"<td.*?</td>", row, re.S)] for row in rows]

    def beside(self, name: str) -> str:
        """The reasons beside a field of a form that came back."""
        return self._first(lambda found: found.get("id") == f"{name}-problemi")

    @property
    def recipient(self) -> str:
        """What stands under the field of the codice fiscale."""
        return self._first(lambda found: found.get("id") == "destinatario")

    @property
    def forms(self) -> list[Form]:
        return self._read.forms

    @property
    def links(self) -> list[str]:
        """Of this site."""
        return [found["href"] for found, _ in self._read.texts if found["tag"] == "a" and found.get("href", "").startswith("/")]

    @property
    def first_button(self) -> tuple[str, str] | None:
        """What Enter presses in a field of the form that writes a notification."""
        return next(iter(self.form("Aggiungi").buttons.values()))

    def beside_recipient(self) -> str:
        """What is known of the recipient."""
        return self._first(lambda found: found.get("id") == "destinatario")

    def form(self, button: str) -> Form:
        """The form that has this button."""
        return next(form for form in self.forms if button in form.buttons)

    def has_button(self, button: str) -> bool:
        return any(button in form.buttons for form in self._read.forms)

    @property
    def stable(self) -> str:
        """The body but for the request's id, which differs each time."""
        return re.sub(r'<code class="richiesta">[^<]*</code>', "", self.html)

    def _first(self, wanted) -> str:
        return next((" ".join(text.split()) for found, text in self._read.texts if wanted(found)), "")
