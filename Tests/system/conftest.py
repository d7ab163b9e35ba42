"""The demos that the tests drive. One over HTTP/2 for all, another over HTTP/1.1 for the personas."""

import os
import secrets
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from citizens import PERSONAS, new_citizen
from compose import send
from demo import REPOSITORY, Demo, Tenant, free_port, until
from isolation import World
from message_templates import save
from personas import Sends
from visitor import Visitor

# What each is for stands in pytest.ini.
PHASES = ["untouched", None, "disturbs", "breaks", "late", "aftermath"]
# What goes on for a minute and more while other tests run. Who asks for any of it is in one line with the others who do.
GO_ON = {"personas", "frozen_page", "interrupted"}

# The worker checks after 2 s what became of a message, and again after 5: where all tests send, the first check finds it delivered.
SETTINGS = {"h2": {"SANDBOX_PROCESSING_MS": "200-1500"}, "h1": {}}


def pytest_addoption(parser):
    parser.addoption("--line", default="1/1", help="2/3: the second of three parts, each with demos, a RUN_DIR and a PORT of its own")


def pytest_collection_modifyitems(config, items):
    items.sort(key=lambda item: PHASES.index(phase(item)))
    number, count = map(int, config.getoption("line").split("/"))
    assert 1 <= number <= count, "--line"
    line = divided(items, count)
    # Of every line it is to be seen what it leaves behind.
    elsewhere = [item for item in items if phase(item) != "aftermath" and line[item.path] != number]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


def phase(item) -> str | None:
    return next((mark.name for mark in item.iter_markers() if mark.name in PHASES), None)


def divided(items, count: int) -> dict[Path, int]:
    """The line of each module. The longer the text the longer it takes, nearly enough: the longest goes first to where least is."""
    sizes = {item.path: item.path.stat().st_size for item in items if phase(item) != "aftermath"}
    together = {item.path for item in items if GO_ON & set(item.fixturenames)}
    parts = sorted([*([together] if together else []), *({path} for path in sizes if path not in together)],
                   key=lambda part: (-sum(sizes[path] for path in part), min(part)))
    taken, line = dict.fromkeys(range(1, count + 1), 0), {}
    for part in parts:
        number = min(taken, key=taken.get)
        taken[number] += sum(sizes[path] for path in part)
        line |= dict.fromkeys(part, number)
    return line


@pytest.fixture(scope="session")
def demos(request):
    """By protocol; the second only if a test needs it."""
    needed = {name for item in request.session.items for name in item.fixturenames}
    run_dir = Path(os.environ.get("RUN_DIR", REPOSITORY / ".run-system")).absolute()
    wanted = ["h2", "h1"] if needed & {"personas", "frozen_page"} else ["h2"]
    first = free_port(int(os.environ.get("PORT", "8180")))
    ports = [first, free_port(first + 1)]
    found = {protocol: Demo(run_dir / f"demo-{protocol}", port, protocol, SETTINGS[protocol])
             for protocol, port in zip(wanted, ports, strict=False)}
    try:
        for demo in found.values():
            demo.begin()
        for demo in found.values():
            demo.await_start()
        yield found
    finally:
        for demo in found.values():
            demo.stop()


@pytest.fixture(scope="session")
def personas(demos) -> dict[str, Sends]:
    """Sent to at once; some take minutes to come to rest."""
    return {protocol: Sends(demo) for protocol, demo in demos.items()}


@pytest.fixture(autouse=True)
def personas_first(request):
    """What takes long goes on while the other tests run, once those are over that want everything untouched."""
    if phase(request.node) != "untouched" and any("personas" in item.fixturenames for item in request.session.items):
        request.getfixturevalue("personas")


@pytest.fixture(scope="session")
def demo(demos) -> Demo:
    return demos["h2"]


@pytest.fixture(scope="session")
def tenant(demo) -> Tenant:
    return demo.tenants[0]


@pytest.fixture(scope="session")
def other_tenant(demo) -> Tenant:
    return demo.tenants[1]


@pytest.fixture(scope="session")
def operator(tenant) -> Visitor:
    return tenant.visitor("operatore")


@pytest.fixture(scope="session")
def administrator(tenant) -> Visitor:
    return tenant.visitor("amministratore")


@pytest.fixture(scope="session")
def gestore(demo) -> Visitor:
    """Somebody of the installation's administration."""
    return demo.installation_administrator()


@pytest.fixture
def service(demo, tenant):
    """A service with whatever trouble a test asks for, which ends with it; refusals in a row may stop it, which ends too."""
    name = "Carta d'identità in scadenza"
    yield tenant.services[name], lambda kind, latency=0, operation="tutte": demo.trouble(tenant, name, kind, latency, operation)
    demo.trouble(tenant, name, "none")
    assert demo.puntuale("queue", "resume", tenant.code, name).returncode == 0


@pytest.fixture
def template(administrator, tenant) -> str:
    """The address of a new message template of the first service, with a field of most kinds."""
    page = save(administrator, tenant, f"Modello {secrets.token_hex(3)}")
    page = administrator.press(page, "Salva", follow=False, tipo_nota="testo_lungo", obbligatorio_nota=None,
                               anche_importo="")
    return page.header("Location").split("?")[0]


@pytest.fixture(scope="session")
def delivered(demo) -> list[str]:
    """The address of one notification of each tenant, in the citizen's inbox."""
    paths = [send(tenant.visitor("operatore"), tenant, new_citizen()) for tenant in demo.tenants]
    for path in paths:
        demo.await_state(path, "processed")
    return paths


@pytest.fixture(scope="session")
def world(demo) -> World:
    return World(demo)


@pytest.fixture(scope="session")
def frozen_page(demos):
    """The answer to a search for a citizen while the web stands still: nginx gives up after a minute."""
    demo = demos["h1"]
    visitor = demo.tenants[0].visitor("operatore")
    visitor.timeout = 90
    demo.signal("web", signal.SIGSTOP)
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(visitor.get, f"/notifiche?cf={PERSONAS[1]}")
        answer.add_done_callback(lambda _: demo.signal("web", signal.SIGCONT))
        yield answer


@pytest.fixture(scope="session")
def interrupted(demo, tenant, operator):
    """Two notifications whose POST was on its way when the worker was killed, and when that was. First of all, since
    only the end of the lease makes doubts of them."""
    before = len(demo.created(PERSONAS[20]))
    paths = [send(operator, tenant, PERSONAS[20], oggetto=f"Interrotta, la numero {number}") for number in (1, 2)]
    until(lambda: len(demo.created(PERSONAS[20])) == before + 2, 60)
    assert [demo.state(path) for path in paths] == ["sending"] * 2
    demo.signal("worker", signal.SIGKILL)
    return paths, time.monotonic()


@pytest.fixture
def citizen() -> str:
    return new_citizen()
