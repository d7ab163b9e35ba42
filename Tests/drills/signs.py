"""Where it is said that a backup has come back."""

import re

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
        if any(IN_LOG not in worker.log_from(self.from_here[worker.name]) for worker in world.alive):
            found.append("log")
        if IN_STATUS not in world.puntuale("queue", "status"):
            found.append("queue status")
        ready, metrics = world.monitoring()
        if not re.search(IN_METRICS, metrics, re.MULTILINE):
            found.append("metriche")
        if IN_STATUS not in ready:
            found.append("pronto")
        return found
