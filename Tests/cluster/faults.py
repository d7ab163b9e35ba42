"""One after another, what may happen to a part: how it breaks, how long that lasts, and what is done about it by whom."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from machine import Machine

from world import World

FOR = 20  # seconds that a fault lasts where nothing mends itself


@dataclass
class Fault:
    name: str
    act: Callable[[], None]
    # Seconds.
    lasts: float = FOR
    # What a person does about it; nothing where the parts come back by themselves.
    person: str = ""


def faults(world: World, newer: Path | None) -> list[Fault]:
    first, second = world.hosts
    one, two, three = world.databases

    def killed(node, unit: str):
        return lambda: node.kill(unit)

    def off(node):
        def act() -> None:
            node.power_off()
            time.sleep(FOR)
            node.start()
        return act

    def cut(network: str, *nodes):
        def act() -> None:
            for node in nodes:
                node.cut(network)
            time.sleep(FOR)
            for node in nodes:
                node.join(network)
        return act

    def full(node, *directories: str, then=lambda: None):
        def act() -> None:
            for directory in directories:
                node.fill(directory)
            time.sleep(FOR)
            for directory in directories:
                node.empty(directory)
            then()
        return act

    def still(node, seconds: float):
        def act() -> None:
            node.stand_still(True)
            time.sleep(seconds)
            node.stand_still(False)
        return act

    def clock() -> None:
        first.set_clock("+1h")
        time.sleep(FOR)
        first.set_clock(None)

    def restore() -> None:
        three.forget()
        three.run("systemctl", "start", "mariadb.service")

    def upgrade() -> None:
        for host in world.hosts:
            print(f"{'':6}{host.short}: {host.upgrade(newer):.1f} s to {host.version()}", flush=True)

    def restart_if_out() -> None:
        """A node whose disk was full has left the cluster, and says that it is no part of it."""
        time.sleep(5)
        if not two.is_synced():
            two.run("systemctl", "restart", "mariadb.service")

    found = [
        Fault("nothing", lambda: time.sleep(FOR)),
        Fault("kill -9: web of host 1", killed(first, "puntuale-web.service")),
        Fault("kill -9: administration of host 1", killed(first, "puntuale-host.service")),
        Fault("kill -9: worker of host 1", killed(first, "puntuale-worker.service")),
        Fault("kill -9: nginx of host 1", killed(first, "nginx.service")),
        Fault(f"host 1 without power for {FOR} s", off(first)),
        *(Fault(f"kill -9: MariaDB of {node.short}", killed(node, "mariadb.service")) for node in world.databases),
        Fault(f"db1 without power for {FOR} s", off(one)),
        Fault("kill -9: nginx of the balancer", killed(world.balancer, "nginx.service")),
        Fault(f"host 1 cut off from the databases for {FOR} s", cut("data", first)),
        Fault(f"db3 cut off from the other two for {FOR} s", cut("group", three)),
        Fault(f"App IO cut off from both hosts for {FOR} s", cut("outside", first, second)),
        Fault(f"disk full on host 1 for {FOR} s", full(first, "/var/lib/puntuale", "/var/log"), person="makes room"),
        Fault(f"disk full on db2 for {FOR} s", full(two, "/var/lib/mysql", then=restart_if_out),
              person="makes room, restarts MariaDB"),
        Fault("host 1 stands still for 60 s, clock and all", still(first, 60), lasts=60),
        Fault(f"clock of host 1's programs an hour ahead for {FOR} s", clock),
        Fault("db3 restored from nothing (SST)", restore, person="empties /var/lib/mysql, starts MariaDB"),
    ]
    if newer:
        found.append(Fault("upgrade of host 1, then of host 2", upgrade, lasts=40, person="apt install, puntuale upgrade"))
    return found


def back_within(world: World, seconds: float) -> tuple[float, list[str]]:
    """How long until all is as before, and what is not when the time is over."""
    try:
        return Machine.within(seconds, lambda: not world.troubles(), pause=1), []
    except AssertionError:
        return seconds, world.troubles()
