"""GALERA=1: three database nodes in the place of one. Worker A is at node 1, worker B at node 2, and who registers
notifications at node 3, as another host would."""

import os
import re
import signal
import threading
import time
from pathlib import Path
from random import Random

from books import PROCESS
from faults import Faults
from world import RUN_DIR, SOCKETS, World, is_gone, until

NODES = (1, 2, 3)
# Seconds. A node that answers nobody for so long is put out by the others, and is back when it goes on.
FROZEN = 8
# Seconds for which a node applies nothing that the others write.
BEHIND = 3


class Cluster(World):
    def __init__(self, population):
        super().__init__(population)
        self.random = Random(f"nodes {population.seed}")
        for worker, node in zip(self.workers, NODES, strict=False):
            worker.socket = socket_of(node)

    def start_database(self) -> None:
        """All nodes the first time, then those that are not there."""
        if not (RUN_DIR / "galera-1").exists():
            self.script("galera", "create")
            (link := Path(SOCKETS, "mariadb.sock")).unlink(missing_ok=True)
            link.symlink_to(socket_of(3))
        for node in NODES:
            self.script("galera", "start", str(node))

    def kill_database(self) -> None:
        self.kill_node(self.random.choice(NODES))

    def kill_node(self, node: int) -> None:
        os.kill(pid := self.pid(node), signal.SIGKILL)
        until(lambda: is_gone(pid), 30)

    @staticmethod
    def pid(node: int) -> int:
        return int((RUN_DIR / f"pids/galera-{node}").read_text())

    def sql(self, statement: str, socket: str = "mariadb.sock") -> list[list[str]]:
        # The answer holds all that any node has committed by now.
        return super().sql(f"SET wsrep_sync_wait = 7;\n{statement}", socket)

    def hold_back(self, node: int) -> None:
        """As a backup of it does. SET is allowed also while the node counts as not ready."""
        super().sql(f"FLUSH TABLES WITH READ LOCK; SET @behind = SLEEP({BEHIND})", socket_of(node))

    def differences(self):
        """All nodes must hold the same. (CHECKSUM TABLE differs where a generated column is NULL.)"""
        for table, in self.sql("SHOW TABLES"):
            held = [sorted(self.sql(f"SELECT * FROM {table}", socket_of(node))) for node in NODES]
            if any(rows != held[0] for rows in held):
                yield PROCESS, f"{table}: i nodi non hanno gli stessi dati"


class ClusterFaults(Faults):
    def plan(self, steps: int, *, long: bool) -> list:
        nodes = [self.kill_workers_node, self.stop_node, self.freeze_node, self.move] * 2
        plan = super().plan(steps - len(nodes), long=long) + nodes
        self.random.shuffle(plan)
        return plan

    def kill_workers_node(self) -> None:
        """The worker waits for its own node, however much it has in hand."""
        self.world.kill_node(node_of(self.random.choice(self.world.workers)))
        time.sleep(self.random.uniform(0, 4))
        self.world.start_database()
        self.done["nodo di un worker, kill -9"] += 1

    def stop_node(self) -> None:
        node = self.random.choice(NODES)
        self.world.script("galera", "stop", str(node))
        time.sleep(self.random.uniform(1, 4))
        self.world.start_database()
        self.done["nodo fermato e tornato"] += 1

    def freeze_node(self) -> None:
        """The others put it out; what it was about to commit counts or not, and nobody tells the worker."""
        node = node_of(self.random.choice(self.world.workers))
        os.kill(pid := self.world.pid(node), signal.SIGSTOP)
        time.sleep(FROZEN)
        os.kill(pid, signal.SIGCONT)
        until(lambda: self.world.surely("SHOW STATUS LIKE 'wsrep_ready'", socket_of(node)) == [["wsrep_ready", "ON"]], 60)
        self.done[f"nodo di un worker immobile per {FROZEN} s"] += 1

    def move(self) -> None:
        """A worker that was killed starts at another node, which is behind: what it reads there is not from a backup."""
        worker = self.random.choice(self.world.workers)
        node = self.random.choice([node for node in NODES if node != node_of(worker)])
        behind = threading.Thread(target=self.world.hold_back, args=(node,))
        behind.start()
        time.sleep(BEHIND / 2)
        worker.kill()
        worker.socket = socket_of(node)
        self.world.configure(f"{worker.name}.conf", {"database.socket": f"{SOCKETS}/{worker.socket}"}, like=f"{worker.name}.conf")
        worker.start()
        behind.join()
        self.done["worker a un altro nodo, che è indietro"] += 1


def socket_of(node: int) -> str:
    return f"galera-{node}.sock"


def node_of(worker) -> int:
    return int(re.search(r"galera-(\d)", worker.socket)[1])
