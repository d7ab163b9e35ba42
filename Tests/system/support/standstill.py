"""A process that was told to stop."""

import time
from pathlib import Path


def await_standstill(pid: int) -> None:
    """One thread hears of it, and the others go on until that one has had its turn."""
    end = time.monotonic() + 60
    while not all(stands_still(task) for task in Path(f"/proc/{pid}/task").iterdir()):
        assert time.monotonic() < end, f"{pid} goes on"
        time.sleep(0.01)


def stands_still(task: Path) -> bool:
    """Whether a thread does, by the letter after its name in brackets (proc(5)), or has ended."""
    try:
        return (task / "stat").read_text().rpartition(") ")[2][0] == "T"
    except (FileNotFoundError, ProcessLookupError):
        return True
