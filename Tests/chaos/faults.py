"""What the run itself breaks: a plan that follows from the seed, each step after a slice of the notifications."""

import time
from collections import Counter
from functools import partial
from random import Random

from worker import Worker
from world import LEASE, SUBMIT, DatabaseFault, World, crash_points, hexadecimal, until

# Seconds within which a worker gets to the point where it is to die, if there is anything to do.
PATIENCE = 15
# A worker looks this often, and a bit more, for leases that have ended.
UPKEEP = 4
PAUSE = (0.5, 2.0)
FEW = 3


class Faults:
    def __init__(self, world: World, random: Random):
        self.world, self.random = world, random
        self.done: Counter[str] = Counter()
        # Doubts whose answer was still to come, and those among them that a person resolved before it came.
        self.early: set[str] = set()
        self.decided: set[str] = set()

    def plan(self, steps: int, *, long: bool) -> list:
        """Every crash point once and every other fault, in any order; then whatever comes."""
        crashes = [partial(self.crash, point) for point in crash_points()]
        others = [self.kill_one, self.kill_both, self.kill_database, self.kill_database_and_worker, self.stop_nginx, self.drain,
                  self.end_leases]
        plan = crashes + others + [self.kill_database] + ([self.stand_still] if long else [])
        self.random.shuffle(plan)
        weights = [1] * len(crashes) + [8, 3, 2, 1, 3, 3, 3]
        return plan + self.random.choices(crashes + others, weights, k=max(0, steps - len(plan)))

    @property
    def missed(self) -> list[str]:
        """Crash points at which no worker has died."""
        return [point for point in crash_points() if not self.done[f"punto {point}"]]

    def do(self, step) -> bool:
        """Whether it came to what it was to do."""
        for worker in self.world.workers:
            worker.look()
        if step() is False:
            return False
        time.sleep(self.random.uniform(*PAUSE))
        return True

    # Steps

    def kill_one(self) -> None:
        worker = self.random.choice(self.world.workers)
        worker.kill()
        worker.start()
        self.done["un worker, kill -9"] += 1

    def kill_both(self) -> None:
        for worker in self.world.workers:
            worker.process.kill()
        for worker in self.world.workers:
            worker.kill()
            worker.start()
        self.done["tutti e due i worker, kill -9"] += 1

    def crash(self, point: str) -> bool:
        """A worker that dies at a point of its own program."""
        worker, turn = self.random.choice(self.world.workers), self.random.randint(1, 6)
        worker.kill()
        worker.start(f"{point}:{1 if point == 'draining' else turn}")
        if point == "draining":
            until(worker.mark, PATIENCE)
            time.sleep(1)
            worker.process.terminate()
        if reached := until(worker.died, PATIENCE):
            worker.note_death()
            self.done[f"punto {point}"] += 1
        else:
            worker.kill()
            self.done[f"punto {point}, non raggiunto"] += 1
        worker.start()
        return reached

    def kill_database(self) -> None:
        self.world.kill_database()
        time.sleep(self.random.uniform(0, 1.5))
        self.world.start_database()
        self.done["base dati, kill -9"] += 1

    def kill_database_and_worker(self) -> None:
        worker = self.random.choice(self.world.workers)
        self.world.kill_database()
        time.sleep(self.random.uniform(0, 1))
        worker.process.kill()
        worker.process.wait()
        self.world.start_database()
        worker.note_death()
        worker.start()
        self.done["base dati e un worker, kill -9"] += 1

    def stop_nginx(self) -> None:
        """Both stand still meanwhile, so that it is known whose replies nginx takes with it."""
        for worker in self.world.workers:
            worker.frozen |= worker.freeze()
        self.world.script("nginx", "stop")
        for worker in self.world.workers:
            worker.thaw()
        time.sleep(self.random.uniform(1, 2))
        self.world.script("nginx", "start")
        self.done["nginx fermo"] += 1

    def drain(self) -> None:
        worker = self.random.choice(self.world.workers)
        worker.drain()
        worker.start()
        self.done["SIGTERM a un worker"] += 1

    def stand_still(self) -> bool:
        """Longer than a POST's lease, and within a transaction: the other worker makes doubts of what this one had in
        hand, and goes on all the same."""
        worker = self.random.choice(self.world.workers)
        if not until(lambda: self.catch_in_transaction(worker), PATIENCE):
            return False
        sending = worker.freeze()  # still
        worker.frozen |= sending
        time.sleep(LEASE + 5)
        waiting = self.world.ids(f"""
            state = 'queued' AND due_at < NOW(6) - INTERVAL {LEASE - 10} SECOND
            AND service_id IN (SELECT id FROM service WHERE stopped_at IS NULL)""")
        if waiting:
            worker.unexpected.append(f"mentre {worker.name} era immobile, {len(waiting)} notifiche hanno atteso invano")
        worker.thaw()
        self.await_answers([id for id, _ in sending])
        self.done[f"un worker immobile per {LEASE + 5} s in una transazione"] += 1
        return True

    def catch_in_transaction(self, worker: Worker) -> bool:
        """Whether it stands still with rows locked, as nobody who moves has them for long."""
        worker.freeze()
        held = self.world.transactions()
        time.sleep(0.15)  # the server looks anew after 0.1 s
        if held & self.world.transactions():
            return True
        worker.thaw()
        time.sleep(self.random.uniform(0, 0.02))
        return False

    def end_leases(self) -> bool:
        """As when the database's clock jumps ahead: what is on its way becomes a doubt, until its answer comes. Half of
        these doubts a person resolves before that, and the answer does not change it."""
        worker = self.random.choice(self.world.workers)
        if not (sending := until(lambda: self.catch(worker), UPKEEP)):
            return False
        try:
            # It may stand still within a transaction, with rows locked.
            self.world.sql(f"""
                SET innodb_lock_wait_timeout = 1;
                UPDATE notification SET due_at = NOW(6) WHERE state = 'sending' AND id IN ({hexadecimal(sending)})""")
            doubts = until(lambda: self.interrupted(sending), UPKEEP)
            self.early |= set(doubts)
            self.decided |= self.assume(doubts[1::2])
        except DatabaseFault:
            return False
        finally:
            worker.thaw()
        self.await_answers(sending)
        self.done["scadenze anticipate"] += 1
        return doubts != []

    @staticmethod
    def catch(worker: Worker) -> list[str]:
        """What a worker is sending, which from then on stands still; if that is not much, it goes on."""
        sending = worker.freeze()
        if len(sending) < FEW:
            worker.thaw()
            return []
        worker.frozen |= sending
        return sorted(id for id, _ in sending)

    def await_answers(self, ids: list[str]) -> None:
        """A worker that goes on settles what it was sending, before anything else happens to it."""
        until(lambda: not self.interrupted(ids), SUBMIT + 2)

    def interrupted(self, ids: list[str]) -> list[str]:
        return self.world.ids(f"state = 'uncertain' AND reason = 'interrupted' AND id IN ({hexadecimal(ids)})")

    def assume(self, ids: list[str]) -> set[str]:
        """As the store does it. Which ones the decision was in time for."""
        self.world.surely(f"""
            UPDATE notification SET state = 'assumed', due_at = NULL, updated_at = NOW(6), decided_at = NOW(6), decided_by = created_by
            WHERE id IN ({hexadecimal(ids)}) AND state = 'uncertain'""")
        return set(self.world.ids(f"id IN ({hexadecimal(ids)}) AND state = 'assumed'"))
