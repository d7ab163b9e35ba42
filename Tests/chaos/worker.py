"""One of the two workers, and which POSTs were in flight whenever it was killed."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

RUN_DIR = Path(os.environ["RUN_DIR"])


class Worker:
    def __init__(self, world, name: str):
        self.world, self.name = world, name
        # The database's, as it sees it.
        self.socket = "mariadb.sock"
        self.process: subprocess.Popen | None = None
        self.environment: dict[str, str] = {}
        # (notification, attempt): on their way when this worker died, or stood still.
        self.killed: set[tuple[str, int]] = set()
        self.frozen: set[tuple[str, int]] = set()
        # The ends of the ids of those who died; the rows that each had in hand end in the same bytes.
        self.dead: list[str] = []
        self.unexpected: list[str] = []

    def start(self, crash: str = "") -> None:
        self.began = self.log_size()
        self.process = self.world.spawn(self.name, f"{self.name}.conf", command="worker",
                                        **self.environment | ({"PUNTUALE_CRASH": crash} if crash else {}))

    def log_size(self) -> int:
        log = RUN_DIR / "logs" / f"{self.name}.log"
        return log.stat().st_size if log.exists() else 0

    def log_from(self, size: int) -> str:
        """What it has written since its log was so long."""
        with (RUN_DIR / "logs" / f"{self.name}.log").open("rb") as log:
            log.seek(size)
            return log.read().decode(errors="replace")

    def mark(self) -> str:
        """The last eight bytes of its id, which all that it claims has in common; nothing if it was not yet at work."""
        with (RUN_DIR / "logs" / f"{self.name}.log").open(encoding="utf-8", errors="replace") as log:
            log.seek(self.began)
            found = re.findall(r'event="worker at work".* worker=([0-9a-f-]{36})', log.read())
        return found[-1].replace("-", "")[16:] if found else ""

    def kill(self) -> None:
        """kill -9, at whatever moment this is."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.note_death()

    def died(self) -> bool:
        return self.process.poll() is not None

    def note_death(self) -> None:
        """What was on its way stays in `sending` until its lease ends: time enough to ask, also when the database is away."""
        if self.process.returncode != -signal.SIGKILL:
            self.unexpected.append(f"{self.name}: è finito da sé con {self.process.returncode}")
        if mark := self.mark():
            self.dead.append(mark)
            # The lock waits for what the database was still about to commit.
            self.killed |= self.in_flight(mark, "LOCK IN SHARE MODE")

    def in_flight(self, mark: str, lock: str = "") -> set[tuple[str, int]]:
        return {(id, int(attempt)) for id, attempt in self.world.surely(f"""
            SELECT LOWER(HEX(id)), attempt FROM notification
            WHERE (state = 'sending' OR state = 'uncertain' AND reason = 'interrupted')
              AND RIGHT(owner, 8) = UNHEX('{mark}') {lock}""", self.socket)}

    def freeze(self) -> set[tuple[str, int]]:
        """What it is sending; to be noted in `frozen` unless it soon goes on."""
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(0.05)
        mark = self.mark()
        return self.in_flight(mark) if mark else set()

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def drain(self) -> None:
        """Ends in good order, or else it is unexpected."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.unexpected.append(f"{self.name}: dopo SIGTERM non è finito in 60 s")
            self.kill()
            return
        if self.process.returncode:
            self.unexpected.append(f"{self.name}: dopo SIGTERM è uscito con {self.process.returncode}")

    def look(self) -> None:
        """One that ended though nobody made it end is started again, and is a violation."""
        if self.died():
            if self.process.returncode == -signal.SIGKILL:
                self.unexpected.append(f"{self.name}: qualcun altro l'ha ucciso")
            self.note_death()
            self.start()
