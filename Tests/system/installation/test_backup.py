"""`puntuale backup`: what it holds, what it does not, and that only what is whole is a backup."""

import fcntl
import gzip
import json
import os
import re
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest

from citizens import new_citizen
from compose import send
from copies import SLOW_GZIP, back_up, backups, program, start
from demo import until
from queues import fill_queue, remove_queue

pytestmark = pytest.mark.disturbs


@pytest.fixture(scope="module")
def large(demo, tenant):
    """The database has more than fits into what programs hand to each other at once."""
    fill_queue(demo, tenant, 20_000, "failed", "tries_exhausted")
    yield
    remove_queue(demo)


@pytest.fixture
def slow(tmp_path) -> Path:
    return program(tmp_path / "programs", "gzip", SLOW_GZIP)


def test_a_backup_holds_everything_but_the_secrets_and_who_knows_it_can_check_it(demo, operator, tenant, tmp_path):
    demo.await_state(send(operator, tenant, new_citizen()), "processed")
    place = tmp_path / "copie"
    backup = back_up(demo, place)
    assert backups(place) == [backup.name] and re.fullmatch(r"puntuale-\d{4}-\d\d-\d\dT\d{6}Z", backup.name)
    assert subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=backup).returncode == 0
    assert {path.stat().st_mode & 0o777 for path in [place, backup, backup / "diario"]} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in backup.rglob("*") if path.is_file()} == {0o600}
    manifest = json.loads((backup / "manifest.json").read_text())
    rows = {table["name"]: table["rows"] for table in manifest["tables"]}
    for name in ["person", "tenant", "service_key", "template_version", "notification"]:
        assert rows[name] == int(demo.sql(f"SELECT COUNT(*) FROM {name}")[0][0]) > 0 or name == "template_version", name
    assert rows["session"] == 0 < int(demo.sql("SELECT COUNT(*) FROM session")[0][0])
    assert manifest["tables"][-1]["name"] == "schema_version" and manifest["program"] == "1.0.0"
    assert {file["name"]: file["bytes"] for file in manifest["files"]}["database.sql.gz"] == (backup / "database.sql.gz").stat().st_size
    assert len(list((backup / "diario").iterdir())) == len(list((demo.run_dir / "worker.mark.diario").iterdir())) > 0
    assert (backup / "puntuale.conf").read_bytes() == (demo.run_dir / "puntuale.conf").read_bytes()

    text = gzip.decompress((backup / "database.sql.gz").read_bytes())
    assert b"DEFINER" not in text and b"LOCK TABLES" not in text
    everything = text + b"".join(path.read_bytes() for path in backup.rglob("*") if path.is_file())
    for name in ["web.secret", "host.secret", "keys.private", "web.password", "worker.password", "host.password"]:
        secret = (demo.run_dir / "secrets" / name).read_bytes().strip()
        assert secret not in everything and secret.hex().encode() not in everything, name


def test_it_says_which_secrets_are_to_be_kept_elsewhere_and_which_are_missing_here(demo, tmp_path):
    there = json.loads(demo.puntuale("backup", str(tmp_path / "copie"), "--json").stdout)
    assert there["segreti presenti"] == ["keys.private_file", "web.secret_file", "host.secret_file"] and not there["segreti mancanti"]
    text = (demo.run_dir / "puntuale.conf").read_text().replace("secrets/web.secret", "secrets/none")
    (tmp_path / "puntuale.conf").write_text(text)
    done = demo.puntuale("backup", str(tmp_path / "copie"), configuration=tmp_path / "puntuale.conf")
    assert done.returncode == 0 and "segreti mancanti: web.secret_file\n" in done.stdout
    assert "web.secret_file, che apre i secondi fattori" in done.stderr and "Conservarli altrove:" in done.stdout


def test_the_oldest_go_and_what_is_not_whole_counts_for_none(demo, tmp_path):
    place = tmp_path / "copie"
    first, second, third = [back_up(demo, place, "--tieni", "9") for _ in range(3)]
    (second / "keys.public").unlink()
    done = demo.puntuale("backup", str(place), "--tieni", "2")
    fourth = re.search(r"^copia: .+/(.+)$", done.stdout, re.MULTILINE)[1]
    assert done.returncode == 0 and backups(place) == sorted([second.name, third.name, fourth]) and first.name in done.stdout
    assert f"{second.name} non è una copia intera" in done.stderr
    assert demo.puntuale("backup", str(place), "--tieni", "0").returncode == 64


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting is not allowed")
def test_where_the_disk_is_full_nothing_is_left_and_the_others_stay(demo, large, tmp_path):
    place = tmp_path / "copie"
    place.mkdir()
    old = back_up(demo, place)
    small = tmp_path / "piccolo"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k,mode=700", "tmpfs", small], check=True)
    try:
        (small / old.name).mkdir()
        done = demo.puntuale("backup", str(small))
        assert done.returncode == 65 and "gzip è terminato con il codice 1" in done.stderr
        assert backups(small) == [old.name]
        (small / "rest").write_bytes(b"x" * (150 << 10))
        assert demo.puntuale("backup", str(small)).returncode == 65 and backups(small) == [old.name, "rest"]
    finally:
        subprocess.run(["umount", small], check=True)
    assert backups(place) == [old.name]


def test_when_the_database_goes_away_in_the_middle_nothing_is_left(demo, large, slow, tmp_path):
    place = tmp_path / "copie"
    going_on = start(demo, "backup", str(place), programs=slow)
    dumping = "SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT /*!%' AND id <> CONNECTION_ID()"
    until(lambda: backups(place) if place.exists() else [], 10)
    demo.sql(f"KILL {until(lambda: demo.sql(dumping), 10)[0][0]}")
    _, said = going_on.communicate(timeout=40)
    assert going_on.returncode == 65 and "mariadb-dump è terminato con il codice" in said and backups(place) == []


def test_what_was_killed_is_no_backup_and_the_next_takes_it_away(demo, large, slow, tmp_path):
    place = tmp_path / "copie"
    old = back_up(demo, place)
    going_on = start(demo, "backup", str(place), programs=slow)
    until(lambda: len(backups(place)) == 2, 10)
    time.sleep(0.5)
    assert "è in corso" in demo.puntuale("backup", str(place)).stderr, "one at a time"
    going_on.send_signal(signal.SIGKILL)
    going_on.wait()
    (unfinished,) = set(backups(place)) - {old.name}
    assert unfinished.startswith(".")
    new = back_up(demo, place)
    assert backups(place) == sorted([old.name, new.name])


def test_nobody_else_on_the_machine_can_lock_it_and_stop_every_backup(demo, tmp_path):
    back_up(demo, tmp_path / "copie")
    with (demo.run_dir / "puntuale.conf").open() as open_to_all:
        fcntl.flock(open_to_all, fcntl.LOCK_SH)
        back_up(demo, tmp_path / "copie")
    with (demo.run_dir / "puntuale.conf.lock").open() as ours:
        assert os.fstat(ours.fileno()).st_mode & 0o777 == 0o600 and os.fstat(ours.fileno()).st_size == 0
        fcntl.flock(ours, fcntl.LOCK_SH)
        assert "è in corso" in demo.puntuale("backup", str(tmp_path / "copie")).stderr
        if os.geteuid() == 0:  # who else may set up
            assert "è in corso" in demo.puntuale("setup", "--senza-servizi").stderr


def test_what_somebody_has_put_among_the_journals_is_left_out_aloud_and_holds_nothing_up(demo, operator, tenant, tmp_path):
    demo.await_state(send(operator, tenant, new_citizen()), "processed")
    directory, secrets = demo.run_dir / "worker.mark.diario", demo.run_dir / "secrets"
    place = next(directory.iterdir()).name[:36]
    link, pipe, endless, holes = [directory / f"{place}-2026-11-29-{number}.diario" for number in range(4)]
    lines = directory / f"{place}-2026-11-29-4\n{'0' * 64}  keys.public\n.diario"
    try:
        link.symlink_to(secrets / "keys.private")
        os.mkfifo(pipe)
        endless.symlink_to("/dev/zero")
        holes.touch()
        os.truncate(holes, 2 << 30)
        lines.touch()
        done = subprocess.run([demo.program, "backup", tmp_path / "copie", "--config", demo.run_dir / "puntuale.conf"],
                              capture_output=True, text=True, timeout=30, preexec_fn=lambda: resource.setrlimit(
                                  resource.RLIMIT_FSIZE, (1 << 30, 1 << 30)))
    finally:
        for path in (link, pipe, endless, holes, lines):
            path.unlink(missing_ok=True)
    assert done.returncode == 0, done.stderr
    copied = {path.name for path in next((tmp_path / "copie").iterdir()).joinpath("diario").iterdir()}
    assert copied == {path.name for path in directory.iterdir()}
    assert all(f"{path.name} resta fuori dalla copia" in done.stderr for path in (link, pipe, endless, holes))


def test_no_password_is_seen_by_others_on_the_machine(demo, large, slow, tmp_path):
    password = 'a"b\\c#d \'e%3'
    name = demo.database["database"]
    quoted = password.replace("\\", "\\\\").replace("'", "''")
    demo.sql(f"CREATE USER copia@localhost IDENTIFIED BY '{quoted}'; GRANT ALL ON {name}.* TO copia@localhost")
    try:
        (tmp_path / "password").write_text(password + "\n")
        (tmp_path / "password").chmod(0o600)
        text = (demo.run_dir / "puntuale.conf").read_text().replace(
            "database.admin.user = root", f"database.admin.user = copia\ndatabase.admin.password_file = {tmp_path}/password")
        (tmp_path / "puntuale.conf").write_text(text)
        going_on = start(demo, "backup", str(tmp_path / "copie"), programs=slow, configuration=tmp_path / "puntuale.conf")
        seen = b""
        while going_on.poll() is None:
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    words = (process / "cmdline").read_bytes()
                    if b"mariadb-dump" in words or b"gzip" in words or str(going_on.pid) == process.name:
                        seen += words + (process / "environ").read_bytes()
                except OSError:
                    continue
            time.sleep(0.3)
        assert going_on.returncode == 0, going_on.stderr.read()
        assert b"mariadb-dump" in seen and b"gzip" in seen and b'a"b' not in seen
        assert not list(Path("/tmp").glob("puntuale-??????"))
    finally:
        demo.sql("DROP USER copia@localhost")
