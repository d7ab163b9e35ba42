"""What the copy by e-mail says of a message, by the rules of PagoPA's sender and of remove-markdown 0.5.5, in their order.

Each rule is a pattern and what stands in its place; `dropping` are those that take words away.
"""

import re

from app import BLANK, SAME_LINE, STARTS, WORD

NOT_WORDY = "[^0-9A-Za-z_]"
LINE_ENDS = r"(?=[\n\r\u2028\u2029]|\Z)"
DROPPING = {"angles", "notes", "last line"}

RULES: dict[str, tuple[str, str]] = {
    "lines across": (rf"{STARTS}(?:[-*_]{BLANK}*?){{3,}}{BLANK}*", ""),
    "list marks": (rf"{STARTS}({BLANK}*)(?:[*+-]|[0-9]+\.){BLANK}+", r"\1"),
    "underlines": (r"\n={2,}", r"\n"),
    "fences of tildes": (rf"~~~{SAME_LINE}*\n", ""),
    "double tildes": (r"~~", ""),
    "fences": (rf"```{SAME_LINE}*\n", ""),
    "angles": (r"<[^>]*>", ""),
    "only dashes": (rf"\A[=-]{{2,}}{BLANK}*\Z", ""),
    "notes": (rf"\[\^{SAME_LINE}+?\](?:: {SAME_LINE}*?\Z)?", ""),
    "last line": (rf"{BLANK}{{0,2}}\[{SAME_LINE}*?\]: {SAME_LINE}*?\Z", ""),
    "images": (rf"!\[({SAME_LINE}*?)\][\[(]{SAME_LINE}*?[\])]", r"\1"),
    "links": (rf"\[([^\]]*?)\][\[(]{SAME_LINE}*?[\])]", r"\1"),
    "quotations": (rf"{STARTS}(\n)?{BLANK}{{0,3}}>{BLANK}?", r"\1"),
    "only a definition": (rf"\A{BLANK}{{1,2}}\[{SAME_LINE}*?\]: {WORD}+(?: \"{SAME_LINE}*?\")?{BLANK}*\Z", ""),
    "headings": (rf"{STARTS}(\n)?{BLANK}*#{{1,6}}{BLANK}*(?: ({SAME_LINE}+))? +#+{LINE_ENDS}"
                 rf"|{STARTS}(\n)?{BLANK}*#{{1,6}}{BLANK}*(?: ({SAME_LINE}+))?{LINE_ENDS}", r"\1\2\3\4"),
    "stars": (rf"(\*+)({WORD})({SAME_LINE}*?{WORD})??\1", r"\2\3"),
    "underscores": (rf"(\A|{NOT_WORDY})(_+)({WORD})({SAME_LINE}*?{WORD})??\2(\Z|{NOT_WORDY})", r"\1\3\4\5"),
    "code blocks": (rf"(`{{3,}})({SAME_LINE}*?)\1", r"\2"),
    "code": (rf"`({SAME_LINE}+?)`", r"\1"),
    "tildes": (rf"~({SAME_LINE}*?)~", r"\1"),
}
ALL = frozenset(RULES) | {"after the dashes", "cut", "addresses"}
COMPILED = {name: (re.compile(pattern), instead) for name, (pattern, instead) in RULES.items()}
ADDRESS = re.compile(rf"[0-9A-Za-z_]*://{WORD}*\.[0-9A-Za-z_?/=&%'()*+#]*")
LONGEST = 134


def sent(typed: str, rules: frozenset[str] = ALL) -> str:
    """On one line."""
    text = typed.split("---")[-1] if "after the dashes" in rules else typed
    for name, (pattern, instead) in COMPILED.items():
        if name in rules:
            text = pattern.sub(lambda match, instead=instead: match.expand(instead), text)
    units = text.encode("utf-16-le", "surrogatepass")
    if "cut" in rules and len(units) > 2 * LONGEST:
        text = units[:2 * LONGEST].decode("utf-16-le", "ignore") + "..."
    if "addresses" in rules:
        text = ADDRESS.sub("[link rimosso]", text)
    return " ".join(text.split())


def dropped(typed: str) -> list[str]:
    """The pieces that are gone, whatever they are."""
    text, found = typed.split("---")[-1], []
    for name, (pattern, instead) in COMPILED.items():
        if name in DROPPING or name == "only a definition":
            found += [" ".join(match[0].split()) for match in pattern.finditer(text)]
        text = pattern.sub(lambda match, instead=instead: match.expand(instead), text)
    return found


def is_missed(piece: str) -> bool:
    """Not a tag, a comment or an address, which nobody reads."""
    if not re.search(r"[^\W_]", piece) or re.fullmatch(r"\[\^[^\]]+\]", piece):
        return False
    return not re.match(r"<(?:!--|https?://|mailto:|/?(?:b|br|div|u|a|i|p)(?:>|/| ))", piece, re.IGNORECASE)
