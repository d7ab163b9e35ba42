"""The balance after a fault: everything that was entered against what the citizens received."""

import itertools
import json
import time
from collections import Counter
from pathlib import Path

from traffic import Traffic

from world import World

IN_DOUBT, ARRIVED, WAITING = "uncertain", ("accepted", "processed"), ("queued", "sending")


class Inbox:
    """What the simulated App IO has taken, read on from where it was read last."""

    def __init__(self, journal: Path):
        self.journal, self.read = journal, 0
        self.taken: dict[tuple[str, str], list[float]] = {}

    def look(self) -> None:
        with self.journal.open("rb") as lines:
            lines.seek(self.read)
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                self.read += len(line)
                entry = json.loads(line)
                if entry["kind"] == "message":
                    message = entry["message"]
                    self.taken.setdefault((message["service"], message["fiscal_code"]), []).append(message["created_at"] / 1e6)


class Balance:
    def __init__(self, world: World, traffic: Traffic, people: dict, inbox: Inbox, patience: float):
        self.world, self.traffic, self.people = world, traffic, people
        page_ente = world.enti[0]
        self.surely = {(one.ente.io_id, one.citizen) for one, _ in traffic.entered}
        self.surely |= {(page_ente.io_id, citizen) for citizen in people["sent"]}
        self.perhaps = {(page_ente.io_id, citizen) for citizen in people["perhaps"]}
        self.rows = self.come_to_rest(patience)
        inbox.look()
        self.taken = {key: inbox.taken.get(key, []) for key in self.surely | self.perhaps}

    def come_to_rest(self, patience: float) -> dict[tuple[str, str], str]:
        deadline = time.monotonic() + patience
        while self.is_moving() and time.monotonic() < deadline:
            time.sleep(1)
        return self.states()

    def is_moving(self) -> bool:
        return self.world.sql("SELECT 1 FROM puntuale.notification WHERE state IN ('queued', 'sending') LIMIT 1") != []

    def states(self) -> dict[tuple[str, str], str]:
        return {(service, citizen): state for service, citizen, state in self.world.sql(f"""
            SET wsrep_sync_wait = 7; SELECT s.io_service_id, n.fiscal_code, n.state FROM puntuale.notification n
            JOIN puntuale.service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id
            WHERE n.updated_at > FROM_UNIXTIME({self.traffic.began - 60})""")}

    @property
    def lost(self) -> list[str]:
        """Of what was surely entered: rows that are gone, or that say what is not so."""
        said = []
        for key in self.surely:
            state = self.rows.get(key, "non c'è")
            if state not in (IN_DOUBT, *WAITING) and not (state in ARRIVED and self.taken[key]):
                said.append(f"{state}, {len(self.taken[key])} messaggi")
        return said

    @property
    def waiting(self) -> int:
        """What has not left, though it had all the time that a dead worker's leases take, and more."""
        return sum(self.rows.get(key) in WAITING for key in self.surely | self.perhaps)

    @property
    def twice(self) -> int: return sum(len(times) > 1 for times in self.taken.values())

    @property
    def in_doubt(self) -> int: return sum(self.rows.get(key) == IN_DOUBT for key in self.surely | self.perhaps)

    @property
    def doubts_that_arrived(self) -> int:
        return sum(self.rows.get(key) == IN_DOUBT and bool(self.taken[key]) for key in self.surely | self.perhaps)

    @property
    def failed(self) -> list[str]: return [fault for _, _, fault, _ in self.people["requests"] if fault]

    @property
    def longest_without_page(self) -> float:
        return longest_gap([at for at, _, fault, _ in self.people["requests"] if not fault], self.traffic.began)

    @property
    def longest_without_send(self) -> float:
        """While notifications came in."""
        end = self.traffic.entered[-1][1]
        return longest_gap([at for times in self.taken.values() for at in times if at < end] + [end], self.traffic.began)

    @property
    def longest_wait(self) -> float:
        """From its entry until App IO had it, of one that is in no doubt."""
        waits = ((self.taken[one.ente.io_id, one.citizen], at) for one, at in self.traffic.entered)
        return max((times[0] - at for times, at in waits if times), default=0)

    @property
    def faults(self) -> Counter[str]: return Counter(fault for fault in self.failed)


def longest_gap(times: list[float], since: float) -> float:
    return max((after - before for before, after in itertools.pairwise([since, *sorted(times)])), default=0)
