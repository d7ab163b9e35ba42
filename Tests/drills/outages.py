"""One outage of App IO: what is on its way when it begins, what is registered in its first half, how all leaves after its end."""

import os
import time
from collections import Counter
from dataclasses import dataclass

import proxy
from drill_world import PageCount
from ledger import Ledger
from outage_world import OutageWorld
from table import Row
from world import until

SECONDS = int(os.environ["SECONDS_EACH"])
# Notifications on their way at the start, so slow that they are; registered meanwhile, in so many parts.
FLYING, FLIGHT, REGISTERED, PARTS = 6, 3_000, 60, 10
# Seconds within which all has left after the end: ten, and those of a budget. How long that is waited for.
LEAVE, PATIENCE = 10 + 5, 180

FAILED, TWICE, LOST, ON_WAY, DOUBTS, NOT_SENT, AFTERWARDS, UNNOTICED = (
    "richieste fallite", "due volte", "perdute", "in volo", "dubbi", "non riuscite", "s dalla fine", "non notata")
COLUMNS = [FAILED, TWICE, LOST, ON_WAY, DOUBTS, NOT_SENT, AFTERWARDS, UNNOTICED]


@dataclass(frozen=True)
class Kind:
    name: str
    # Of the sandbox.
    trouble: str = "none"
    scope: str = "tutte"
    latency: int = 0
    # Of the proxy.
    mode: str = proxy.PASS
    names_away: bool = False


KINDS = [
    Kind("500 al solo invio", "storage", "invio"), Kind("500 a tutto", "storage"), Kind("401", "401"), Kind("429", "storm"),
    Kind("tace prima di leggere", "hang_before"), Kind("tace dopo aver letto", "hang"), Kind("connessioni tagliate", mode=proxy.RESET),
    Kind("porta chiusa", mode=proxy.REFUSE), Kind("nome sconosciuto", mode=proxy.PASS, names_away=True),
    Kind("certificato di altri", mode=proxy.WRONG_CA), Kind("risposte dopo 10 s", latency=10_000),
]


class Outage:
    def __init__(self, world: OutageWorld, kind: Kind):
        self.world, self.kind = world, kind
        self.seen: set[str] = set()

    def run(self) -> Row:
        world = self.world
        world.begin_anew()
        with PageCount(world) as pages:
            first = world.queue(FLYING)
            world.await_departures(30)
            world.trouble("none", "invio", FLIGHT)
            flying = world.queue(FLYING)
            until(lambda: len(world.ids("state = 'sending'")) == FLYING, FLIGHT / 1000)
            on_way = len(world.ids("state = 'sending'"))
            world.begin(self.kind)
            registered = self.last()
            world.end(self.kind)
            seconds = self.await_departures()
        world.end_all()
        ledger = Ledger(world)
        everything = first + flying + registered
        states = Counter(ledger.states.get(one.id) for one in everything)
        twice, lost = ledger.twice(everything), [one for one in everything if ledger.is_lost(one)]
        unnoticed = sorted({"pagina", "journalctl -p warning", "queue status", "metriche", "pronto"} - self.seen)
        faults = [text for is_wrong, text in [
            (twice, f"inviate due volte: {', '.join(one.id for one in twice[:3])}"),
            (lost, f"perdute: {', '.join(f'{one.id} ({ledger.states.get(one.id)})' for one in lost[:3])}"),
            (states["uncertain"] > on_way, "più dubbi di quante erano in volo all'inizio"), (states["failed"], "non riuscite"),
            (seconds > LEAVE, f"non tutte partite entro {LEAVE} s"), (unnoticed, f"non lo dice: {', '.join(unnoticed)}"),
        ] if is_wrong]
        return Row(self.kind.name, {
            FAILED: pages.failed, TWICE: len(twice), LOST: len(lost), ON_WAY: on_way, DOUBTS: states["uncertain"],
            NOT_SENT: states["failed"], AFTERWARDS: round(seconds) if seconds < PATIENCE else f">{PATIENCE}", UNNOTICED: len(unnoticed),
        }, faults)

    def last(self) -> list:
        """Until its end."""
        began, registered = time.monotonic(), []
        while (elapsed := time.monotonic() - began) < SECONDS:
            if len(registered) < REGISTERED and elapsed >= SECONDS / 2 * len(registered) / REGISTERED:
                registered += self.world.queue(REGISTERED // PARTS)
            self.seen |= self.world.signs()
            time.sleep(0.5)
        return registered

    def await_departures(self) -> float:
        """How many seconds it takes."""
        began = time.monotonic()
        until(lambda: not self.world.ids("state IN ('queued', 'sending')"), PATIENCE)
        return time.monotonic() - began
