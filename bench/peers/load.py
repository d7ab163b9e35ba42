"""What one of the servers bears, as wrk sees it, and what that cost the processes behind it."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

UNITS = {"us": 0.001, "ms": 1, "s": 1000}
TICK = 1e6 / os.sysconf("SC_CLK_TCK")


@dataclass
class Load:
    """Of one run: requests a second, milliseconds, CPU microseconds a request, and statements a request."""

    rate: float
    median: float
    p99: float
    application: float
    database: float
    nginx: float
    statements: float


def cpu(pids: list[int]) -> float:
    """Microseconds so far."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total * TICK


def memory(pids: list[int]) -> float:
    """MB, what is shared counted in parts."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(rollup.split("Pss:")[1].split()[0]) for rollup in rollups) / 1024


def wrk(
    address: str, headers: dict[str, str], connections: int, seconds: int, script: Path | None = None,
) -> tuple[float, float, float, int]:
    """Requests a second, median and p99 in milliseconds, and how many requests there were. Whatever is no 200 ends the bench."""
    given = [argument for name, value in headers.items() for argument in ("-H", f"{name}: {value}")]
    scripted = ["-s", script] if script else []
    said = subprocess.run(["wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds}s", *scripted, *given, address],
                          check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in said and "Socket errors" not in said, f"{address}\n{said}"
    rate, count = re.search(r"Requests/sec:\s+([\d.]+)", said)[1], re.search(r"(\d+) requests in", said)[1]
    times = {share: float(value) * UNITS[unit] for share, value, unit in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s)\n", said)}
    return float(rate), times["50"], times["99"], int(count)


def measure(peers, name: str, path: str, headers: dict[str, str], connections: int, seconds: int, script: Path | None = None) -> Load:
    def statements() -> int: return int(peers.demo.sql("SHOW GLOBAL STATUS LIKE 'Questions'")[0][1])

    processes = [peers.pids(name), [peers.demo.pid("mariadb")], peers.pids("nginx")]
    asked, before = statements(), [cpu(pids) for pids in processes]
    rate, median, p99, count = wrk(f"http://127.0.0.1:{peers.ports[name]}{path}", headers, connections, seconds, script)
    spent = [(cpu(pids) - earlier) / count for pids, earlier in zip(processes, before, strict=True)]
    return Load(rate, median, p99, *spent, (statements() - asked) / count)


def pace(file: Path, connections: int, rate: float) -> Path:
    """A script under which so many people, each with a connection, ask so many times a second together: each waits for an
    answer, then for as long as chance says."""
    file.write_text(f"""
        local mean = {1000 * connections / rate}
        function delay() return math.min(-mean * math.log(1 - math.random()), 10 * mean) end
        """)
    return file
