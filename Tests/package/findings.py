"""What was done, how long it took, what was wrong."""

import time
from contextlib import contextmanager


class Report:
    def __init__(self):
        self.faults: list[str] = []

    @contextmanager
    def step(self, name: str):
        began = time.monotonic()
        before = len(self.faults)
        yield
        took = time.monotonic() - began
        print(f"{'ok' if len(self.faults) == before else 'NO':<4}{took:>7.1f} s  {name}", flush=True)
        for fault in self.faults[before:]:
            print(f"{'':14}  {fault}", flush=True)

    def expect(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(fault)

    @staticmethod
    def say(text: str) -> None: print(f"{'':14}{text}", flush=True)

    def end(self) -> int:
        print(f"\n{len(self.faults)} cose che non vanno" if self.faults else "\nTutto come deve")
        return 1 if self.faults else 0
