"""What the app IO shows of a message, by its rules (io-app, IOMarkdown): an oracle beside Sources/Markdown, with a parser of its own.

Its own steps come first, in this order; then a parser of CommonMark and tables finds the marks, and each kind is shown or not.
"""

import re
import unicodedata

import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_inline import state_inline
from markdown_it.tree import SyntaxTreeNode
from reading import BLANK, Reading, Shown

# Not a blank, and where JavaScript's ^ may stand.
WORD = BLANK.replace("[", "[^", 1)
STARTS = r"(?:(?<=[\n\r\u2028\u2029])|\A)"
SAME_LINE = r"[^\n\r\u2028\u2029]"

BLOCK = re.compile(rf"{STARTS}\ufeff?(?P<mark>---|= yaml =)(?=\n|\Z)(?P<inner>[\s\S]*?){STARTS}(?:(?P=mark)|\.\.\.){BLANK}*(?=\n|\Z)\n?")
DEFINITION = re.compile(
    rf"{STARTS}{BLANK}*\[(?P<label>[^\]]+)\]:{BLANK}*(?P<address><[^>]+>|{WORD}+)(?:{BLANK}+[\"'(][^\"')]+[\"')])?")
REFERENCE = re.compile(rf"\[(?P<words>[^\]]+)\]{BLANK}*\[(?P<label>[^\]]*)\]")
IMAGE = re.compile(rf"!\[(?P<words>{SAME_LINE}*?)\]\({SAME_LINE}*?\)")
HEAD = re.compile(r"---[ \t]*\n(?P<inner>(?:.*\n)*?)---[ \t]*(?:\n|\Z)")

# The app's parser is of a time when a symbol was no punctuation mark.
state_inline.isPunctChar = lambda letter: unicodedata.category(letter).startswith("P")

ALL = frozenset({"front matter", "form feed", "definitions", "references", "images", "head", "numbers", "boxes", "tildes", "notes",
                 "html", "entities", "tables", "quotes"})


class App:
    """All the rules, or all but some: a corpus that cannot tell them apart is no test of them."""

    def __init__(self, rules: frozenset[str] = ALL):
        self.rules = rules
        self.parser = MarkdownIt("commonmark")
        self.parser.disable("text_join")
        if "tables" in rules:
            self.parser.enable("table")
        if "entities" not in rules:
            self.parser.disable("entity")
        if "notes" in rules:
            self.parser.inline.ruler.before("emphasis", "note", note)

    def show(self, typed: str) -> Shown:
        shown = Shown()
        text = self.without_front_matter(typed, shown)
        if "form feed" in self.rules:
            text = text.replace("\f", " ")
        text = self.without_definitions(text, shown)
        if "images" in self.rules:
            text = self.with_images_apart(text, shown)
        if "head" in self.rules and (head := HEAD.match(text)):
            shown.lose("head", head["inner"])
            text = text[head.end():]
        known: dict = {}
        Reading(self.rules, text, shown).blocks(SyntaxTreeNode(self.parser.parse(text, known)))
        for one in known.get("references", {}).values():
            shown.lose("definition", re.search(r"\[.*", text.split("\n")[one["map"][0]])[0])
        shown.lines = [" ".join(line.split()) for line in "".join(shown.lines).split("\n") if line.strip()]
        return shown

    def without_front_matter(self, text: str, shown: Shown) -> str:
        if "front matter" not in self.rules or not re.search("---|= yaml =", text.split("\n")[0]) or not (block := BLOCK.search(text)):
            return text
        shown.hidden = " ".join(block["inner"].split())
        try:
            languages = yaml.safe_load(block["inner"])
        except yaml.YAMLError:
            shown.head = "unreadable"
        else:
            shown.head = "buttons" if has_button(languages) else "no buttons"
        return text.replace(block[0], "", 1)

    def without_definitions(self, text: str, shown: Shown) -> str:
        if "definitions" not in self.rules:
            return text
        found = list(DEFINITION.finditer(text))
        addresses = {one["label"].lower(): re.sub("^<|>$", "", one["address"]) for one in found}
        used = set()

        def link(match: re.Match) -> str:
            label = (match["label"] or match["words"]).lower()
            if label not in addresses or "references" not in self.rules:
                return match[0]
            used.add(label)
            return f"[{match['words']}]({addresses[label]})"

        text = REFERENCE.sub(link, DEFINITION.sub("", text))
        for one in found:
            if one["label"].lower() not in used:
                shown.lose("definition", one[0])
        return text

    def with_images_apart(self, text: str, shown: Shown) -> str:
        images = list(IMAGE.finditer(text))
        for one in images:
            before = text[:one.start()].rstrip("*_")
            if before and not before[-1].isspace() and before[-1] not in "\\([{-":
                shown.lose("imageAfterWord", one["words"])
        for one in reversed(images):
            after = re.match(r"[ \t\r\f\v\n]*", text[one.end():])[0].count("\n")
            text = text[:one.end()] + "\n" * max(0, 2 - after) + text[one.end():]
            before = re.search(r"[ \t\r\f\v\n]*\Z", text[:one.start()])[0].count("\n")
            text = text[:one.start()] + "\n" * max(0, 2 - before) + text[one.start():]
        return text


def has_button(languages: object) -> bool:
    def right(button: object) -> bool:
        return isinstance(button, dict) and all(isinstance(button.get(name), str) for name in ("text", "action"))

    italian = languages.get("it") if isinstance(languages, dict) else None
    return isinstance(italian, dict) and right(italian.get("cta_1")) and right(italian.get("cta_2", italian.get("cta_1")))


def note(state, silent: bool) -> bool:
    """`^[…]`: a note within the line."""
    if not state.src.startswith("^[", state.pos):
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if end < 0:
        return False
    if not silent:
        token = state.push("note", "", 0)
        token.content = state.src[state.pos + 2:end]
    state.pos = end + 1
    return True
