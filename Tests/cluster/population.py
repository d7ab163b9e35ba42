"""The enti of the cluster and who of them is written to."""

import secrets
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

sys.path += [str(Path(__file__).resolve().parents[1] / place) for place in ("chaos", "system/support")]

from enti import ULID, citizen_of

ENTI = 20
SLOW = 3  # one in so many is slow at App IO, so that messages are on their way whenever something breaks
# Where the citizens of those who are at the pages begin.
AT_PAGES = 8_000_000


class Ente:
    def __init__(self, number: int):
        self.code, self.name, self.host = f"c_k{number:03}", f"Comune di Prova {number}", f"notifiche.comune{number}.test"
        self.io_id = "01" + "".join(secrets.choice(ULID) for _ in range(24))
        self.keys = [secrets.token_hex(16) for _ in range(2)]
        self.is_slow = number % SLOW == 0
        # As the database knows it, in hexadecimal digits.
        self.id = self.service = self.person = ""

    @property
    def in_sandbox(self) -> dict:
        latency = {"latency_ms": 300, "latency_max_ms": 1_200} if self.is_slow else {"latency_ms": 0, "latency_max_ms": 40}
        return {"account": self.code, "organization_name": self.name, "organization_fiscal_code": "00000010017",
                "service_id": self.io_id, "service_name": "Avvisi", "primary_key": self.keys[0], "secondary_key": self.keys[1],
                "trouble": {"kind": "none", "percent": 100, "operation": "invio"} | latency}


@dataclass
class Notification:
    id: str
    ente: Ente
    citizen: str


class Citizens:
    """Each is written to once in a run."""

    def __init__(self):
        self.next = 0

    def notifications(self, enti: list[Ente], count: int) -> list[Notification]:
        found = []
        for _ in range(count):
            found.append(Notification(new_id(), enti[self.next % len(enti)], citizen_of(self.next)))
            self.next += 1
        return found


def new_id() -> str:
    """Of version 7, as the program makes them: ordered by time."""
    digits = uuid.uuid4().hex
    now = uuid.uuid1().time // 10_000 - 12_219_292_800_000
    return f"{now:012x}7{digits[13:]}"
