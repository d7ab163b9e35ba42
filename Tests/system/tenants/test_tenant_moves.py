"""A tenant leaves with everything that is its own, and comes elsewhere: here to the same installation, where it was deleted."""

import hashlib
import json

import pytest
from test_tenant_life import REFUSED, passing  # noqa: F401

from citizens import new_citizen
from compose import send
from demo import until

NAME = "Comunicazione avvenuta protocollo"


@pytest.fixture
def exported(demo, tenant, passing, tmp_path):  # noqa: F811
    """A directory with a tenant that has sent one and has one waiting; the tenant is gone from here."""
    citizens = [new_citizen(), new_citizen()]
    operator = passing.visitor("operatore")
    sent = send(operator, passing, citizens[0])
    demo.await_state(sent, "processed")
    assert demo.puntuale("queue", "pause", passing.code).returncode == 0
    waiting = send(operator, passing, citizens[1])
    active = demo.puntuale("ente", "export", passing.code, "--in", str(tmp_path / "no"))
    assert active.returncode == REFUSED and "sola-lettura" in active.stderr and not (tmp_path / "no").exists()
    assert demo.puntuale("ente", "suspend", passing.code, "--sola-lettura").returncode == 0
    directory = tmp_path / "export"
    public = demo.run_dir / "secrets/keys.public"
    no_key = demo.puntuale("ente", "export", passing.code, "--in", str(directory), "--per-chiave", str(demo.run_dir / "demo.json"))
    assert no_key.returncode == REFUSED and "chiave pubblica" in no_key.stderr and not directory.exists()
    result = demo.puntuale("ente", "export", passing.code, "--in", str(directory), "--per-chiave", str(public), "--json")
    assert result.returncode == 0, result
    assert demo.puntuale("ente", "export", passing.code, "--in", str(directory)).returncode == REFUSED, "never over another"
    assert demo.puntuale("ente", "import", str(directory)).returncode == REFUSED, "it is here already"
    assert demo.puntuale("ente", "delete", passing.code, "--conferma", passing.code).returncode == 0
    return directory, sent, waiting, citizens


def test_an_export_is_open_whole_and_without_a_secret(demo, tenant, exported):
    directory, sent, _, citizens = exported
    manifest = json.loads((directory / "manifest.json").read_text())
    for file in manifest["files"]:
        content = (directory / file["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"] and len(content) == file["bytes"], file
        if file["name"].endswith(".jsonl"):
            rows = [json.loads(line) for line in content.decode().splitlines()]
            assert len(rows) == file["rows"]
            if file["name"] == "notification.jsonl":
                assert [row["fiscal_code"] for row in rows] == citizens and rows[0]["id"] == sent.rsplit("/", 1)[-1]
                assert rows[0]["state"] == "processed" and rows[1]["state"] == "queued"
    everything = b"".join(path.read_bytes() for path in directory.iterdir())
    for secret in [*demo.sandbox_keys(tenant, NAME), "$argon2id$"]:
        assert secret.encode() not in everything
    assert oct(directory.stat().st_mode)[-3:] == "700" and all(oct(path.stat().st_mode)[-3:] == "600" for path in directory.iterdir())
    assert "Esito incerto" in (directory / "LEGGIMI.txt").read_text()


def test_what_was_changed_on_its_way_is_refused(demo, exported, tmp_path):
    directory = exported[0]
    for name, change in [("notification.jsonl", lambda text: text.replace("processed", "cancelled")),
                         ("notification.jsonl", lambda text: text + text.splitlines()[0] + "\n"),
                         ("manifest.json", lambda text: text.replace('"format": 1', '"format": 2')),
                         ("manifest.json", lambda text: text.replace("audit.jsonl", "../audit.jsonl")),
                         ("manifest.json", lambda text: text[:50])]:
        good = (directory / name).read_text()
        (directory / name).write_text(change(good))
        result = demo.puntuale("ente", "import", str(directory))
        assert result.returncode == REFUSED and len(result.stderr) > 20, (name, result)
        (directory / name).write_text(good)
    assert demo.puntuale("ente", "import", str(directory), "--host", "comune-a.localhost").returncode == REFUSED
    assert demo.puntuale("ente", "import", str(tmp_path / "nulla")).returncode == REFUSED


def test_a_tenant_that_came_works_as_before_and_sends_nothing_by_itself(demo, exported, passing):  # noqa: F811
    directory, sent, waiting, citizens = exported
    result = demo.puntuale("ente", "import", str(directory), "--json")
    assert result.returncode == 0 and "esito incerto: 1" in result.stderr, result
    account = passing.accounts["operatore"] | {"password": "una-password-nuova"}
    refused = passing.visitor()
    old = refused.press(refused.get("/entra"), "Entra", utente="operatore", password=passing.accounts["operatore"]["password"])
    assert old.status == 422
    assert demo.puntuale("utente", "reset", passing.code, "operatore", "--password-file", "-",
                         secret=account["password"]).returncode == 0
    operator = passing.visitor().log_in(account)
    assert operator.get(sent).details["Stato"].startswith("Consegnata")
    page = operator.get(waiting)
    assert page.details["Stato"].startswith("Esito incerto") and "da un altro host" in page.text
    assert demo.puntuale("queue", "resume", passing.code).returncode == 0
    path = send(operator, passing, new_citizen())
    demo.await_state(path, "processed", within=60)
    assert [len(demo.created(citizen)) for citizen in citizens] == [1, 0]
    operator.decide(page, "Reinvia")
    until(lambda: len(demo.created(citizens[1])) == 1, 60)
    assert demo.puntuale("ente", "delete", passing.code, "--conferma", passing.code).returncode == 0
