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
    ways = [way for way in chosen() if ONLY in str(way)]
    print(f"Ripristini: {len(ways)} combinazioni di {NOTIFICATIONS} notifiche di {ENTI} enti. Avvio…")
    world.prepare()
    table = Table(max(len(str(way)) for way in ways), COLUMNS)
    for way in ways:
        table.add(Restore(world, way, NOTIFICATIONS).run())
    return table


def outages() -> Table:
    kinds = [kind for kind in KINDS if ONLY in kind.name]
    world = OutageWorld(SEED)
    print(f"Guasti di App IO: {len(kinds)}, di {SECONDS} s. Avvio…")
    world.prepare()
    table = Table(max(len(kind.name) for kind in kinds), OUTAGE_COLUMNS)
    for kind in kinds:
        table.add(Outage(world, kind).run())
    return table


if __name__ == "__main__":
    sys.exit(main())
