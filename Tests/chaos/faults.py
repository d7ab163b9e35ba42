"""What the run itself breaks: a plan that follows from the seed, each step after a slice of the notifications."""

import time
from collections import Counter
from functools import partial
from random import Random

from world import LEASE, World, crash_points, until

# Seconds within which a worker gets to the point where it is to die, if there is anything to do.
PATIENCE = 8
PAUSE = (0.5, 2.0)


class Faults:
    def __init__(self, world: World, random: Random):
        self.world, self.random = world, random
        self.done: Counter[str] = Counter()

    def plan(self, steps: int, *, long: bool) -> list:
        """Every crash point once and every other fault, in any order; then whatever comes."""
        crashes = [partial(self.crash, point) for point in crash_points()]
        others = [self.kill_one, self.kill_both, self.kill_database, self.kill_database_and_worker, self.stop_nginx, self.drain]
        plan = crashes + others + [self.kill_database] + ([self.stand_still] if long else [])
        self.random.shuffle(plan)
        weights = [1] * len(crashes) + [8, 3, 2, 1, 3, 3]
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
            worker.freeze()
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

    def stand_still(self) -> None:
        """Longer than a POST's lease: the other worker makes doubts of what this one had in hand."""
        worker = self.random.choice(self.world.workers)
        worker.freeze()
        time.sleep(LEASE + 5)
        worker.thaw()
        self.done[f"un worker immobile per {LEASE + 5} s"] += 1
