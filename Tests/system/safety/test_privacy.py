"""After everything else: what was typed, and every secret, is in no log and in no argument of a process."""

import json
import signal
from pathlib import Path

import pytest
import test_commands

from citizens import PERSONAS, new_citizen
from compose import CONTENT, GUIDE_CONTENT, SUBJECT, fill
from demo import until
from message_templates import VALUES
from people import PASSWORD
from refused import REFUSED
from visitor import Visitor

pytestmark = pytest.mark.aftermath


def searched_for(demos, citizen: str) -> set[str]:
    """Everything that no log may hold."""
    found = {citizen, CONTENT[:40], GUIDE_CONTENT[:40], SUBJECT, "Messaggio per la persona", VALUES["campo_nome"], *test_commands.KEYS,
             PASSWORD, "una-password-lunga", "un-altra-password", "nuova-password-lunga", *Visitor.secrets, *PERSONAS.values()}
    found |= {typed["codice_fiscale"] for _, typed, _ in REFUSED if len(typed.get("codice_fiscale", "")) >= 11}
    for demo in demos.values():
        found |= {cell for row in demo.sql("SELECT DISTINCT fiscal_code FROM notification") for cell in row}
        found |= {account["password"] for tenant in demo.tenants for account in tenant.accounts.values()}
        found |= {service[key] for service in json.loads((demo.run_dir / "sandbox-services.json").read_text())
                  for key in ("primary_key", "secondary_key")}
        found |= {file.read_text(errors="ignore").strip() for file in (demo.run_dir / "secrets").iterdir()}
    return {text for text in found if len(text) >= 8}


@pytest.fixture(scope="module")
def failed(demo, tenant, operator):
    """Requests that fail in every way, each with a codice fiscale in its query or its form."""
    citizen = new_citizen()
    query = f"/notifiche?cf={citizen}"
    assert operator.get(query).status == 200
    assert operator.get(f"/nessuna?cf={citizen}").status == 404
    assert operator.get(query + "&oggetto=" + "x" * 40_000).status in (400, 414)
    assert operator.request("BREW", query).status in (400, 405)
    fill(operator, tenant, citizen, oggetto="", contenuto="c" * 300_000)
    fill(operator, tenant, citizen, oggetto="x")
    demo.script("mariadb", "stop")
    assert operator.get(query).status == 503
    demo.script("mariadb", "start")
    demo.signal("web", signal.SIGSTOP)
    hasty = Visitor(tenant.url)
    hasty.timeout = 1
    with pytest.raises(TimeoutError):
        hasty.get(query)
    demo.signal("supervisor", signal.SIGSTOP)
    demo.signal("web", signal.SIGKILL)
    assert until(lambda: operator.get(query).status == 502, 5)
    demo.signal("supervisor", signal.SIGCONT)
    until(lambda: operator.get(query).status == 200, 5)
    return citizen


def test_no_log_holds_a_codice_fiscale_a_secret_or_a_text(demos, failed):
    words = searched_for(demos, failed)
    assert len(words) > 60
    files = [file for demo in demos.values() for file in (demo.run_dir / "logs").iterdir()]
    for name in ["web", "worker", "sandbox", "nginx-error", "nginx-access", "nginx-sandbox"]:
        assert f"{name}.log" in {file.name for file in files}
    for file in files:
        text = file.read_text(errors="replace")
        leaked = [word for word in words if word in text or word.lower() in text]
        assert leaked == [], (file, leaked)


def test_no_argument_of_a_process_holds_a_secret(demos, failed):
    words = searched_for(demos, failed)
    for demo in demos.values():
        seen = 0
        for process in Path("/proc").glob("[0-9]*"):
            try:
                arguments = (process / "cmdline").read_text(errors="replace")
            except OSError:
                continue
            if str(demo.run_dir) in arguments:
                seen += 1
                assert not [word for word in words if word in arguments], process
        assert seen >= 4


def test_the_access_log_tells_a_request_by_its_id_and_path_only(demo, operator):
    page = operator.get("/notifiche?cf=RSS")
    [line] = [json.loads(line) for line in (demo.run_dir / "logs/nginx-access.log").read_text().splitlines()
              if page.header("X-Request-Id") in line]
    assert (line["percorso"], line["stato"], line["metodo"]) == ("/notifiche", 200, "GET")
