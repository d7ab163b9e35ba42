"""A Debian of its own with a real systemd, in which the package is installed as an administrator would.

Needs root, and a kernel that lets it make namespaces.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

BOOT = Path(__file__).with_name("boot")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
INCLUDED = "systemd,systemd-sysv,ca-certificates,iproute2,curl,openssl"


def base(directory: Path, *also: str) -> Path:
    """A fresh Debian, made once: a machine begins as a copy. What the package recommends, and `also` these, are in its cache, as from a
    mirror nearby."""
    if directory.exists():
        return directory
    fresh = directory.with_name(directory.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    subprocess.run(["debootstrap", "--variant=minbase", f"--include={INCLUDED}", "bookworm", fresh], check=True, stdout=subprocess.DEVNULL)
    sources = Path("/etc/apt/sources.list.d/debian.sources")  # with the security updates that this machine has
    if sources.exists():
        shutil.copy(sources, fresh / "etc/apt/sources.list.d")
        (fresh / "etc/apt/sources.list").unlink(missing_ok=True)
    recommended = ["logrotate", "mariadb-server", "mariadb-client", "nginx", "certbot"]
    for step in (["update"], ["upgrade"], ["install", "--download-only", *recommended, *libraries(), *also]):
        subprocess.run(["chroot", fresh, "apt-get", "-q", "-y", *step], check=True, stdout=subprocess.DEVNULL,
                       env={"PATH": PATH, "DEBIAN_FRONTEND": "noninteractive"})
    fresh.rename(directory)
    return directory


def libraries() -> list[str]:
    return ["libfcgi0ldbl", "libmariadb3", "libmd4c0", "liboath0", "libqrencode4", "libsodium23", "libxlsxwriter4", "libcurl4", "libssl3",
            "libstdc++6", "zlib1g", "tzdata"]


class Machine:
    def __init__(self, name: str, place: Path):
        self.name, self.place, self.root = name, place / name, place / name / "root"
        self.process: subprocess.Popen | None = None
        self.pid = 0

    def make(self, of: Path) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(parents=True)
        subprocess.run(["cp", "-a", "--reflink=auto", of, self.root], check=True)
        (self.root / "etc/hostname").write_text(f"{self.name}\n")
        (self.root / "etc/machine-id").write_text("")

    def start(self) -> None:
        self.pid = 0
        with (self.place / "console.log").open("ab") as log:
            self.process = subprocess.Popen([BOOT, self.root, self.name], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.within(30, self._has_booted)

    def _has_booted(self) -> bool:
        assert self.process.poll() is None, f"the machine did not start: {self.place / 'console.log'}"
        outside = Path(f"/proc/{self.process.pid}")
        children = (outside / f"task/{self.process.pid}/children").read_text().split()
        if not children or (outside / "comm").read_text() != "unshare\n":  # before that, boot has others
            return False
        if not self.pid:
            self.pid = int(children[0])
            self.was_born()
        state = self.run("systemctl", "is-system-running", check=False).stdout.strip()
        return state in ("running", "degraded")

    def was_born(self) -> None:
        """Its process 1 has just begun: what it is to find."""

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            os.kill(self.pid, signal.SIGKILL)  # process 1 of the machine: all others go with it
            self.process.wait()
        for hierarchy in ("systemd", "unified"):
            for group, _, _ in os.walk(f"/sys/fs/cgroup/{hierarchy}/{self.name}", topdown=False):
                Path(group).rmdir()

    def run(self, *command: str, check: bool = True, stdin: str = "", timeout: float = 600) -> subprocess.CompletedProcess:
        """As root at its terminal."""
        inside = ["nsenter", "-t", str(self.pid), "-a", "env", "-i", f"PATH={PATH}", "HOME=/root", "DEBIAN_FRONTEND=noninteractive"]
        done = subprocess.run([*inside, *map(str, command)], input=stdin, capture_output=True, text=True, timeout=timeout)
        if check and done.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        return done

    def popen(self, *command: str, **others) -> subprocess.Popen:
        """A program of this machine's outside, with the network of the one inside."""
        return subprocess.Popen(["nsenter", "-t", str(self.pid), "--net", *map(str, command)], **others)

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)  # a link would lead to this machine's outside
        file.write_text(text)
        file.chmod(mode)

    @staticmethod
    def within(seconds: float, looks, pause: float = 0.2) -> float:
        """Waits until it is so.

        Returns: how long that took.
        """
        began = time.monotonic()
        while not looks():
            assert time.monotonic() - began < seconds, f"not within {seconds:g} s: {getattr(looks, '__name__', looks)}"
            time.sleep(pause)
        return time.monotonic() - began
