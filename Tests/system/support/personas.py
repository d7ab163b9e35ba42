"""Every persona of the sandbox (appio.md §9.2): what becomes of a notification to each."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from citizens import OFFICIAL, PERSONAS
from compose import send
from demo import Demo


@dataclass
class Persona:
    meaning: str
    state: str
    reason: str | None = None
    created: int = 1  # messages that App IO took
    received: int = 1  # of which reached the inbox
    attempts: int = 1  # POSTs
    io_status: str | None = None
    error: str = ""  # begins the sentence on the page
    seconds: int = 30  # by when it stands


LOST = "La risposta di App IO è andata persa dopo l’invio"
UNCLEAR = "App IO ha risposto con un errore che non dice se il messaggio è stato preso in carico"

EXPECTED = {
    1: Persona("gets it", "processed", io_status="PROCESSED"),
    2: Persona("is not on IO", "unreachable", "not_on_io", created=0, received=0, attempts=0, error="Il cittadino non è su App IO"),
    3: Persona("blocks the sender", "unreachable", "sender_not_allowed", created=0, received=0, attempts=0,
               error="Il cittadino è su App IO ma ha disattivato"),
    4: Persona("opts out meanwhile", "rejected", received=0, io_status="REJECTED"),
    # Its check at two minutes is the first that can tell.
    5: Persona("fails after two minutes", "failed", "failed_at_io", received=0, io_status="FAILED", seconds=140,
               error="App IO ha accettato la notifica ma non è riuscita a consegnarla"),
    6: Persona("stays accepted for ever", "accepted", received=0, io_status="ACCEPTED"),
    7: Persona("is throttled first", "processed", io_status="PROCESSED"),
    8: Persona("fails twice before the queue", "processed", attempts=3, io_status="PROCESSED", seconds=45),
    9: Persona("answers too late", "uncertain", "answer_lost", error=LOST, seconds=80),
    10: Persona("cuts the connection after create", "uncertain", "answer_lost", error=LOST),
    11: Persona("503 as HTML", "uncertain", "answer_unclear", created=0, received=0, error=UNCLEAR),
    12: Persona("504 as HTML, and yet created", "uncertain", "answer_unclear", error=UNCLEAR),
    13: Persona("429 three times", "processed", attempts=4, io_status="PROCESSED"),
    14: Persona("legacy notification block", "processed", io_status="PROCESSED"),
    15: Persona("reads and pays", "processed", io_status="PROCESSED"),
    16: Persona("hides reading", "processed", io_status="PROCESSED"),
    17: Persona("unknown status value", "accepted", received=0, io_status="ARCHIVED"),
    18: Persona("recipient forbidden", "refused", "refused_by_io", created=0, received=0, error="App IO ha rifiutato la notifica"),
    19: Persona("201 with half a body", "processed", io_status="PROCESSED"),
    20: Persona("slow, 20 s", "processed", io_status="PROCESSED", seconds=50),
    0: Persona("App IO's own test code", "processed", io_status="PROCESSED"),
}


def code(number: int) -> str:
    return PERSONAS.get(number, OFFICIAL)


def text(number: int) -> str: return f"Messaggio per la persona {number}. "


class Sends:
    """One notification to each persona, all at once, from the second tenant: its account alone has to wait for a 429."""

    def __init__(self, demo: Demo):
        self.demo, self.tenant = demo, demo.tenants[1]
        self.operator = self.tenant.visitor("operatore")
        self.began = time.monotonic()
        slow_first = sorted(EXPECTED, key=lambda number: -EXPECTED[number].seconds)
        with ThreadPoolExecutor(4) as threads:
            self.paths = dict(zip(slow_first, threads.map(self._send, slow_first), strict=True))

    def _send(self, number: int) -> str:
        return send(self.operator, self.tenant, code(number), contenuto=text(number) * 8)

    def settled(self, number: int) -> list[str]:
        """State, reason, POSTs and App IO's word, once it stands where it is to stand."""
        wanted, path = EXPECTED[number], self.paths[number]
        remaining = self.began + wanted.seconds - time.monotonic()
        self.demo.await_state(path, wanted.state, within=max(remaining, 5))
        if wanted.io_status:
            self.demo.await_word(path, wanted.io_status, within=max(remaining, 10))
        return self.demo.notification(path, "state", "reason", "attempt", "io_status")
