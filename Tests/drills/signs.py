"""Where it is said that a backup has come back."""

import re

import journald

IN_LOG = "the database is older than what was sent"
IN_METRICS = r"^puntuale_restore_pending 1$"
IN_STATUS = "puntuale after-restore"  # and in /pronto


class Signs:
    """What is said from now on."""

    def __init__(self, world):
        self.world, self.from_here = world, {worker.name: worker.log_size() for worker in world.workers}

    def missing(self) -> list[str]:
        """Where nothing is said."""
        world, found = self.world, []
        if not world.surely("SELECT 1 FROM host WHERE restored_at IS NOT NULL"):
            found.append("base dati")
        logs = [worker.log_from(self.from_here[worker.name]) for worker in world.alive]
        if any(IN_LOG not in log for log in logs):
            found.append("log")
        elif any(IN_LOG not in line for log in logs for line in journald.shown(log, "crit")[:1]):
            found.append("journalctl -p crit")
        if IN_STATUS not in world.puntuale("queue", "status"):
            found.append("queue status")
        ready, metrics = world.monitoring()
        if not re.search(IN_METRICS, metrics, re.MULTILINE):
            found.append("metriche")
        if IN_STATUS not in ready:
            found.append("pronto")
        return found
