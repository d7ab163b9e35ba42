"""After the faults: nothing goes wrong any more, what waits for its time is due now, and a person lets go on what the
program has stopped."""

import time
from collections import Counter

from world import World, hexadecimal

HURRY = 5


def come_to_rest(world: World, stops: Counter[str], patience: float) -> None:
    for worker in world.workers:
        worker.look()
    world.end_troubles()
    deadline = time.monotonic() + patience
    while moving(world) and time.monotonic() < deadline:
        resume(world, stops)
        hurry(world)
        end = time.monotonic() + HURRY
        while moving(world) and time.monotonic() < end:
            time.sleep(0.5)
    for worker in world.workers:
        worker.look()
        worker.drain()


def moving(world: World) -> bool:
    return world.surely("""
        SELECT 1 FROM notification WHERE state IN ('queued', 'sending') OR state = 'accepted' AND due_at IS NOT NULL LIMIT 1""") != []


def hurry(world: World) -> None:
    """A claim whose lease ends early does no harm; a POST's lease ends early only if its worker is dead."""
    dead = hexadecimal([mark for worker in world.workers for mark in worker.dead])
    world.surely(f"""
        UPDATE notification SET due_at = NOW(6) WHERE due_at > NOW(6)
          AND (state IN ('queued', 'accepted') OR state = 'sending' AND RIGHT(owner, 8) IN ({dead}))""")


def resume(world: World, stops: Counter[str]) -> None:
    """As `resume` of the store does it."""
    for kind, count in world.surely("SELECT stop_kind, COUNT(*) FROM service WHERE stopped_at IS NOT NULL GROUP BY stop_kind"):
        stops[kind] += int(count)
    world.surely("""
        UPDATE service SET stopped_at = NULL, stop_kind = NULL, stop_reason = NULL, refusals = 0 WHERE stopped_at IS NOT NULL""")
