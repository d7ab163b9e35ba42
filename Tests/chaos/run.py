"""The fault tests, whole: start, send while everything fails, come to rest, balance the books.

NOTIFICATIONS, ENTI and SEED say how many and which; scripts/chaos calls this.
"""

import os
import sys
import time
from collections import Counter
from itertools import islice
from random import Random

from books import PROCESS, Books
from cluster import Cluster, ClusterFaults
from enti import Notification, Population
from faults import Faults
from report import report
from rest import come_to_rest, resume
from world import GALERA, World

COUNT, ENTI, SEED = (int(os.environ[name]) for name in ("NOTIFICATIONS", "ENTI", "SEED"))
# Notifications to a step of the plan, at least so many; a run is long when it has enough of them to stand still for a while.
SLICE, LONG = 100, 5_000
# Of all notifications, kept for steps that must be tried again.
RESERVE = 0.05
MOST_TRIES = 4


def main() -> int:
    began = time.monotonic()
    population = Population(SEED, ENTI)
    notifications = population.notifications(COUNT)
    print(f"Prova dei guasti: {COUNT} notifiche di {ENTI} enti, SEED={SEED}. Avvio…")
    world = Cluster(population) if GALERA else World(population)
    world.start()
    faults = (ClusterFaults if GALERA else Faults)(world, Random(f"faults {SEED}"))
    stops: Counter[str] = Counter()

    print(f"Dopo {time.monotonic() - began:.0f} s: invii e guasti…")
    send_under_faults(world, faults, notifications, stops)
    print(f"Dopo {time.monotonic() - began:.0f} s: fine dei guasti; si attende che tutto si assesti…")
    come_to_rest(world, stops, patience=90 + COUNT / 50)

    books = Books(world, notifications, faults.decided)
    books.violations += [(PROCESS, f"nessun worker è morto nel punto {point}") for point in faults.missed]
    if GALERA:
        books.violations += world.differences()
    return report(books, faults, stops, time.monotonic() - began)


def send_under_faults(world: World, faults: Faults, notifications: list[Notification], stops: Counter[str]) -> None:
    plan = faults.plan(len(notifications) // SLICE, long=len(notifications) >= LONG)
    size = max(1, int(len(notifications) * (1 - RESERVE)) // len(plan))
    waiting = iter(notifications)
    for number, step in enumerate(plan):
        if number % (len(plan) // 5) == 0 and number:
            print(f"  {100 * number // len(plan)} %")
        for _ in range(MOST_TRIES):
            world.register(list(islice(waiting, size)))
            resume(world, stops)
            if faults.do(step):
                break
    world.register(list(waiting))


if __name__ == "__main__":
    sys.exit(main())
