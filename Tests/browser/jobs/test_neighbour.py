"""A site beside the ente's, under the same domain: what it makes the browser of somebody do who has logged in."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from citizens import new_citizen
from compose import send

ATTACK = """<!doctype html><title>Vicino</title><a id="porta" href="{url}{path}">Guarda</a>
<img src="{url}/notifiche?cf=BNCMRA80A01H501U"><iframe src="{url}{path}"></iframe>
<script>
  const ways = [{{mode: "no-cors"}}, {{mode: "cors"}}, {{mode: "no-cors", method: "POST"}}];
  Promise.allSettled(ways.flatMap(way => ["{path}", "/notifiche?cf=BNCMRA80A01H501U", "/esci"].map(
    path => fetch("{url}" + path, {{credentials: "include", ...way}})))).then(() => document.title = "Fatto");
</script>"""


@contextmanager
def neighbour(url: str, path: str):
    """A site of a name below the ente's: browsers call that the same site. Gives its address."""
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(ATTACK.format(url=url, path=path).encode())

        def log_message(self, *_: object) -> None: pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://www.{urlsplit(url).hostname}:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def written(demo, tenant):
    """Of the tenant's people: the lines of the audit, and what each session remembers and when it was last used."""
    of_tenant = f"tenant_id = (SELECT id FROM tenant WHERE code = '{tenant.code}')"

    def look() -> tuple[str, list]:
        [[lines]] = demo.sql(f"SELECT COUNT(*) FROM audit WHERE {of_tenant}")
        return lines, demo.sql(f"SELECT HEX(digest), seen_at, list, searches FROM session WHERE {of_tenant} ORDER BY 1")
    return look


def test_a_neighbour_writes_nothing_in_the_name_of_who_has_logged_in_and_keeps_no_session_open(browser, demo, tenant, written):
    path = send(tenant.visitor("operatore"), tenant, new_citizen()).split("?")[0]
    demo.await_state(path, "processed")
    browser.begin(tenant.url)
    browser.log_in(tenant.accounts["operatore"])
    demo.sql("UPDATE session SET seen_at = seen_at - INTERVAL 25 MINUTE ORDER BY created_at DESC LIMIT 1")
    before = written()
    with neighbour(tenant.url, path) as site:
        browser.driver.get(site)
        browser.until(lambda: browser.driver.title == "Fatto")
        time.sleep(1)
        assert written() == before
        # It may lead here: then it is for the person to open the page.
        browser.find("#porta").click()
        browser.until(lambda: "Aprire la pagina?" in browser.driver.title)
        browser.screenshot("vicino")
        assert written() == before
        browser.driver.find_element("link text", "Apri la pagina").click()
        browser.until(lambda: browser.is_notification)
        assert int(written()[0]) == int(before[0]) + 1 and written()[1] != before[1]
