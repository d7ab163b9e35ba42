"""The drills, one after the other; scripts/drills calls this."""

import os
import sys
import time

from combinations import chosen
from drill_world import drill_world
from outage_world import OutageWorld
from outages import COLUMNS as OUTAGE_COLUMNS
from outages import KINDS, SECONDS, Outage
from restores import COLUMNS, Restore
from table import Table
from world import GALERA

DRILL = os.environ["DRILL"]
# Of which drills the name holds this.
ONLY = os.environ.get("ONLY", "")
NOTIFICATIONS, ENTI, SEED = (int(os.environ[name]) for name in ("NOTIFICATIONS", "ENTI", "SEED"))


def main() -> int:
    began = time.monotonic()
    table = restores() if DRILL == "restore" else outages()
    print(f"{'Nessuna prova è' if not table.missed else f'{table.missed} prove sono'} fuori misura; {time.monotonic() - began:.0f} s.")
    return 1 if table.missed else 0


def restores() -> Table:
    world = drill_world(SEED, ENTI, galera=GALERA)
    ways = named(chosen(), str)
    print(f"Ripristini: {len(ways)} combinazioni di {NOTIFICATIONS} notifiche di {ENTI} enti. Avvio…")
    world.prepare()
    table = Table(max(len(str(way)) for way in ways), COLUMNS)
    for way in ways:
        run(world, Restore(world, way, NOTIFICATIONS), table)
    return table


def outages() -> Table:
    kinds = named(KINDS, lambda kind: kind.name)
    world = OutageWorld(SEED)
    print(f"Guasti di App IO: {len(kinds)}, di {SECONDS} s. Avvio…")
    world.prepare()
    table = Table(max(len(kind.name) for kind in kinds), OUTAGE_COLUMNS)
    for kind in kinds:
        run(world, Outage(world, kind), table)
    return table


def named(drills: list, name) -> list:
    found = [drill for drill in drills if ONLY in name(drill)]
    if not found:
        sys.exit(f"ONLY: nessuna prova contiene «{ONLY}»: " + "; ".join(map(name, drills)))
    return found


def run(world, drill: Restore | Outage, table: Table) -> None:
    row = drill.run()
    row.faults += world.logs_that_name_citizens()
    table.add(row)


if __name__ == "__main__":
    sys.exit(main())
