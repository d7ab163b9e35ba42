"""What drills run in: two workers that live when a drill says so, the pages, and a database that begins anew for each drill."""

import http.client
import os
import re
import shutil
import subprocess
import threading
from itertools import count

from backup import ACCESS, OneServer, ThreeNodes
from cluster import Cluster
from enti import Notification, Population, citizen_of, uuid
from world import RUN_DIR, World, until

# What a database that begins anew has by itself, and what drills fill.
NOT_KEPT = ["schema_version", "migration_lease", "host", "known_server", "last_sent", "send_mark", "worker", "notification", "attempt",
            "budget", "daily_count", "quota_use", "session", "login_failure", "counter", "send_pause"]
CITIZEN = re.compile(rb"[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]")


class Drills:
    """Beside a world: `World` or `Cluster`."""

    def prepare(self) -> None:
        for service in self.population.services:
            service.trouble = {"kind": "none", "percent": 100, "operation": "tutte", "latency_ms": 0, "latency_max_ms": 0}
        super().prepare()
        for worker in self.workers:
            self.configure(f"{worker.name}.conf", {"log.reader": "journal"}, like=f"{worker.name}.conf")
        self.numbers, self.citizens = count(), set()
        self.keep_enti()

    def keep_enti(self) -> None:
        """For every database that begins anew."""
        self.enti_rows = subprocess.run(
            ["mariadb-dump", *ACCESS, "--no-create-info", "--hex-blob", "--skip-triggers", "--skip-add-locks", "--complete-insert",
             *(f"--ignore-table=puntuale.{name}" for name in NOT_KEPT), "puntuale"], capture_output=True, text=True, check=True).stdout

    def begin_anew(self) -> None:
        """Another database with the same enti, and workers that have never sent."""
        self.sql("DROP DATABASE puntuale")
        self.script("database", os.environ["PROGRAM"], str(RUN_DIR / "puntuale.conf"))
        self.sql(self.enti_rows)
        for worker in self.workers:
            shutil.rmtree(RUN_DIR / worker.name)
            (RUN_DIR / worker.name / "export").mkdir(parents=True)
            worker.start()
        self.web = self.spawn("web", "puntuale.conf")
        assert until(lambda: self.get("/entra")[0] == 200, 30), "no pages"

    def end_all(self) -> None:
        """Workers and pages."""
        self.end_workers()
        self.web.terminate()
        self.web.wait()

    def end_workers(self) -> None:
        for worker in self.alive:
            worker.drain()

    @property
    def alive(self) -> list:
        return [worker for worker in self.workers if worker.process is not None and not worker.died()]

    def queue(self, number: int) -> list[Notification]:
        """So many, by turns of all services, each to another citizen."""
        services, numbers = self.population.services, [next(self.numbers) for _ in range(number)]
        found = [Notification(uuid(self.population.seed, n), services[n % len(services)], citizen_of(n)) for n in numbers]
        self.citizens |= {one.citizen.encode() for one in found}
        self.register(found)
        return found

    def await_departures(self, within: float) -> None:
        open_ones = "SELECT COUNT(*) FROM notification WHERE state IN ('queued', 'sending')"
        assert until(lambda: self.surely(open_ones) == [["0"]], within), f"not all has left within {within} s"

    def logs_that_name_citizens(self) -> list[str]:
        """And what workers write down beside the database."""
        folders = [RUN_DIR / "logs", *(RUN_DIR / worker.name for worker in self.workers)]
        files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
        return [f"{file.relative_to(RUN_DIR)} nomina un cittadino" for file in files
                if self.citizens & set(CITIZEN.findall(file.read_bytes().upper()))]

    def get(self, path: str, port: str = "PORT") -> tuple[int, str]:
        """Of the first ente, as nginx answers; 0 when there is no answer."""
        host = f"{self.population.services[0].ente.replace('_', '-')}.test"
        connection = http.client.HTTPConnection("127.0.0.1", int(os.environ[port]), timeout=60)
        try:
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def monitoring(self) -> tuple[str, str]:
        """`/pronto` where it says no, and `/metriche`."""
        status, ready = self.get("/pronto", "MONITORING_PORT")
        return (ready if status == 503 else ""), self.get("/metriche", "MONITORING_PORT")[1]


class DrillWorld(Drills, OneServer, World):
    pass


class DrillCluster(Drills, ThreeNodes, Cluster):
    pass


def drill_world(seed: int, enti: int, *, galera: bool):
    return (DrillCluster if galera else DrillWorld)(Population(seed, enti))


class PageCount:
    """Asks for a page twice a second, and counts those that it did not get."""

    def __init__(self, world):
        self.world, self.failed, self.asked = world, 0, 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.ask)

    def ask(self) -> None:
        while not self.over.wait(0.5):
            status, _ = self.world.get("/entra")
            self.asked += 1
            self.failed += status != 200

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()
