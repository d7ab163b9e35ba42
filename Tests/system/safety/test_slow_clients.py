"""Whoever opens as many connections as they can and sends drop by drop, without being known, takes no place from anybody else."""

import resource
import socket
import statistics
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo import until
from visitor import Visitor

pytestmark = pytest.mark.disturbs

ADDRESSES = [f"127.2.{number // 250}.{1 + number % 250}" for number in range(500)]
HEAD = ("POST /entra HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 200000\r\n\r\nutente=")


@pytest.fixture(autouse=True)
def many_files():
    """For thousands of connections."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, before[1]), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@contextmanager
def drops(demo, host: str, addresses: list[str], each: int):
    """Forms at one ente that never end, a byte of each every few seconds, begun no faster than strangers may ask. Gives those that are
    still open."""
    wires, over = [], threading.Event()

    def drip() -> None:
        while not over.wait(4):
            for wire in wires[:]:
                try:
                    wire.send(b"x")
                except OSError:
                    wires.remove(wire)

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        for address in addresses * each:
            wire = socket.create_connection(("127.0.0.1", demo.port), timeout=10, source_address=(address, 0))
            wire.sendall(HEAD.format(host=host).encode())
            wire.setblocking(False)
            wires.append(wire)
            time.sleep(0.004)
        yield wires
    finally:
        over.set()
        thread.join()
        for wire in wires:
            wire.close()


def seconds(visitor: Visitor, count: int = 60) -> float:
    """The median of a page, which comes each time."""
    times = []
    for _ in range(count):
        began = time.monotonic()
        page = visitor.get("/notifiche")
        times.append(time.monotonic() - began)
        assert page.status == 200, page.text
    return statistics.median(times)


def of_nginx(demo) -> tuple[int, int]:
    """Megabytes in memory and open files of all its processes."""
    main = (demo.run_dir / "nginx/nginx.pid").read_text().strip()
    pids = [main, *subprocess.run(["pgrep", "-P", main], capture_output=True, text=True, check=True).stdout.split()]
    status = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    kilobytes = sum(int(line.split()[1]) for text in status for line in text.splitlines() if line.startswith("RssAnon"))
    return kilobytes // 1024, sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids)


def test_two_thousand_forms_that_never_end_shut_nobody_out(demo, tenant, other_tenant):
    people = {"its own": tenant.visitor("operatore"), "another ente's": other_tenant.visitor("operatore")}
    quiet, before = {who: seconds(visitor) for who, visitor in people.items()}, of_nginx(demo)
    with drops(demo, tenant.url.split("//")[1], ADDRESSES, each=4) as wires:
        time.sleep(5)  # each has sent a drop
        busy, there = {who: seconds(visitor) for who, visitor in people.items()}, of_nginx(demo)
        assert tenant.visitor("operatore").get("/oggi").status == 200, "nor who comes only now"
        assert len(wires) > 1990, "the attack goes on"
    for who, time_of in quiet.items():
        print(f"\n{who} page, median: quiet {time_of * 1000:.1f} ms, under 2,000 slow forms {busy[who] * 1000:.1f} ms", end="")
    print(f"\nnginx: {before[0]} MB and {before[1]} files, then {there[0]} MB and {there[1]} files")
    assert there[0] - before[0] < 128
    until(lambda: of_nginx(demo)[1] < before[1] + 100, 30)


def test_one_address_has_no_more_of_them_than_a_few(demo, tenant):
    loud = "127.3.0.1"
    with drops(demo, tenant.url.split("//")[1], [loud], each=300) as wires:
        until(lambda: len(wires) <= 20, 30, lambda: len(wires))
        stranger = Visitor(tenant.url)
        assert stranger.get("/entra").status == 200
        stranger.address = loud
        assert stranger.get("/entra").status == 429
        known = tenant.visitor()
        known.address = loud
        known.cookies = tenant.visitor("operatore").cookies
        assert known.get("/notifiche").status == 200, "somebody of that address who has logged in"
