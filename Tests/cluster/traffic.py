"""What goes on while something fails: people at their pages, and notifications that come in as many people would enter them."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from host import ADMINISTRATION
from population import AT_PAGES, Citizens, Notification

from world import World

HERE = Path(__file__).resolve().parent
SHARE = 0.25  # seconds between two lots


class Traffic:
    def __init__(self, world: World, citizens: Citizens, number: int, count: int, seconds: float):
        """`count` notifications come in evenly over `seconds`, or more slowly where the databases take no more."""
        self.world, self.rate = world, count / seconds
        # Each with the time at which a database had it for sure.
        self.entered: list[tuple[Notification, float]] = []
        self.waiting = citizens.notifications(world.enti, count)
        self.first = AT_PAGES + number * 10_000
        self.feeding = threading.Thread(target=self.feed, daemon=True)

    def begin(self) -> None:
        self.people = subprocess.Popen(
            self.world.switch.inside(sys.executable, HERE / "people.py", self.world.authority.certificate,
                                     self.world.balancer.address("people"), self.world.enti[0].host, ADMINISTRATION, self.first),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.people.stdin.write(self.world.password + "\n")
        self.people.stdin.flush()
        said = self.people.stdout.readline().strip()
        assert said == "ready", self.people.stderr.read()
        self.began = time.time()
        self.feeding.start()

    def feed(self) -> None:
        lot = max(1, round(self.rate * SHARE))
        while self.waiting:
            began = time.monotonic()
            some, self.waiting = self.waiting[:lot], self.waiting[lot:]
            self.world.sql(registration(some), patience=300)
            self.entered += [(one, time.time()) for one in some]
            time.sleep(max(0, SHARE - (time.monotonic() - began)))

    def end(self) -> dict:
        """When all has been entered.

        Returns: what the people say.
        """
        self.feeding.join(timeout=300)
        assert not self.feeding.is_alive(), "the notifications could not be entered"
        out, fault = self.people.communicate(timeout=120)
        assert self.people.returncode == 0, fault[-2000:]
        return json.loads(out)


def registration(notifications: list[Notification]) -> str:
    """As the web does it; they are there once, also when it is said again."""
    rows = ",\n".join(
        f"(UNHEX('{one.ente.id}'), UNHEX('{one.id}'), UNHEX('{one.id}'), UNHEX('{one.ente.service}'), 'trial', 'queued', NOW(6), "
        f"'{one.citizen}', 'Prova dei guasti', '{one.id} {'Una notifica che nessun cittadino vedrà. ' * 3}', UNHEX('{one.ente.person}'))"
        for one in notifications)
    return f"""
        INSERT INTO puntuale.notification (tenant_id, id, form_key, service_id, environment, state, due_at, fiscal_code, subject, markdown,
                                           created_by)
        VALUES {rows} ON DUPLICATE KEY UPDATE form_key = form_key"""
