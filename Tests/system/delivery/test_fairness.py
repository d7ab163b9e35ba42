"""Another tenant floods the site: what becomes of the pages, exports and sends of one that only wants to work."""

import http.client
import signal
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import pytest

from compose import send
from demo import until
from page import Page
from queues import empty_queue, fill_queue

pytestmark = pytest.mark.disturbs

WAITING = 100_000


def ask(visitor, method: str, path: str, body: str = "", address: str = "127.0.0.2") -> Page:
    """From another address than this machine's usual one, of which nginx counts the requests."""
    connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=60, source_address=(address, 0))
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    try:
        connection.request(method, path, body, {
            "Host": visitor.host, "Cookie": cookies, "Origin": visitor.url, "Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        return Page(answer.status, answer.getheaders(), answer.read(), path)
    finally:
        connection.close()


@pytest.fixture
def flood(other_tenant):
    """Searches and log-ins of the other tenant, forty at once, until the test ends: what they were answered."""
    visitor, statuses, over = other_tenant.visitor("operatore"), [], threading.Event()

    def go_on(number: int) -> None:
        while not over.is_set():
            path = ["/notifiche", "/entra", "/notifiche?oggetto=ABC&stato=queued"][number % 3]
            statuses.append(ask(visitor, "GET", path, address=f"127.0.0.{2 + number % 8}").status)

    with ThreadPoolExecutor(40) as threads:
        for number in range(40):
            threads.submit(go_on, number)
        try:
            until(lambda: len(statuses) > 200, 60)
            yield statuses
        finally:
            over.set()


def test_pages_come_while_another_tenant_floods(operator, flood):
    times = []
    for _ in range(20):
        began = time.monotonic()
        assert operator.get("/notifiche").status == 200
        times.append(time.monotonic() - began)
    assert sorted(times)[10] < 1, times
    assert set(flood) <= {200, 303, 429, 503}


def test_who_is_one_too_many_of_a_tenant_is_told_so_and_loses_nothing_typed(demo, other_tenant, operator):
    visitor = other_tenant.visitor("operatore")
    form = visitor.get("/notifiche/nuova").form("Aggiungi").fields
    body = urllib.parse.urlencode(form | {"oggetto": "Una di troppo", "azione": "anteprima"})
    with ThreadPoolExecutor(261) as threads:
        threads.submit(demo.sql, "LOCK TABLES hostname WRITE; DO SLEEP(3)")  # nobody gets on meanwhile
        time.sleep(0.5)
        asked = [threads.submit(ask, visitor, "POST", "/notifiche/nuova", body, f"127.0.0.{2 + number % 5}") for number in range(260)]
        pages = [one.result() for one in asked]
    assert {page.status for page in pages} == {200, 503}
    refused = [page for page in pages if page.status == 503]
    assert refused[0].title == "Troppe richieste" and refused[0].header("Retry-After") == "2"
    assert "Una di troppo" in refused[0].html and refused[0].form("Riprova").action == "/notifiche/nuova"
    assert operator.get("/notifiche").status == 200


@pytest.fixture(scope="module")
def backlog(demo, other_tenant):
    fill_queue(demo, other_tenant, WAITING)
    yield
    empty_queue(demo, other_tenant)


def test_a_notification_leaves_at_once_while_another_tenant_has_a_hundred_thousand_waiting(demo, operator, tenant, citizen, backlog):
    demo.await_state(send(operator, tenant, citizen), "accepted", "processed", within=20)
    assert int(demo.sql("SELECT COUNT(*) FROM notification WHERE state = 'queued'")[0][0]) > WAITING / 2


def test_a_short_export_does_not_wait_for_the_long_ones_of_another_tenant(demo, operator, other_tenant, backlog):
    greedy = other_tenant.visitor("operatore")
    demo.signal("worker", signal.SIGSTOP)  # none is ready before all have been asked for
    try:
        for _ in range(3):
            page = greedy.press(greedy.get("/notifiche"), "Esporta Excel")
            assert "in preparazione" in page.text or "in attesa: prima di questo" in page.text, page.text
        fourth = greedy.press(greedy.get("/notifiche"), "Esporta Excel")
        assert fourth.status == 429 and fourth.title == "Troppe esportazioni"
        mine = operator.press(operator.get("/notifiche"), "Esporta Excel")
    finally:
        demo.signal("worker", signal.SIGCONT)
    until(lambda: "Il file è pronto" in operator.get(mine.path).text, 60)
    assert demo.sql("SELECT COUNT(*) FROM export WHERE state = 'queued'") == [["3"]]


def test_a_search_that_takes_too_long_is_given_up_with_its_form(demo, operator):
    with ThreadPoolExecutor(1) as thread:
        thread.submit(demo.sql, "LOCK TABLES notification_word WRITE; DO SLEEP(9)")
        time.sleep(0.5)
        page = operator.get("/notifiche?oggetto=Avviso")
    assert page.status == 422 and "richiede troppo tempo" in page.text
    assert 'value="Avviso"' in page.html
