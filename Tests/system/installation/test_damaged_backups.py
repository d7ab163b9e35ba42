"""Backups that `puntuale restore` refuses, before it has touched anything, and what it says of secrets."""

import gzip
import re
import shutil

import pytest

from citizens import new_citizen
from compose import send
from copies import back_up, picture, program, restore, seal, start, worker_away

pytestmark = pytest.mark.disturbs


def changed_byte(backup):
    text = bytearray((backup / "database.sql.gz").read_bytes())
    text[len(text) // 2] ^= 1
    (backup / "database.sql.gz").write_bytes(text)


def shortened(name):
    def shorten(backup):
        (backup / name).write_bytes((backup / name).read_bytes()[:-40])
    return shorten


def replaced(name, old, new, *, sealed=False):
    def replace(backup):
        text = (backup / name).read_text()
        assert old in text
        (backup / name).write_text(text.replace(old, new))
        if sealed:
            seal(backup)
    return replace


def sealed_dump(change):
    """As whoever does not know better repairs the check sums."""
    def do(backup):
        path = backup / "database.sql.gz"
        path.write_bytes(change(path.read_bytes()))
        seal(backup)
    return do


def without_last_line(dump: bytes) -> bytes:
    return gzip.compress(b"\n".join(gzip.decompress(dump).split(b"\n")[:-2]) + b"\n")


def without_a_row(dump: bytes) -> bytes:
    lines = gzip.decompress(dump).split(b"\n")
    lines.pop(next(number for number, line in enumerate(lines) if line.startswith(b"INSERT INTO `audit`")) + 1)
    return gzip.compress(b"\n".join(lines))


DAMAGES = {
    "a byte": (changed_byte, "l'impronta non corrisponde"),
    "a dump cut short": (shortened("database.sql.gz"), "l'impronta non corrisponde"),
    "no dump": (lambda backup: (backup / "database.sql.gz").unlink(), "manca database.sql.gz"),
    "no journal": (lambda backup: next((backup / "diario").iterdir()).unlink(), "manca diario/"),
    "no sums": (lambda backup: (backup / "SHA256SUMS").unlink(), "non c'è una copia"),
    "sums cut short": (shortened("SHA256SUMS"), "SHA256SUMS non si può leggere"),
    "something more": (lambda backup: (backup / "altro.sql").touch(), "che non è della copia"),
    "an edited manifest": (replaced("manifest.json", '"schema": ', '"schema": 0'), "l'impronta non corrisponde"),
    "sealed: a dump cut short": (sealed_dump(lambda dump: dump[:-40]), "gzip è terminato con il codice 1"),
    "sealed: without its last line": (sealed_dump(without_last_line), "finisce prima della fine"),
    "sealed: without a row": (sealed_dump(without_a_row), "non ha le righe"),
    "sealed: of a newer program": (replaced("manifest.json", '"schema": ', '"schema": 9', sealed=True), "aggiornare il programma"),
    "sealed: no manifest": (lambda backup: ((backup / "manifest.json").write_text("{}"), seal(backup)), "non si può leggere"),
    "sealed: changed by a stranger": (replaced("puntuale.conf", "log.level = info", "log.level = debug", sealed=True),
                                      "Nessun segreto di questa macchina è quello della copia"),
    "without the fingerprints": (lambda backup: (backup / "segreti.impronte").unlink(), "Nessun segreto di questa macchina"),
}


@pytest.fixture(scope="module")
def good(demo, tenant, operator, tmp_path_factory):
    demo.await_state(send(operator, tenant, new_citizen()), "processed")
    return back_up(demo, tmp_path_factory.mktemp("buone"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_refused_before_anything_is_touched(demo, good, tmp_path, damage):
    backup = tmp_path / good.name
    shutil.copytree(good, backup)
    harm, reason = DAMAGES[damage]
    harm(backup)
    seen = picture(demo)
    done = restore(demo, backup, "--conferma", "--senza-copia")
    assert done.returncode == 65 and reason in done.stderr, done
    assert picture(demo) == seen


def test_where_the_program_that_loads_cannot_be_kept_from_that_nothing_is_touched(demo, good, tmp_path):
    old = program(tmp_path / "bin", "mariadb", 'case "$*" in *--sandbox*) echo "unknown option" >&2; exit 7;; esac; exec /usr/bin/mariadb')
    seen = picture(demo)
    with worker_away(demo):
        going_on = start(demo, "restore", str(good), "--conferma", programs=old)
        _, said = going_on.communicate(timeout=60)
    assert going_on.returncode == 65 and "aggiornare mariadb-client" in said
    assert picture(demo) == seen


def test_one_of_another_installation_is_refused_whatever_else_is_said(demo, good, tmp_path):
    backup = tmp_path / good.name
    shutil.copytree(good, backup)
    text = (backup / "manifest.json").read_text()
    (backup / "manifest.json").write_text(re.sub(r'"installation": "[0-9a-f]+"', '"installation": "0123456789ab"', text))
    seal(backup)
    with worker_away(demo):
        done = restore(demo, backup, "--conferma", "--senza-copia", "--altri-segreti")
    assert done.returncode == 65 and "è di un'altra installazione" in done.stderr


def test_with_secrets_that_are_missing_or_others_it_says_what_that_means_and_refuses_unless_told(demo, good, tmp_path):
    (tmp_path / "other").write_text("x" * 64)
    (tmp_path / "other").chmod(0o600)
    text = (demo.run_dir / "puntuale.conf").read_text()
    text = text.replace(f"{demo.run_dir}/secrets/web.secret", f"{tmp_path}/other").replace("secrets/keys.private", "secrets/none")
    (tmp_path / "puntuale.conf").write_text(text)
    with worker_away(demo):
        refused = demo.puntuale("restore", str(good), "--conferma", configuration=tmp_path / "puntuale.conf")
        done = demo.puntuale("restore", str(good), "--altri-segreti", configuration=tmp_path / "puntuale.conf")
    assert refused.returncode == 65 and "si perderebbe ciò che è detto sopra" in refused.stderr
    assert done.returncode == 0 and "keys.private_file qui non si legge: le chiavi di App IO della copia non si aprono" in done.stderr
    assert "web.secret_file qui è un altro: i secondi fattori" in done.stderr and "host.secret_file" not in done.stderr
