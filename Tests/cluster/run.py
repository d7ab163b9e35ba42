#!/usr/bin/env python3
"""run.py PACKAGE.deb [NEWER.deb]: an installation on several machines, and what each fault costs it.

Two hosts behind a balancer, three nodes of a Galera cluster and a simulated App IO, each a Debian with a systemd of its own in namespaces;
then one fault after another while people work and NOTIFICATIONS (2000) come in, each ending in a balance. ONLY=TEXT: the faults whose name
holds it. Fails where anything is lost, sent twice, or does not come back.
"""

import os
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "package"), str(HERE)]

import machine  # noqa: E402
from host import LEASE  # noqa: E402
from population import Citizens  # noqa: E402
from traffic import Traffic  # noqa: E402

import report  # noqa: E402
from books import Balance, Inbox  # noqa: E402
from faults import Fault, back_within, faults  # noqa: E402
from world import World, place  # noqa: E402

COUNT = int(os.environ.get("NOTIFICATIONS", "2000"))
ONLY = os.environ.get("ONLY", "")
BEFORE, AFTER = 6, 8  # seconds of work before a fault and after it
PATIENCE = LEASE + 120


def main(package: Path, newer: Path | None) -> int:
    where = place()
    where.mkdir(parents=True, exist_ok=True)
    debian = machine.base(where / "debian", "galera-4", "libfaketime", "mariadb-backup", "socat")
    world = World(where, debian, package)
    try:
        world.build()
        return try_all(world, newer)
    finally:
        world.end()


def try_all(world: World, newer: Path | None) -> int:
    citizens, inbox, wrong = Citizens(), Inbox(world.appio.journal), []
    report.head()
    for number, fault in enumerate(fault for fault in faults(world, newer) if ONLY in fault.name):
        try:
            is_right = try_one(world, number, fault, citizens, inbox)
        except (AssertionError, SystemExit, OSError) as error:  # the others are to be tried all the same
            print(f"{fault.name}: {error}", flush=True)
            is_right = False
        if not is_right:
            wrong.append(fault.name)
    print(f"\nNon bene: {'; '.join(wrong)}" if wrong else "\nNulla perso, nulla inviato due volte, tutto tornato")
    return 1 if wrong else 0


def try_one(world: World, number: int, fault: Fault, citizens: Citizens, inbox: Inbox) -> bool:
    traffic = Traffic(world, citizens, number, COUNT, BEFORE + fault.lasts + AFTER)
    traffic.begin()
    time.sleep(BEFORE)
    fault.act()
    back, troubles = back_within(world, 120)
    people = traffic.end()
    return report.row(fault, Balance(world, traffic, people, inbox, PATIENCE), back, troubles)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
