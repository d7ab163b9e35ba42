"""What every answer tells the browser, over TLS as well, and what becomes of a request that is slow, large or of another site."""

import re
import socket
import ssl
import time
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import pytest

from edge import Edge
from visitor import Visitor

HSTS = "max-age=63072000"


@pytest.fixture(scope="module")
def tls(demo):
    with Edge(demo, "headers") as edge:
        yield edge.port, edge.plain


def context(demo, protocols=("http/1.1",)) -> ssl.SSLContext:
    found = ssl.create_default_context(cafile=str(demo.run_dir / "tls/ca.pem"))
    found.set_alpn_protocols(list(protocols))
    return found


def ask(demo, port: int, request: str, host: str = "comune-a.localhost") -> str:
    """One request over TLS, as it is on the wire, and the head of its answer."""
    with (socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
          context(demo).wrap_socket(plain, server_hostname=host) as wire):
        wire.sendall(request.replace("\n", "\r\n").encode())
        answer = b""
        while piece := wire.recv(65_536):
            answer += piece
    return answer.decode("utf-8", "replace")


def get(demo, port: int, path: str, more: str = "") -> str:
    return ask(demo, port, f"GET {path} HTTP/1.1\nHost: comune-a.localhost:{port}\nConnection: close\n{more}\n").split("\r\n\r\n")[0]


def test_over_tls_the_browser_is_told_to_come_by_tls_for_two_years_and_over_plain_http_nothing_of_it(demo, tenant, tls):
    port, _ = tls
    statics = tenant.visitor().get("/entra").html.split('rel="stylesheet" href="')[1].split('"')[0]
    for path, status in [("/entra", 200), ("/nessuna", 404), (statics, 200), ("/statico/x/nessuno.css", 404), ("/favicon.ico", 204)]:
        head = get(demo, port, path)
        assert head.startswith(f"HTTP/1.1 {status}") and head.count(f"Strict-Transport-Security: {HSTS}\r\n") <= 1, head
        if status != 204:
            assert f"Strict-Transport-Security: {HSTS}" in head + "\r\n", (path, head)
        assert "includeSubDomains" not in head, "a comune's name has other sites under it"
        assert tenant.visitor().get(path).header("Strict-Transport-Security") is None
    assert "Location: /oggi" in get(demo, port, "/")


def test_who_watches_a_site_with_tls_asks_by_address_and_without_it(demo, tls):
    port, _ = tls
    assert Visitor(f"http://127.0.0.1:{port + 500}").get("/vivo").body == b"vivo\n"
    assert get(demo, port, "/metriche").startswith("HTTP/1.1 404")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_only_the_tls_of_today_is_spoken_and_http2_with_it(demo, tls):
    port, _ = tls
    for version, works in [(ssl.TLSVersion.TLSv1_3, True), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_1, False)]:
        client = context(demo, ["h2", "http/1.1"])
        client.set_ciphers("ALL:@SECLEVEL=0")
        client.minimum_version = client.maximum_version = version
        with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
            if works:
                with client.wrap_socket(plain, server_hostname="comune-a.localhost") as wire:
                    assert wire.selected_alpn_protocol() == "h2"
            else:
                with pytest.raises((ssl.SSLError, ConnectionError)):
                    client.wrap_socket(plain, server_hostname="comune-a.localhost")


def test_who_comes_without_tls_is_led_to_it(tls):
    with socket.create_connection(("127.0.0.1", tls[1]), timeout=10) as wire:
        wire.sendall(b"GET /notifiche?cf=X HTTP/1.1\r\nHost: comune-a.localhost\r\nConnection: close\r\n\r\n")
        answer = wire.makefile().read()
    assert " 308 " in answer and "Location: https://comune-a.localhost/notifiche?cf=X" in answer


def test_whoever_names_one_tenant_in_the_request_line_and_another_in_the_header_comes_to_the_first(demo, tenant, other_tenant, tls):
    def come(host: str) -> str:
        return ask(demo, tls[0], f"GET http://{host}/entra HTTP/1.1\nHost: comune-a.localhost:{tls[0]}\nConnection: close\n\n")

    host = urlsplit(other_tenant.url).hostname
    answer = come(host)
    assert answer.startswith("HTTP/1.1 200") and other_tenant.name in answer and tenant.name not in answer
    request = re.search(r"X-Request-Id: (\w+)", answer)[1]
    [line] = [line for line in (demo.run_dir / "edge/headers/var/access.log").read_text().splitlines() if request in line]
    assert f'"host":"{host}"' in line
    answer = come("altrove.example")
    assert answer.startswith("HTTP/1.1 4") and tenant.name not in answer


def test_who_sends_a_form_drop_by_drop_is_cut_off_and_keeps_nobody(demo, operator):
    head = "POST /entra HTTP/1.1\r\nHost: comune-a.localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(("127.0.0.1", demo.port), timeout=30)) for _ in range(60)]
        for number, wire in enumerate(slow):
            whole = f"{head}Content-Length: 1000\r\n\r\nutente=" if number % 2 else head  # a body, or not even a head
            wire.sendall(whole.encode())
        began = time.monotonic()
        assert operator.get("/notifiche").status == 200 and time.monotonic() - began < 2
        for wire in slow[:2]:
            with suppress(ConnectionResetError):
                assert wire.recv(1000) == b"", "no answer is owed"
        assert 9 < time.monotonic() - began < 20
    assert operator.get("/notifiche").status == 200
