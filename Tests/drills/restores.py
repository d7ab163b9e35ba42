"""One restore: notifications wait, the backup is made, all leaves, more is registered and leaves, the backup comes back."""

import re
import subprocess
import time

from backup import Dump, Files
from combinations import ALL, BOTH, CHANGED_FILES, COLD, NONE, ONE_MISSING, SENDER, SLOWLY, STOPPED, UNSENT, Combination
from drill_world import PageCount
from ledger import Ledger
from signs import Signs
from table import Row
from world import RUN_DIR, until

# How many are sent before the backup, after it, while it comes back, and registered once it was noticed.
BEFORE, AFTER, MEANWHILE, LATER = 40, 100, 40, 20
# Seconds within which it is noticed after it has come back, for which nothing leaves then, and within which all has left in the end.
NOTICE, WATCH, LEAVE = 15, 4, 60
# Seconds after which a worker has moved its mark on.
BEAT = 4

FAILED, TWICE, LOST, DOUBTS, UNLISTED, UNNOTICED = (
    "richieste fallite", "due volte", "perdute", "dubbi", "non elencate", "non notata")
COLUMNS = [FAILED, TWICE, LOST, DOUBTS, UNLISTED, UNNOTICED]


class Restore:
    def __init__(self, world, combination: Combination, size: int):
        self.world, self.way, self.size = world, combination, size
        self.a, self.b = world.workers
        self.faults: list[str] = []

    def run(self) -> Row:
        self.world.begin_anew()
        with PageCount(self.world) as pages:
            self.back_up_and_send()
            self.signs = Signs(self.world)
            self.come_back()
            self.notice()
            self.settle()
        self.world.end_all()
        row = self.judge()
        row.columns[FAILED] = pages.failed
        return row

    # What happens

    def back_up_and_send(self) -> None:
        world, way = self.world, self.way
        self.before = world.queue(BEFORE)
        world.await_departures(LEAVE)
        assert until(lambda: len(world.surely("SELECT 1 FROM send_mark")) == 2, LEAVE), "not both workers are at work"
        if way.workers != BOTH:
            self.b.drain()
        world.puntuale("queue", "pause")
        self.waiting = world.queue(self.size)
        names = [name for name, in world.surely("SHOW TABLES")]
        self.backup = Files(world, way.order == CHANGED_FILES) if way.copies_files else Dump(world, way.tables(names))
        world.puntuale("queue", "resume")
        world.await_departures(LEAVE)
        self.after = world.queue(AFTER)
        world.await_departures(LEAVE)
        if way.workers == UNSENT:
            self.b.start()
            assert until(self.b.mark, LEAVE), "worker B is not at work"
            time.sleep(BEAT)
        if way.workers in (UNSENT, COLD):
            self.a.drain()

    def come_back(self) -> None:
        world, way = self.world, self.way
        self.meanwhile = world.queue(MEANWHILE) if world.alive and way.speed != STOPPED else []
        asleep = {SENDER: [self.a], UNSENT: [self.b], COLD: [self.b], BOTH: [self.a, self.b]}[way.workers]
        if way.speed == STOPPED:
            world.end_workers()

        def half_way() -> None:
            if way.workers == COLD and way.speed != STOPPED and self.b not in world.alive:
                self.b.start()

        self.backup.come_back(world, way.speed == SLOWLY, half_way)
        for worker in asleep:
            if worker not in world.alive:
                worker.start()

    def notice(self) -> None:
        until(lambda: not self.signs.missing(), NOTICE)
        self.unsaid = self.signs.missing()
        self.later = self.world.queue(LATER)
        time.sleep(WATCH)
        left = set(self.world.ids("state <> 'queued'")) & {one.id for one in self.later}
        if left:
            self.unsaid.append("parte lo stesso")

    def settle(self) -> None:
        """With the journals that there are."""
        gone = {ALL: [], ONE_MISSING: [self.a], NONE: [self.a, self.b]}[self.way.journals]
        for worker in gone:
            (RUN_DIR / worker.name / "mark.diario").rename(RUN_DIR / worker.name / "smarrito")
        there = RUN_DIR / self.b.name / "mark.diario"
        given = ["--diario", str(there)] if list(there.glob("*.diario")) else []
        self.said = self.world.puntuale(
            "after-restore", *given, configuration=f"{self.a.name}.conf", errors=subprocess.DEVNULL)  # which journals it misses
        for worker in gone:  # it may be that the worker still writes into it
            (RUN_DIR / worker.name / "smarrito").rename(RUN_DIR / worker.name / "mark.diario")
        moving = "SELECT id FROM notification WHERE state IN ('queued', 'sending') OR state = 'accepted' AND due_at IS NOT NULL"
        self.require(until(lambda: not self.world.surely(moving), LEAVE), f"non tutto è assestato {LEAVE} s dopo after-restore")

    # What came of it

    def judge(self) -> Row:
        ledger = Ledger(self.world)
        states, received = ledger.states, ledger.received
        listed = {line.replace("-", "") for line in re.findall(r"^  ([0-9a-f-]{36}) ", self.said, re.MULTILINE)}
        everything = self.before + self.waiting + self.after + self.meanwhile + self.later
        twice = [one.id for one in ledger.twice(everything)]
        doubts = [one.id for one in self.waiting if states.get(one.id) == "uncertain"]
        lost = [one.id for one in self.before + self.later if states.get(one.id) != "processed" or received(one) == 0]
        lost += [one.id for one in self.waiting if one.id not in doubts and (states.get(one.id) != "processed" or received(one) == 0)]
        gone = [one for one in self.after + self.meanwhile if one.id not in states and received(one)]
        unlisted = [one.id for one in gone if one.id not in listed]
        self.require(not twice, f"inviate due volte: {', '.join(twice[:3])}")
        self.require(not lost, f"perdute: {', '.join(f'{id} ({states.get(id)})' for id in lost[:3])}")
        self.require(not self.unsaid, f"non lo dice: {', '.join(self.unsaid)}")
        self.require(len(doubts) in self.doubts_allowed, f"dubbi: ne erano attesi da {self.doubts_allowed[0]} a {self.doubts_allowed[-1]}")
        self.require(not unlisted or self.way.journals != ALL, f"after-restore non le elenca: {', '.join(unlisted[:3])}")
        return Row(str(self.way), {TWICE: len(twice), LOST: len(lost), DOUBTS: len(doubts), UNLISTED: len(unlisted),
                                   UNNOTICED: len(self.unsaid)}, self.faults, self.way.beyond)

    @property
    def doubts_allowed(self) -> range:
        """Where worker A has sent all, its journal knows all."""
        if self.way.journals == ALL:
            return range(1)
        if self.way.journals == ONE_MISSING and self.way.workers == BOTH:
            return range(self.size)
        return range(self.size, self.size + 1)

    def require(self, condition: bool, fault: str) -> None:
        if not condition:
            self.faults.append(fault)
