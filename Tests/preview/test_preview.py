"""The preview against an independent model of what the citizen gets: app.py and mail.py.

Run by scripts/preview. PREVIEW_TEXTS is the program that shows the texts; PREVIEW_COUNT and PREVIEW_SEED choose them.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import app
import mail
import texts

SEED = int(os.environ.get("PREVIEW_SEED", "20261129"))
COUNT = int(os.environ.get("PREVIEW_COUNT", "3000"))
LOST_IN_APP = {"table", "strikethrough", "note", "definition", "head", "image", "imageAfterWord", "number", "box", "moreThan"}


@dataclass
class Ours:
    head: str
    hidden: str
    lines: list[str]
    mail: str
    lost: dict[str, list[str]]


class Page(HTMLParser):
    """The text that is read of a preview's HTML; lists are numbered as the browser does."""

    def __init__(self):
        super().__init__()
        self.text, self.lists, self.missing = "", [], 0

    def handle_starttag(self, tag, attributes):
        if self.missing or dict(attributes).get("class") == "io-missing":
            self.missing += 1
        if tag in ("ul", "ol"):
            self.lists.append([tag, 0])
        if tag == "li":
            self.lists[-1][1] += 1
            self.text += f"\n{self.lists[-1][1]}. " if self.lists[-1][0] == "ol" else "\n• "
        if tag in ("br", "div") or (tag == "p" and not self.missing):
            self.text += "" if tag == "p" and self.text.endswith(("• ", ". ")) and self.lists else "\n"
        if tag == "hr":
            self.text += "\n——\n"
        if tag == "br" and self.missing:
            self.missing -= 1

    def handle_endtag(self, tag):
        if self.missing:
            self.missing -= 1
        if tag in ("ul", "ol"):
            self.lists.pop()
        if tag in ("p", "li", "div", "ul", "ol"):
            self.text += "\n"

    def handle_data(self, data):
        if not self.missing:
            self.text += data


def lines(text: str) -> list[str]:
    """Without the marks around code, which both show but only one as typed."""
    found = [" ".join(line.split()) for line in text.split("\n")]
    return [line for line in found if line and not line.startswith("```")]


def show(all_texts: list[str]) -> list[Ours]:
    asked = "".join(text + "\0" for text in all_texts).encode()
    answer = subprocess.run([os.environ["PREVIEW_TEXTS"]], input=asked, stdout=subprocess.PIPE, check=True).stdout.decode()
    found = []
    for one in answer.split("\0")[:-1]:
        head, hidden, html, by_mail, lost = one.split("\x1e")
        page = Page()
        page.feed(html)
        kinds = [kind.split("\x1f") for kind in lost.split("\x1d") if kind]
        found.append(Ours(head, " ".join(hidden.split()), lines(page.text), by_mail, {kind: words for kind, *words in kinds}))
    return found


@pytest.fixture(scope="session")
def corpus() -> list[str]:
    return texts.FOUND + texts.made(COUNT, SEED)


@pytest.fixture(scope="session")
def ours(corpus) -> list[Ours]:
    return show(corpus)


def comparable(lost: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of notes, struck text and tables, which may have marks in them, the letters."""
    def bare(kind: str, one: str) -> str:
        return re.sub(r"[\W_]", "", unescape(one)) if kind in ("note", "strikethrough", "table") else one

    return {kind: sorted(filter(None, [bare(kind, one) for one in words])) for kind, words in lost.items() if kind in LOST_IN_APP}


def app_differences(corpus, ours, model: app.App) -> list[str]:
    found = []
    for typed, one in zip(corpus, ours, strict=True):
        theirs = model.show(typed)
        lost, said = comparable(theirs.lost), comparable(one.lost)
        pairs = [(kind, kind in theirs.lost, kind in one.lost) for kind in ("innerMarks", "brokenLink")]
        pairs += [("righe", lines("\n".join(theirs.lines)), one.lines), ("perso", lost, said), ("definizione", theirs.hidden, one.hidden),
                 ("tag", "html" in theirs.lost, "html" in one.lost)]
        # What our own reader of YAML does not know may be read by the app's.
        if one.head != "unreadable" or theirs.head == "none":
            pairs.append(("testa", theirs.head, one.head))
        found += [f"{typed!r}\n  {what}: modello {a!r}\n  noi {b!r}" for what, a, b in pairs if a != b]
    return found


def mail_differences(corpus, ours, rules=mail.ALL) -> list[str]:
    return [f"{typed!r}\n  modello {mail.sent(typed, rules)!r}\n  noi {one.mail!r}"
            for typed, one in zip(corpus, ours, strict=True) if mail.sent(typed, rules) != one.mail]


def test_the_citizen_reads_in_the_app_what_the_preview_shows(corpus, ours):
    found = app_differences(corpus, ours, app.App())
    assert not found, f"{len(found)} con il seme {SEED}:\n" + "\n".join(found[:10])


def test_the_citizen_reads_by_email_what_the_preview_shows(corpus, ours):
    found = mail_differences(corpus, ours)
    assert not found, f"{len(found)} con il seme {SEED}:\n" + "\n".join(found[:10])


def test_what_the_email_drops_is_named_if_it_would_have_come(corpus, ours):
    """Whoever would have read it: with these rules left out the part that is sent is another."""
    found = []
    for typed, one in zip(corpus, ours, strict=True):
        named = one.lost.get("mail", [])
        kept = mail.ALL - mail.DROPPING - {"only a definition"}
        matters = mail.sent(typed) != mail.sent(typed, kept)
        missed = [piece for piece in mail.dropped(typed) if mail.is_missed(piece)] if matters else []
        if sorted(named) != sorted(missed):
            found.append(f"{typed!r}\n  modello {missed!r}\n  noi {named!r}")
    assert not found, f"{len(found)} con il seme {SEED}:\n" + "\n".join(found[:10])


@pytest.mark.parametrize("rule", sorted(app.ALL))
def test_a_preview_without_one_of_the_apps_rules_would_be_found(corpus, ours, rule):
    assert app_differences(corpus, ours, app.App(app.ALL - {rule}))


@pytest.mark.parametrize("rule", sorted(mail.ALL))
def test_a_copy_by_email_without_one_of_the_rules_would_be_found(corpus, ours, rule):
    assert mail_differences(corpus, ours, mail.ALL - {rule})
