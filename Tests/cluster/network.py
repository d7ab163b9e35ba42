"""The wires between the machines: four networks of bridges in a namespace of their own, from which nothing leads outside. People are in it,
on the fifth, in front of the balancer."""

import os
import signal
import subprocess
import time
from pathlib import Path

NETWORKS = {"people": 0, "front": 1, "data": 2, "group": 3, "outside": 4}
PEOPLE = "10.77.0.1"


def address(network: str, number: int) -> str:
    return f"10.77.{NETWORKS[network]}.{number}"


class Switch:
    def __init__(self):
        self.process = subprocess.Popen(["unshare", "--net", "sleep", "infinity"], start_new_session=True)
        while Path(f"/proc/{self.process.pid}/ns/net").readlink() == Path("/proc/self/ns/net").readlink():
            time.sleep(0.02)
        self.ip("link", "set", "lo", "up")
        for network in NETWORKS:
            self.ip("link", "add", "name", network, "type", "bridge")
            self.ip("link", "set", "dev", network, "up")
        self.ip("addr", "add", f"{PEOPLE}/24", "dev", "people")

    def end(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def inside(self, *command: object) -> list[str]:
        """A command as one of the people's machine."""
        return ["nsenter", "-t", str(self.process.pid), "--net", *map(str, command)]

    def ip(self, *arguments: str, check: bool = True) -> None:
        subprocess.run(self.inside("ip", *arguments), check=check, capture_output=not check)

    def plug(self, name: str, pid: int, networks: dict[str, int]) -> None:
        """Gives the machine whose process 1 is `pid` an address in each of these networks."""
        for network, number in networks.items():
            self.ip("link", "del", port(name, network), check=False)  # of before it died
            self.ip("link", "add", "name", port(name, network), "type", "veth", "peer", "name", network, "netns", str(pid))
            self.join(name, network)
            within = ["nsenter", "-t", str(pid), "--net", "ip"]
            subprocess.run([*within, "addr", "add", f"{address(network, number)}/24", "dev", network], check=True)
            subprocess.run([*within, "link", "set", "dev", network, "up"], check=True)

    def cut(self, name: str, network: str) -> None:
        """Whatever goes in at either end comes out nowhere, and nobody is told."""
        self.ip("link", "set", "dev", port(name, network), "nomaster")

    def join(self, name: str, network: str) -> None:
        self.ip("link", "set", "dev", port(name, network), "master", network, "up")


def port(machine: str, network: str) -> str:
    return f"{machine}-{network}"
