"""How the app reads aloud the tree of a text: each kind of mark is shown, or not, by a rule."""

import re
import unicodedata
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

# What JavaScript's \s is.
BLANK = r"[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
BREAK = re.compile(rf"<br{BLANK}*/?>", re.IGNORECASE)
BOX = re.compile(r"\[[ \nxX]\][ \t]+(?=\S)")

OPEN, CLOSE, OTHER = "\ue000", "\ue001", "\ue002"


@dataclass
class Shown:
    """The lines that the citizen reads, and what is lost, by kind."""
    head: str = "none"
    hidden: str = ""
    lines: list[str] = field(default_factory=list)
    lost: dict[str, list[str]] = field(default_factory=dict)

    def lose(self, kind: str, words: str) -> None:
        self.lost.setdefault(kind, []).append(" ".join(words.split()))


class Reading:
    """Reads the tree of a text aloud, as the app shows it."""

    def __init__(self, rules: frozenset[str], text: str, shown: Shown):
        self.rules, self.shown = rules, shown
        self.source = text.split("\n")

    def say(self, text: str) -> None:
        self.shown.lines.append(text)

    def blocks(self, node: SyntaxTreeNode) -> None:
        for child in node.children:
            self.block(child)

    def block(self, node: SyntaxTreeNode) -> None:
        match node.type:
            case "paragraph" | "heading":
                self.inline(node.children[0], in_paragraph=node.type == "paragraph")
                self.say("\n")
            case "bullet_list" | "ordered_list":
                self.items(node)
            case "blockquote" if "quotes" in self.rules:
                self.banner(node)
            case "fence" | "code_block":
                self.say(node.content + "\n")
            case "html_block":
                self.html(node.content)
                self.say("\n")
            case "table":
                self.shown.lose("table", " ".join(words(cell) for cell in node.walk() if cell.type == "inline"))
            case "hr":
                self.say("\n——\n")
            case _:
                self.blocks(node)

    def items(self, node: SyntaxTreeNode) -> None:
        for number, item in enumerate(node.children, start=1):
            mark = "•"
            if node.type == "ordered_list":
                mark = f"{number if 'numbers' in self.rules else item.info}."
                has_words = any(one.content for one in item.walk() if one.type in ("inline", "html_block"))
                if "numbers" in self.rules and int(item.info) != number and (has_words or number == 1):
                    line = self.source[item.map[0]]
                    self.shown.lose("number", line[re.search(rf"0*{int(item.info)}[.)]", line).start():])
            self.say(f"\n{mark} ")
            first = item.children[0].children[0] if item.children and item.children[0].type == "paragraph" else None
            if "boxes" in self.rules and first and (box := BOX.match(first.content)):
                self.shown.lose("box", first.content.split("\n")[0])
                self.inline(first, in_paragraph=True, skip=len(box[0]))
                self.say("\n")
                for child in item.children[1:]:
                    self.block(child)
            else:
                self.blocks(item)
            self.say("\n")

    def banner(self, node: SyntaxTreeNode) -> None:
        raw = "\n".join(self.source[node.map[0]:node.map[1]])
        raw = raw[raw.index(">"):]
        if re.match(r">[ \t]*[0-9=€]", raw):
            self.shown.lose("moreThan", raw.split("\n")[0])
        heading = re.compile(rf"^{BLANK}*>{BLANK}{{0,4}}#{{1,6}}{BLANK}+(.+)", re.MULTILINE)
        title = heading.search(raw)
        content = heading.sub("", re.sub(rf"^{BLANK}*>{BLANK}{{0,4}}\[!.*?\]", "", raw))
        content = re.sub("^>*", "", content, flags=re.MULTILINE)
        self.say(f"\n{title[1] if title else ''}\n{content}\n")

    def html(self, text: str) -> None:
        if "html" not in self.rules:
            return
        plain = BREAK.sub("\n", text)
        if "<" in plain:
            self.shown.lost.setdefault("html", [])
        self.say(plain)

    # Within a paragraph.

    def inline(self, node: SyntaxTreeNode, *, in_paragraph: bool, skip: int = 0) -> None:
        struck = self.struck(node)
        self.marks(node, struck)
        self.spans(node, struck, "" if in_paragraph else "heading", [skip])

    def spans(self, node: SyntaxTreeNode, struck: dict[int, str], inside: str, skip: list[int]) -> None:
        for child in node.children:
            hides = struck.get(id(child))
            match child.type:
                case "text" | "text_special":
                    text, hides = child.content[skip[0]:], hides and hides[skip[0]:]
                    skip[0] = max(0, skip[0] - len(child.content))
                    self.say(text if hides is None else "".join(c for c, gone in zip(text, hides, strict=False) if not gone))
                case "softbreak" | "hardbreak":
                    self.say("\n" if hides is None else "")
                case "code_inline":
                    self.say(child.content if hides is None else "")
                case "html_inline":
                    if hides is None:
                        self.html(child.content)
                case "note":
                    if hides is None:
                        self.shown.lose("note", child.content)
                case "image" if inside:
                    self.shown.lose("image", words(child))
                case "image":
                    self.say(f"[immagine: {words(child)}]")
                case _:
                    self.spans(child, struck, inside or child.type, skip)

    def marks(self, node: SyntaxTreeNode, struck: dict[int, list[bool]]) -> None:
        """Stars that were taken out of a word or a number, and addresses with a space in them."""
        # OPEN and CLOSE for stars that are not shown, OTHER for what is no text.
        text = re.sub(f"[{OPEN}{CLOSE}]+", lambda run: OPEN if OPEN in run[0] else CLOSE, "".join(pieces(node, struck)))
        for one in re.finditer(f"([^{OTHER}*])[*]*([{OPEN}{CLOSE}])[*]*(?=([^{OTHER}*]))", text):
            before, mark, after = one.groups()
            if is_letter(before) and is_letter(after) and (mark == OPEN or (before + after).isdecimal()):
                self.shown.lose("innerMarks", one[0])
        for one in re.finditer(f"\\]\\([^){OTHER}]*[ \\t][^){OTHER}]*\\)", text):
            self.shown.lose("brokenLink", one[0])

    def struck(self, node: SyntaxTreeNode) -> dict[int, list[bool]]:
        """Which characters of which pieces are between two runs of one or two tildes of equal length that stand against words."""
        if "tildes" not in self.rules:
            return {}
        letters = list(with_edges(node))
        text = "".join(c for c, _, _ in letters)
        plain = [leaf is not None and leaf.type == "text" for _, leaf, _ in letters]
        openers, pairs, position = [], [], 0
        while position < len(text):
            if text[position] != "~" or not plain[position]:
                position += 1
                continue
            end = position
            while end < len(text) and text[end] == "~" and plain[end]:
                end += 1
            before, after = text[position - 1:position] or " ", text[end:end + 1] or " "
            size = end - position
            if size <= 2:
                match = next((one for one in reversed(openers) if one[1] == size), None)
                if (is_word(before) or (is_mark(before) and not is_word(after))) and match:
                    pairs.append((match[0], end))
                    openers = openers[:openers.index(match)]
                elif is_word(after) or (is_mark(after) and not is_word(before)):
                    openers.append((position, size))
            position = end
        hidden: dict[int, list[bool]] = {}
        outermost = [pair for pair in pairs if not any(one[0] < pair[0] and pair[1] < one[1] for one in pairs)]
        for start, end in outermost:
            struck = [one for one in letters[start:end] if one[1]]
            self.shown.lose("strikethrough", "".join(c for c, leaf, _ in struck if c != "~" or leaf.type != "text"))
            for _, leaf, at in struck:
                hidden.setdefault(id(leaf), [False] * len(leaf.content or " "))[at] = True
        return hidden


def pieces(node: SyntaxTreeNode, struck: dict[int, list[bool]]):
    for child in node.children:
        if child.type == "text":
            gone = struck.get(id(child)) or [False] * len(child.content)
            yield "".join(OTHER if hides else c for c, hides in zip(child.content, gone, strict=False))
        elif child.type in ("em", "strong"):
            yield from (OPEN, *pieces(child, struck), CLOSE)
        elif child.type == "link":
            yield from (OTHER, *pieces(child, struck), OTHER)
        else:
            yield "&" if child.info == "entity" else OTHER


def is_letter(one: str) -> bool:
    return one.isalpha() or one.isdecimal()


def leaves(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [one for child in node.children for one in (leaves(child) if child.type != "image" and child.children else [child])]


def with_edges(node: SyntaxTreeNode):
    """Each letter with the piece that it is of; where a mark was typed that is gone, a mark of none."""
    for child in node.children:
        if child.type in ("text", "softbreak", "hardbreak", "html_inline") or child.info == "escape":
            yield from ((c, child, at) for at, c in enumerate(child.content or " "))
        else:
            yield "*", None, 0
            if child.children and child.type != "image":
                yield from with_edges(child)
            else:
                yield from ((c, child, at) for at, c in enumerate(child.content or " "))
            yield "*", None, 0


def words(node: SyntaxTreeNode) -> str:
    return "".join(" " if leaf.type.endswith("break") else leaf.content for leaf in leaves(node))


def is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("P") or (letter.isascii() and not letter.isalnum() and not letter.isspace())


def is_word(letter: str) -> bool:
    return not letter.isspace() and not is_mark(letter)
