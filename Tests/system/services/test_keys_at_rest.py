"""Keys of App IO at rest: sealed again while everything runs, and found nowhere by looking."""

import base64
import ctypes
import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from test_csv_import import HEAD, confirm, post

from citizens import new_citizen
from compose import send
from demo import until

SERVICE = "Avviso TARI"
sodium = ctypes.CDLL("libsodium.so.23")


def opens(private: bytes, sealed: bytes) -> bool:
    """Whether a private key opens the data key of a sealed key."""
    public, data = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
    sodium.crypto_scalarmult_base(public, private)
    return sodium.crypto_box_seal_open(data, sealed[:80], ctypes.c_ulonglong(80), public, private) == 0


def sealed_keys(demo) -> list[bytes]:
    return [bytes.fromhex(row[0]) for table in ("service_key", "key_candidate") for row in demo.sql(f"SELECT HEX(sealed) FROM {table}")]


def test_keys_are_sealed_again_while_messages_leave_also_after_an_interruption(demo, other_tenant):
    private, public = demo.run_dir / "secrets/keys.private", demo.run_dir / "secrets/keys.public"
    old = private.read_bytes()
    assert len(old) == 32 and sealed_keys(demo) and all(opens(old, sealed) for sealed in sealed_keys(demo))
    operator, boss = other_tenant.visitor("operatore"), other_tenant.visitor("amministratore")
    service = other_tenant.services[SERVICE]
    citizens, stop = [], []

    def write() -> list[str]:
        paths = []
        while not stop:
            citizens.append(new_citizen())
            paths.append(send(operator, other_tenant, citizens[-1], servizio=service))
        return paths

    def propose(key: str) -> None:
        boss.press(boss.get(f"/servizi/{service}"), "Sostituisci chiave", quale="secondary", chiave=key)

    with ThreadPoolExecutor(1) as desk:
        writing = desk.submit(write)
        for seconds in (0.3, 3, 6):
            rotation = subprocess.Popen([demo.program, "keys", "rotate", "--config", demo.run_dir / "puntuale.conf"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(seconds)
            rotation.send_signal(signal.SIGKILL)
            rotation.wait()
            propose(demo.sandbox_keys(other_tenant, SERVICE)[1])  # sealed for whichever key it is now
        assert len(private.read_bytes()) == 64, "interrupted: both are there"
        rotated = demo.puntuale("keys", "rotate")
        assert rotated.returncode == 0 and "si riprende" in rotated.stdout and "è stata tolta" in rotated.stdout, rotated
        stop.append(True)
        paths = writing.result()
    new = private.read_bytes()
    assert len(new) == 32 and new != old and private.stat().st_mode & 0o777 == 0o600 and public.stat().st_mode & 0o777 == 0o644
    found = sealed_keys(demo)
    assert found and all(opens(new, sealed) for sealed in found) and not any(opens(old, sealed) for sealed in found)
    until(lambda: all(demo.state(path) in ("accepted", "processed") for path in paths), 30, lambda: {demo.state(path) for path in paths})
    assert len(paths) > 20 and [len(demo.created(citizen)) for citizen in citizens] == [1] * len(paths)
    # The web seals for the new one, without a restart, and the worker opens it.
    propose(demo.sandbox_keys(other_tenant, SERVICE)[1])
    page = boss.get(f"/servizi/{service}?esito=chiave&quale=secondary")
    assert until(lambda: "ora è in uso" in boss.get(page.path).text, 60)
    assert list((demo.run_dir / "secrets").glob("*.new")) == []


def test_nothing_is_sealed_for_a_key_that_a_worker_does_not_have(demo):
    private, public = demo.run_dir / "secrets/keys.private", demo.run_dir / "secrets/keys.public"
    before = public.read_bytes()
    demo.sql("INSERT INTO worker (id, host, newest_key) VALUES (REPEAT('x', 16), 'altrove', REPEAT('k', 32))")
    try:
        with ThreadPoolExecutor(1) as pool:
            rotation = pool.submit(demo.puntuale, "keys", "rotate")
            while not rotation.done():
                demo.sql("UPDATE worker SET seen_at = NOW(6) WHERE host = 'altrove'")
                time.sleep(1)
        refused = rotation.result()
    finally:
        demo.sql("DELETE FROM worker WHERE host = 'altrove'")
    assert refused.returncode == 69 and "altrove" in refused.stderr and public.read_bytes() == before, refused
    assert len(private.read_bytes()) == 64 and demo.puntuale("keys", "rotate").returncode == 0
    assert len(private.read_bytes()) == 32 and public.read_bytes() != before


def test_a_private_key_that_others_can_read_is_refused(demo, tmp_path):
    key = tmp_path / "keys.private"
    shutil.copy(demo.run_dir / "secrets/keys.private", key)
    key.chmod(0o640)
    configuration = tmp_path / "puntuale.conf"
    text = (demo.run_dir / "puntuale.conf").read_text()
    configuration.write_text(text.replace(str(demo.run_dir / "secrets/keys.private"), str(key)))
    refused = demo.puntuale("worker", configuration=configuration)
    assert refused.returncode == 78 and "accessibile ad altri" in refused.stderr


def test_a_private_key_comes_from_a_credential_of_systemd(demo, tmp_path):
    shutil.copy(demo.run_dir / "secrets/keys.private", tmp_path / "keys.private")
    (tmp_path / "keys.private").chmod(0o400)
    configuration = tmp_path / "puntuale.conf"
    text = (demo.run_dir / "puntuale.conf").read_text()
    configuration.write_text(text.replace(str(demo.run_dir / "secrets/keys.private"), "credential:keys.private"))
    command = [demo.program, "check-config", "worker", "--config", configuration]
    assert subprocess.run(command, capture_output=True).returncode == 78
    found = subprocess.run(command, capture_output=True, env=os.environ | {"CREDENTIALS_DIRECTORY": str(tmp_path)}, text=True)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("name", ["web", "host", "worker"])
def test_a_crash_leaves_no_picture_of_the_memory(demo, name):
    limits = Path(f"/proc/{demo.pid(name)}/limits").read_text()
    assert re.search(r"^Max core file size +0 +0 ", limits, re.M), limits


@pytest.fixture
def planted(demo, tenant, other_tenant) -> dict[str, str]:
    """Keys that came in every way there is, by the way; each was tried by the worker."""
    boss, service = other_tenant.visitor("amministratore"), other_tenant.services[SERVICE]
    ways = ["new", "second", "replaced", "pasted", "looked", "file", "command", "set"]
    keys = {way: f"planted-{way}-{secrets.token_hex(8)}" for way in ways}
    page = boss.press(boss.get("/servizi/nuovo"), "Aggiungi", nome=f"Piantato {keys['new'][-6:]}", id_servizio=secrets.token_hex(13),
                      ambiente="prova", chiave_primaria=keys["new"], chiave_secondaria=keys["second"])
    assert "aggiunto" in page.text
    boss.press(boss.get(f"/servizi/{service}"), "Sostituisci chiave", quale="primary", chiave=keys["replaced"])

    def row(way: str) -> str:
        return f"{HEAD}\nPiantato {keys[way][-6:]};{secrets.token_hex(13)};{keys[way]};;;;prova"

    look = post(boss, elenco=row("pasted"))
    assert confirm(boss, look.form("Importa").fields["conservato"]).status == 303
    assert post(boss, elenco=row("looked") + ";di troppo").status == 422
    assert post(boss, file=row("file").encode()).status == 200
    assert demo.puntuale("servizio", "import", tenant.code, "--file", "-", secret=row("command")).returncode == 0
    assert demo.puntuale("servizio", "set-key", tenant.code, SERVICE, "--chiave", "secondaria", "--chiave-file", "-",
                         secret=keys["set"]).returncode == 0
    until(lambda: demo.sql("SELECT COUNT(*) FROM key_candidate WHERE answer IS NULL") == [["0"]], 60)
    for owner, which in ((other_tenant, "primaria"), (tenant, "secondaria")):
        visitor = owner.visitor("amministratore")
        visitor.decide(visitor.get(f"/servizi/{owner.services[SERVICE]}"), f"Scarta la nuova chiave {which}")
    return keys


def spellings(text: str) -> list[bytes]:
    """As it is, and as it may stand in a dump or a log."""
    plain = text.encode()
    encoded = [base64.b64encode(b"\0" * shift + plain).decode()[4:-4].encode() for shift in range(3)]
    return [plain, plain.hex().encode(), plain.hex().upper().encode(), text.encode("utf-16-le"), *encoded]


def test_no_dump_backup_or_log_holds_a_key(demo, tenant, other_tenant, planted, tmp_path):
    demo.sql("SET GLOBAL innodb_fast_shutdown = 0; FLUSH TABLES; FLUSH LOGS")
    dump = subprocess.run(["mariadb-dump", "--no-defaults", "--user=root", f"--socket={demo.database['socket']}", "--all-databases",
                           "--routines", "--events"], capture_output=True, check=True).stdout
    hexadecimal = subprocess.run(["mariadb-dump", "--no-defaults", "--user=root", f"--socket={demo.database['socket']}", "--hex-blob",
                                  demo.database["database"]], capture_output=True, check=True).stdout
    backup = tmp_path / "mariadb"
    demo.script("mariadb", "stop")
    try:
        shutil.copytree(demo.run_dir / "mariadb", backup)
    finally:
        demo.script("mariadb", "start")
    files = [path for root in (backup, demo.run_dir / "logs", demo.run_dir / "export") for path in root.rglob("*") if path.is_file()]
    texts = {"dump": dump, "hex": hexadecimal} | {str(path): path.read_bytes() for path in files}
    assert any("ibdata" in name for name in texts) and any("service_key.ibd" in name for name in texts) and any(
        name.endswith("web.log") for name in texts)

    known = [key for owner in demo.tenants for name in owner.services for key in demo.sandbox_keys(owner, name)]
    known += [account["totp"] for owner in demo.tenants for account in owner.accounts.values() if account["totp"]]
    private = (demo.run_dir / "secrets/keys.private").read_bytes()
    wanted = [spelling for key in [*planted.values(), *known] for spelling in spellings(key)] + [
        private, private.hex().encode(), base64.b64encode(private), *spellings((demo.run_dir / "secrets/web.secret").read_text().strip())]
    names = set(spellings(f"Piantato {planted['new'][-6:]}")[:3])
    where = {name for name, text in texts.items() if any(spelling in text for spelling in names)}
    assert {"dump", "hex"} <= where and any(name.endswith("service.ibd") for name in where), "a service's name is found where it is"
    for name, text in texts.items():
        assert [spelling for spelling in wanted if spelling in text] == [], name
