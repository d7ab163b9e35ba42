"""A backup, and how it comes back."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from world import RUN_DIR, SOCKETS

ACCESS = ["--no-defaults", "--user=root", f"--socket={SOCKETS}/mariadb.sock"]
# Seconds after each table that a dump brings back slowly, and after those that the guard looks at.
STEP, LONG_STEP = 0.05, 1.2
LOOKED_AT = {"notification", "known_server", "last_sent", "send_mark", "host"}
# A load that fails is repeated.
MOST_LOADS = 8
TABLE = b"\n--\n-- Table structure for table `"


class Dump:
    """By mariadb-dump, of tables in an order."""

    loads = 0

    def __init__(self, world, tables: list[str]):
        options = ["--single-transaction", "--net-buffer-length=16384", *world.dump_options]
        dump = subprocess.run(["mariadb-dump", *ACCESS, *options, "puntuale", *tables], capture_output=True, check=True).stdout
        found = [name.decode() for name in re.findall(TABLE + rb"(\w+)`", dump)]
        assert found == tables, "mariadb-dump has its own order"
        # As if nobody had paused anything: a pause that comes back would hide what the guard lets through.
        self.text, paused = re.subn(rb"(INSERT INTO `host` VALUES\s*\(1,)'[^']*'", rb"\1NULL", dump)
        assert paused == 1

    def come_back(self, world, slowly: bool, half_way) -> None:
        """Again when it fails: a worker that lives may write into a table before its rows have come."""
        for _ in range(MOST_LOADS):
            if self.load(slowly, half_way):
                return
        raise AssertionError("the dump cannot be loaded")

    def load(self, slowly: bool, half_way) -> bool:
        loading = subprocess.Popen(["mariadb", *ACCESS, "puntuale"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        (RUN_DIR / "pids/mariadb-load").write_text(f"{loading.pid}\n")
        parts = re.split(rb"(?=" + TABLE + rb")", self.text)
        try:
            for number, part in enumerate(parts):
                if number == len(parts) // 2:
                    half_way()
                self.write(loading.stdin, part, slowly)
            loading.stdin.close()
        except BrokenPipeError:
            pass
        is_whole = loading.wait(timeout=300) == 0
        (RUN_DIR / "pids/mariadb-load").unlink()
        self.loads += 1
        return is_whole

    @staticmethod
    def write(pipe, part: bytes, slowly: bool) -> None:
        name = re.match(TABLE + rb"(\w+)`", part)
        is_looked_at = name is not None and name[1].decode() in LOOKED_AT
        # Statements of the queue come one by one, so that a part of it is there for a while.
        for line in part.splitlines(keepends=True) if slowly else [part]:
            pipe.write(line)
            if slowly and is_looked_at and line.startswith((b"(", b"INSERT", b"UNLOCK")) and line.rstrip().endswith(b";"):
                pipe.flush()
                time.sleep(LONG_STEP / 6)
        if slowly:
            pipe.flush()
            time.sleep(LONG_STEP if is_looked_at else STEP)


class Files:
    """Of a server that was stopped."""

    place = RUN_DIR / "backup"

    def __init__(self, world, only_changed: bool):
        self.only_changed = only_changed
        shutil.rmtree(self.place, ignore_errors=True)
        world.copy_files(self.place)

    def come_back(self, world, slowly: bool, half_way) -> None:
        half_way()
        world.bring_files_back(self.place, self.only_changed)
        # The pause comes back with them, and hides what the guard lets through.
        world.puntuale("queue", "resume")


class OneServer:
    """How a world of one database server copies its files."""

    data, dump_options = RUN_DIR / "mariadb", ()

    def copy_files(self, place: Path) -> None:
        self.script("mariadb", "stop")
        shutil.copytree(self.data, place)
        self.script("mariadb", "start")

    def bring_files_back(self, place: Path, only_changed: bool) -> None:
        self.script("mariadb", "stop")
        if only_changed:
            bring_changed_files_back(place, self.data)
        else:
            shutil.rmtree(self.data)
            shutil.copytree(place, self.data)
        self.script("mariadb", "start")


class ThreeNodes:
    """How a cluster does: one of its nodes is stopped and copied, and all are built anew from the copy."""

    # A node at which tables are locked takes in nothing of the others, whom that stops in turn: a dump with locks never ends.
    dump_options = ("--skip-add-locks",)

    def copy_files(self, place: Path) -> None:
        self.script("galera", "stop", "2")
        shutil.copytree(RUN_DIR / "galera-2", place)
        self.script("galera", "start", "2")

    def bring_files_back(self, place: Path, only_changed: bool) -> None:
        self.script("galera", "stop")
        self.script("galera", "rebuild", os.fspath(place))


def bring_changed_files_back(place: Path, data: Path) -> None:
    """As `rsync -a --delete`: what has the same size and time stays as it is."""
    for file in sorted(data.rglob("*"), reverse=True):
        if not (place / file.relative_to(data)).exists():
            file.rmdir() if file.is_dir() else file.unlink()
    for file in filter(Path.is_file, place.rglob("*")):
        there, here = file.stat(), data / file.relative_to(place)
        if not here.exists() or (here.stat().st_size, here.stat().st_mtime_ns) != (there.st_size, there.st_mtime_ns):
            here.parent.mkdir(exist_ok=True)
            here.unlink(missing_ok=True)
            shutil.copy2(file, here)
