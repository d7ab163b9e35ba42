"""The table of the faults."""

from books import Balance
from faults import Fault

COLUMNS = ("pages stood", "sends stood", "longest wait", "failed", "of", "back", "waiting", "lost", "twice", "doubts")
WIDE = 56


def head() -> None:
    print(f"\n{'fault':<{WIDE}}" + "".join(f"{column:>13}" for column in COLUMNS), flush=True)


def row(fault: Fault, balance: Balance, back: float, troubles: list[str]) -> bool:
    """One line, and what is wrong below it.

    Returns: whether all was as it must be.
    """
    stood = (balance.longest_without_page, balance.longest_without_send, balance.longest_wait)
    cells = (*(f"{seconds:.1f} s" for seconds in stood), len(balance.failed), len(balance.people["requests"]), f"{back:.0f} s",
             balance.waiting, len(balance.lost), balance.twice, balance.in_doubt)
    print(f"{fault.name:<{WIDE}}" + "".join(f"{cell:>13}" for cell in cells), flush=True)
    notes = [f"{count} × {text}" for text, count in balance.faults.most_common(4)]
    if balance.in_doubt:
        notes.append(f"of the doubts {balance.doubts_that_arrived} had arrived")
    if fault.person:
        notes.append(f"a person {fault.person}")
    notes += [f"NOT BACK: {trouble}" for trouble in troubles]
    notes += [f"LOST: {text}" for text in balance.lost[:5]]
    for note in notes:
        print(f"      {note}", flush=True)
    return not (balance.lost or balance.twice or balance.waiting or troubles)
