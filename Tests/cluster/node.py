"""A machine of the cluster: with its addresses, disks of a size of its own, and the ways in which a machine fails."""

import shutil
import subprocess
import time
from pathlib import Path

from machine import PATH, Machine
from network import Switch, address


class Node(Machine):
    def __init__(self, name: str, place: Path, switch: Switch, networks: dict[str, int], disks: dict[str, str] | None = None):
        super().__init__(f"cluster-{name}", place)
        self.short, self.switch, self.networks, self.disks = name, switch, networks, disks or {}

    def address(self, network: str) -> str:
        return address(network, self.networks[network])

    # Making

    def prepare(self, debian: Path, names: str) -> None:
        self.remove()
        self.make(debian)
        self.write("/etc/hosts", f"127.0.0.1 localhost\n{names}")
        self.write("/etc/systemd/system/nginx.service.d/restart.conf", "[Service]\nRestart=always\nRestartSec=1\n")
        for directory, size in self.disks.items():
            self.mount(directory, size)

    def mount(self, directory: str, size: str) -> None:
        """A disk that outlives the machine and can be full; what was there is on it."""
        there = self.root / directory.lstrip("/")
        there.mkdir(parents=True, exist_ok=True)
        kept = self.place / "kept"
        subprocess.run(["cp", "-a", there, kept], check=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", there], check=True)
        subprocess.run(["cp", "-a", f"{kept}/.", there], check=True)
        shutil.rmtree(kept)

    def remove(self) -> None:
        """Of a run before, too."""
        for line in Path("/proc/self/mounts").read_text().splitlines():
            if (mounted := line.split()[1]).startswith(f"{self.root}/"):
                subprocess.run(["umount", "--lazy", mounted], check=True)

    def apt(self, *packages: str) -> None:
        self.run("apt-get", "-q", "-y", "--no-install-recommends", "install", *packages)

    def was_born(self) -> None:
        self.switch.plug(self.short, self.pid, self.networks)

    # Failing

    def power_off(self) -> None:
        """As by its plug: it says goodbye to nobody."""
        for network in self.networks:
            self.switch.cut(self.short, network)
        self.stop()

    def kill(self, unit: str) -> None:
        self.run("systemctl", "kill", "--signal=KILL", unit, check=False)

    def cut(self, network: str) -> None: self.switch.cut(self.short, network)

    def join(self, network: str) -> None: self.switch.join(self.short, network)

    def stand_still(self, still: bool) -> None:
        """All that runs in it, and with that its clock as far as it can tell."""
        Path(f"/sys/fs/cgroup/unified/{self.name}/cgroup.freeze").write_text("1" if still else "0")

    def fill(self, directory: str) -> None:
        there = self.root / directory.lstrip("/") / "riempie"
        subprocess.run(["dd", "if=/dev/zero", f"of={there}", "bs=64k"], capture_output=True)
        subprocess.run(["dd", "if=/dev/zero", f"of={there}", "bs=512", "oflag=append", "conv=notrunc"], capture_output=True)

    def empty(self, directory: str) -> None: (self.root / directory.lstrip("/") / "riempie").unlink()

    # Asking

    def answers(self, *command: str, seconds: float = 20, stdin: str = "") -> str | None:
        """What a command says; nothing when it fails or takes so long."""
        inside = ["nsenter", "-t", str(self.pid), "-a", "env", "-i", f"PATH={PATH}", "HOME=/root"]
        try:
            done = subprocess.run([*inside, *command], input=stdin, capture_output=True, text=True, timeout=seconds)
        except subprocess.TimeoutExpired:
            return None
        return None if done.returncode else done.stdout

    def failed_units(self) -> str:
        return (self.answers("systemctl", "list-units", "--failed", "--no-legend", "--plain") or "").strip()


def seconds(act) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began
