"""Whether two answer the same: nothing is timed before they do."""

import difflib
import re

# What differs from answer to answer, or is only another spelling of the same: the request's id, the key of a new form, PHP's
# apostrophe. The product's templates leave empty lines and blanks at the ends of lines, which no browser shows.
DIFFERS = [(r'(class="richiesta">)[0-9a-f]*', r"\1"), (r'(name="_chiave" value=")[^"]*', r"\1"), ("&#039;", "&#39;")]


def plain(body: bytes) -> list[str]:
    text = body.decode()
    for pattern, replacement in DIFFERS:
        text = re.sub(pattern, replacement, text)
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def expect_same(name: str, path: str, ours: bytes, theirs: bytes) -> None:
    lines = [plain(body) for body in (ours, theirs)]
    if difference := list(difflib.unified_diff(*lines, "web", name, lineterm="", n=1)):
        raise SystemExit(f"{name} answers {path} otherwise than web, and nothing is timed:\n" + "\n".join(difference[:40]))
    assert abs(len(theirs) - len(ours)) < 0.03 * len(ours), f"{name}, {path}: {len(theirs)} bytes instead of {len(ours)}"
