"""Esporta Excel beside libxlsxwriter alone (c/export.c), which reads the same rows of the same table and writes the same sheet."""

import io
import os
import statistics
import subprocess
import time
import zipfile
from pathlib import Path

import cases
import load

HERE = Path(__file__).resolve().parent
SHEET = "xl/worksheets/sheet1.xml"
SEEN_EVERY = 0.02  # seconds


def measure(demo, ente, count: int, pairs: int, run_dir: Path) -> None:
    program, file = run_dir / "c-export", run_dir / "c-export.xlsx"
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libmariadb"], check=True, capture_output=True, text=True).stdout.split()
    subprocess.run(["gcc", "-std=gnu11", "-Wall", "-Wextra", "-O2", "-o", program, HERE / "c/export.c", "-lxlsxwriter", *flags], check=True)
    visitor = ente.visitor("operatore")
    ours, theirs = [], []
    print(f"esportazione di {count:,} × 37\n{'':>8}{'noi s':>9}{'C s':>9}{'CPU s':>9}{'CPU s di C':>12}{'MB':>8}")
    for pair in range(pairs):
        theirs.append(by_c(demo, ente, program, file, run_dir))
        ours.append(by_us(demo, ente, visitor, None if pair else file))
        (seconds, cpu, memory), (their_seconds, their_cpu) = ours[-1], theirs[-1]
        print(f"{pair + 1:>8}{seconds:>9.2f}{their_seconds:>9.2f}{cpu:>9.2f}{their_cpu:>12.2f}{memory:>8.1f}", flush=True)
    seconds, cpu, memory = (list(column) for column in zip(*ours, strict=True))
    their_seconds, their_cpu = (list(column) for column in zip(*theirs, strict=True))
    shown = f"{count:,}".replace(",", ".")
    cases.ratio(f"esportazione di {shown} × 37, righe al secondo: noi e C con libxlsxwriter", "al s", [count / one for one in seconds],
                [count / one for one in their_seconds], 0.95, at_least=True)
    cases.ratio(f"esportazione di {shown} × 37: CPU del worker e di C", "s", cpu, their_cpu)
    cases.absolute(f"esportazione di {shown} × 37: memoria del worker", "MB", max(memory), 64)
    print(f"{'mediana':>8}{statistics.median(seconds):>9.2f}{statistics.median(their_seconds):>9.2f}")


def by_c(demo, ente, program: Path, file: Path, run_dir: Path) -> tuple[float, float]:
    """Seconds, and of CPU."""
    tenant = demo.sql(f"SELECT HEX(id) FROM tenant WHERE code = '{ente.code}'")[0][0]
    environment = {"PEERS_SOCKET": demo.database["socket"], "PEERS_DATABASE": demo.database["database"], "PEERS_USER": "puntuale_web",
                   "PEERS_PASSWORD": (demo.run_dir / "secrets/web.password").read_text().strip()}
    said = subprocess.run([program, tenant, file, run_dir], env=os.environ | environment, check=True, capture_output=True, text=True)
    _, seconds, microseconds = map(float, said.stdout.split())
    return seconds, microseconds / 1e6


def by_us(demo, ente, visitor, same_as: Path | None) -> tuple[float, float, float]:
    """Seconds from when the worker takes it until the file is kept, seconds of the worker's CPU, and its memory at most, in MB."""
    worker = [demo.pid("worker")]
    cpu, most = load.cpu(worker), load.memory(worker)
    page = visitor.press(visitor.get("/notifiche"), "Esporta Excel")
    export = page.path.rsplit("/", 1)[-1].replace("-", "")
    while (found := demo.sql(f"SELECT state, TIMESTAMPDIFF(MICROSECOND, begun_at, finished_at) FROM export WHERE id = UNHEX('{export}')")[0]
           )[0] == "queued":
        most = max(most, load.memory(worker))
        time.sleep(SEEN_EVERY)
    assert found[0] == "ready", found
    spent = (load.cpu(worker) - cpu) / 1e6
    if same_as:
        file = visitor.get(f"{page.path}/file")
        theirs, mine = (zipfile.ZipFile(source).read(SHEET) for source in (same_as, io.BytesIO(file.body)))
        if mine != theirs:
            place = next(number for number, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1])
            raise SystemExit(f"the sheets differ, and nothing is timed:\n{mine[place - 200:place + 80]}\n{theirs[place - 200:place + 80]}")
    demo.sql(f"DELETE FROM export_chunk WHERE export_id = UNHEX('{export}'); DELETE FROM export WHERE id = UNHEX('{export}')")
    return int(found[1]) / 1e6, spent, most
