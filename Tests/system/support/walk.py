"""A walk through all pages that links lead to, and the forms that they show."""

import re
from collections.abc import Iterator

from page import Form, Page
from routes import Route
from statements import UUID
from visitor import Visitor


def pattern(known: list[Route], method: str, path: str) -> str:
    """Of the route that answers there."""
    fitting = [route.pattern for route in known if route.method == method
               and re.fullmatch(re.sub(r"\\\{id\\\}", UUID, re.escape(route.pattern)), path)]
    return min(fitting, key=lambda fits: fits.count("{"), default=path)


def pages(visitor: Visitor, known: list[Route], *addresses: str) -> Iterator[Page]:
    """All that links lead to, one for each pattern and set of fields."""
    seen, open_ = set(), list(addresses)
    answered = {route.pattern for route in known if route.method == "GET"}
    while open_:
        page = visitor.get(open_.pop())
        yield page
        for link in page.links:
            address, _, query = link.partition("#")[0].partition("?")
            key = (pattern(known, "GET", address), tuple(sorted(part.partition("=")[0] for part in query.split("&") if part)))
            if key not in seen and key[0] in answered and not address.endswith("/file"):
                seen.add(key)
                open_.append(link)


def shown_forms(visitor: Visitor, known: list[Route], *addresses: str) -> dict[tuple[str, str], tuple[Form, dict[str, str]]]:
    """By method and pattern: a form as a page shows it, and its button."""
    found = {}
    for page in pages(visitor, known, *addresses):
        for form in page.forms:
            for label, button in form.buttons.items() or [("", None)]:
                act = (form.method.upper(), pattern(known, form.method.upper(), form.address(label)))
                found.setdefault(act, (form, dict([button] if button else [])))
    return found
