"""Backups of a demo, and programs of MariaDB that are slow or fail, in the place of the real ones."""

import hashlib
import os
import re
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from demo import Demo, until

SLOW_GZIP = "sleep 4; exec /usr/bin/gzip"


def back_up(demo: Demo, place: Path, *options: str) -> Path:
    """A new backup."""
    done = demo.puntuale("backup", str(place), *options)
    assert done.returncode == 0, done.stderr
    return Path(re.search(r"^copia: (.+)$", done.stdout, re.MULTILINE)[1])


def start(demo: Demo, *arguments: str, programs: Path | None = None, configuration: Path | None = None) -> subprocess.Popen:
    """A command that goes on; `programs` is looked at first for what it runs."""
    path = f"{programs}:{os.environ['PATH']}" if programs else os.environ["PATH"]
    return subprocess.Popen(
        [demo.program, *arguments, "--config", configuration or demo.run_dir / "puntuale.conf"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env=os.environ | {"PATH": path})


def program(directory: Path, name: str, text: str) -> Path:
    """A shell script that takes the place of a program."""
    directory.mkdir(exist_ok=True)
    (directory / name).write_text(f'#!/bin/sh\n{text} "$@"\n')
    (directory / name).chmod(0o755)
    return directory


def backups(place: Path) -> list[str]:
    return sorted(entry.name for entry in place.iterdir())


def seal(backup: Path) -> None:
    """Makes a backup that was changed agree with itself again, as whoever changes one on purpose does."""
    names = [line.split("  ")[1] for line in (backup / "SHA256SUMS").read_text().splitlines()]
    (backup / "SHA256SUMS").write_text("".join(
        f"{hashlib.sha256((backup / name).read_bytes()).hexdigest()}  {name}\n" for name in names))


@contextmanager
def worker_away(demo: Demo):
    """It is told to stop, and nobody starts it again until the end."""
    demo.signal("supervisor", signal.SIGSTOP)
    try:
        with suppress(ProcessLookupError):  # one that was about to be started again
            demo.signal("worker", signal.SIGTERM)
        until(lambda: not demo.sql("SELECT 1 FROM worker"), 30)
        yield
    finally:
        demo.signal("supervisor", signal.SIGCONT)


@contextmanager
def worker_for(demo: Demo, seconds: float):
    """One that is started by hand: what its log says."""
    said: list[str] = []
    with (demo.run_dir / "logs/worker-by-hand.log").open("w+") as log:
        worker = subprocess.Popen([demo.program, "worker", "--config", demo.run_dir / "puntuale.conf"], stdout=log, stderr=log)
        time.sleep(seconds)
        yield said
        if worker.poll() is None:
            worker.terminate()
            worker.wait(timeout=60)
        log.seek(0)
        said.append(log.read())


def restore(demo, backup, *options):
    return demo.puntuale("restore", str(backup), *options)


def picture(demo) -> list:
    """Of the database, by which it is known that nobody has touched it."""
    return demo.sql("SELECT table_name, create_time FROM information_schema.tables WHERE table_schema = 'puntuale' ORDER BY 1") \
        + demo.sql("SELECT state, COUNT(*) FROM notification GROUP BY state ORDER BY 1") \
        + demo.sql("SELECT restored_at, epoch FROM host")
