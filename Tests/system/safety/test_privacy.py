"""After everything else: what was typed, and every secret, is in no log and in no argument of a process."""

import json
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import test_commands

from citizens import PERSONAS, new_citizen
from compose import CONTENT, GUIDE_CONTENT, SUBJECT, fill
from demo import until
from edge import Edge
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
    assert until(lambda: operator.get(query).status == 502, 60)
    demo.signal("supervisor", signal.SIGCONT)
    until(lambda: operator.get(query).status == 200, 60)
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


@pytest.fixture(scope="module")
def as_debian_has_it(demo):
    """The shipped sites in an nginx that logs as Debian's does, with an application that is not there and few requests a second.

    A search by codice fiscale fails there in every way that nginx knows. Gives that codice fiscale, and how the answers came."""
    citizen = new_citizen()
    with Edge(demo, "privacy", tls=False, rate="1r/s", away=True) as edge:
        query = f"/notifiche?cf={citizen}"

        def ask(host: str, method: str = "GET", path: str = query, to: int = edge.port, body: bytes | None = None) -> int:
            visitor = Visitor(f"http://{host}:{to}")
            return visitor.request(method, path, body).status

        found = {ask("comune-a.localhost"), ask("host.localhost"), ask("127.0.0.1", to=edge.monitoring)}
        found.add(ask("comune-a.localhost", to=edge.plain))
        found |= {ask("comune-a.localhost", "POST", body=citizen.encode() + b"x" * 300_000), ask("x", path=query + "x" * 40_000)}
        with ThreadPoolExecutor(16) as threads:
            found |= set(threads.map(lambda _: ask("comune-a.localhost"), range(500)))
        yield citizen, found, edge


def test_no_log_of_nginx_holds_a_codice_fiscale_also_where_it_logs_as_debian_does(demo, as_debian_has_it):
    citizen, found, edge = as_debian_has_it
    assert {502, 308, 413, 414, 429} <= found, found
    assert (edge.place / "error.log").exists()
    access = edge.log.read_text()
    assert '"stato":429' in access and '"applicazione":{"stato":"502"' in access, "the faults of the application are seen there"
    assert written_with(demo, {citizen}) == []


def test_a_codice_fiscale_is_written_nowhere_but_in_the_database_and_at_app_io(demos, failed):
    for demo in demos.values():
        codes = {cell for row in demo.sql("SELECT DISTINCT fiscal_code FROM notification") for cell in row} | {failed}
        assert written_with(demo, codes) == []


def written_with(demo, words: set[str]) -> list[Path]:
    """The files of a demo that hold one of these words, but for the database and what the simulated App IO has."""
    pattern = re.compile(b"|".join(re.escape(word.encode()) for word in words), re.I)
    places = ["mariadb", "sandbox", "venv"]
    files = [file for file in demo.run_dir.rglob("*") if file.is_file() and file.relative_to(demo.run_dir).parts[0] not in places]
    assert len(files) > 20
    return [file for file in files if pattern.search(file.read_bytes())]


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
    log, request = demo.run_dir / "logs/nginx-access.log", page.header("X-Request-Id")
    until(lambda: request in log.read_text(), 60)  # nginx writes after it has answered
    [line] = [json.loads(line) for line in log.read_text().splitlines() if request in line]
    assert (line["percorso"], line["stato"], line["metodo"]) == ("/notifiche", 200, "GET") and "ricerca=" in page.path
