"""How a check tests itself: one violation of each of its rules is planted, and each must be found, and nothing else."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def expect(check: Callable[[Path], list[str]], planted: dict[str, str], expected: list[str]) -> None:
    """Files by their path, and how each line of what is found begins."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in planted.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        found = check(Path(folder))
    missed = [text for text in expected if not any(line.startswith(text) for line in found)]
    if missed or len(found) != len(expected):
        sys.exit("self-test failed; missed: " + repr(missed) + "\nfound:\n" + "\n".join(found))
    print(f"{Path(sys.argv[0]).name}: {len(expected)} planted violations were found")


def report(violations: list[str]) -> None:
    """Ends the program."""
    print("\n".join(violations) or f"{Path(sys.argv[0]).name}: no violation")
    sys.exit(1 if violations else 0)
