"""The sites as the package installs them: over HTTP/2, behind a proxy that ends TLS, with two versions of the program."""

import re
import shutil
import socket
import ssl
import subprocess

import pytest

from demo import free_port, until
from edge import Edge, Server, certify
from page import Page
from visitor import Visitor

HOST = "comune-a.localhost"


@pytest.fixture(scope="module")
def edge(demo):
    with Edge(demo, "edge") as edge:
        yield edge


def curl(edge: Edge, path: str, *more: str, version: str = "--http2", host: str = HOST) -> tuple[int, str]:
    """Status and text of an answer by a real client of that version of HTTP."""
    address = f"https://{host}:{edge.port}{path}"
    command = ["curl", "-s", "-i", version, "--cacert", f"{edge.place}/../../tls/ca.pem", "--resolve", f"{host}:{edge.port}:127.0.0.1",
               "--max-time", "20", *more, address]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    status = re.match(r"HTTP/(\S+) (\d+)", answer.stdout)
    assert status[1] == {"--http2": "2", "--http1.1": "1.1"}[version]
    return int(status[2]), answer.stdout


@pytest.mark.parametrize("version", ["--http2", "--http1.1"])
def test_what_nginx_answers_by_itself_is_a_page_of_ours_over_every_version_of_http(demo, edge, version):
    large, longest = edge.place / "large", edge.place / "longest"
    large.write_text("oggetto=" + "x" * 300_000)
    longest.write_text("x" * 60_000)
    asked = {
        413: ["/notifiche/nuova", "--data-binary", f"@{large}"],
        404: ["/statico/nessuno/nessuno.css"],
        403: ["/statico/nessuno/nessuno.css", "-X", "DELETE"],
    }
    for status, (path, *more) in asked.items():
        found, text = curl(edge, path, *more, version=version)
        assert found == status and "Notifiche App IO</title>" in text and "<center>nginx" not in text, (found, text[:600])
        assert re.search("(?i)strict-transport-security: max-age=63072000", text)
    found, text = curl(edge, "/impostazioni/logo", "--data-binary", f"@{large}", version=version)
    assert found == 413 and "Il logo può avere al massimo 64 KB" in text
    found, text = curl(edge, "/statico/corrente/app.css", "--range", "99999999-", version=version)
    assert found == 416 and "<center>nginx" not in text


@pytest.mark.parametrize("version", ["--http2", "--http1.1"])
def test_too_many_requests_and_an_application_that_is_away_are_pages_of_ours_over_every_version_of_http(demo, version):
    with Edge(demo, "away", rate="1r/s", away=True) as edge:
        found, text = curl(edge, "/", version=version)
        assert found == 502 and "Le notifiche non vanno perdute" in text
        address = f"/[1-260]?{'x' * 10}"
        _, text = curl(edge, address, "--parallel", "--parallel-max", "40", version=version)
        refused = re.split("(?m)^HTTP/", text)
        refused = [answer for answer in refused if re.match(r"\S+ 429", answer)]
        assert refused and all("Troppe richieste" in answer for answer in refused)


def test_a_request_by_plain_http_at_the_port_of_tls_gets_a_page_of_ours(edge):
    with socket.create_connection(("127.0.0.1", edge.port), timeout=10) as wire:
        wire.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        answer = wire.makefile().read()
    assert answer.startswith("HTTP/1.1 400") and "Richiesta non valida" in answer


def test_a_static_file_of_another_version_is_answered_with_that_of_this_one_and_kept_for_a_minute(demo, tenant, edge):
    own = re.search(r'href="(/statico/\w+)/app.css"', tenant.visitor().get("/entra").html)[1]
    for address, kept in [(f"{own}/app.css", "max-age=31536000, immutable"), ("/statico/0123456789ab/app.css", "max-age=60"),
                          ("/statico/corrente/app.css", "max-age=60")]:
        for more in [[], ["-H", "Accept-Encoding: gzip"]]:
            status, text = curl(edge, address, "-o", f"{edge.place}/got", "-D", "-", *more)
            assert status == 200 and f"cache-control: public, {kept}" in text and text.count("cache-control") == 1, text
            assert ("content-encoding: gzip" in text) == bool(more)
        assert (edge.place / "got").stat().st_size < (edge.statics / "corrente/app.css").stat().st_size
    for wrong in ["/statico/", "/statico/corrente", "/statico/x/", "/statico/x/../../errori/400.html",
                  "/statico/x/%2e%2e/%2e%2e/nginx/tls.conf"]:
        assert curl(edge, wrong, "--path-as-is")[0] in (403, 404), wrong


PROXY = """
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {certificates}/default.pem;
        ssl_certificate_key {certificates}/default.pem;
        location / {{
            proxy_pass http://127.0.0.1:{to};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto https;
        }}
    }}
"""


class ByTLS(Visitor):
    """A person whose requests go by TLS to a port of this machine."""

    def __init__(self, demo, port: int, address: str = "127.0.0.5"):
        super().__init__(f"https://{HOST}:{port}")
        self.address = address
        self.context = ssl.create_default_context(cafile=str(demo.run_dir / "tls/ca.pem"))

    def connect(self):
        wire = socket.create_connection(("127.0.0.1", self.port), timeout=30, source_address=(self.address, 0))
        connection = super().connect()
        connection.sock = self.context.wrap_socket(wire, server_hostname=HOST)
        return connection


@pytest.fixture(scope="module")
def proxied(demo):
    """A proxy that ends TLS, before the sites, which listen without it. Gives the sites and the proxy's port."""
    with Edge(demo, "proxied", tls=False, proxies="set_real_ip_from 127.0.0.1;", rate="2r/s") as edge:
        port = free_port(demo.port + 350)
        sites = PROXY.format(port=port, to=edge.port, certificates=edge.certificates)
        with Server(demo.run_dir / "edge/proxy", sites, port):
            yield edge, port


def logged(edge: Edge, page: Page) -> str:
    request = page.header("X-Request-Id")
    until(lambda: request in edge.log.read_text(), 60)
    [line] = [line for line in edge.log.read_text().splitlines() if request in line]
    return re.search(r'"indirizzo":"([^"]*)"', line)[1]


def test_behind_a_proxy_that_ends_tls_people_log_in_and_are_known_by_their_own_address(demo, tenant, proxied):
    edge, port = proxied
    person = ByTLS(demo, port).log_in(tenant.accounts["operatore"])
    page = person.request("GET", "/oggi", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"})
    assert page.status == 200 and all(name.startswith("__Host-") for name in person.cookies) and person.cookies
    assert page.header("Strict-Transport-Security") == "max-age=63072000"
    assert person.request("GET", "/nessuna/pagina.css").header("Strict-Transport-Security") == "max-age=63072000"
    assert logged(edge, page) == "127.0.0.5"


def test_whoever_is_no_trusted_proxy_may_say_what_he_likes_of_address_and_tls(demo, tenant, proxied):
    edge, _ = proxied
    stranger = Visitor(f"http://{HOST}:{edge.port}")
    stranger.address = "127.0.0.6"
    lie = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    for proto in ["https", "https:on", "on:on", "0on:", "https\t"]:
        page = stranger.request("GET", "/entra", headers=lie | {"X-Forwarded-Proto": proto})
        assert page.header("Strict-Transport-Security") is None, proto
    assert logged(edge, page) == "127.0.0.6"


def test_who_asks_too_much_behind_a_proxy_is_stopped_alone(demo, proxied):
    _, port = proxied
    loud, quiet = ByTLS(demo, port, "127.0.0.7"), ByTLS(demo, port, "127.0.0.8")
    assert 429 in {loud.request("GET", "/entra").status for _ in range(230)}
    assert quiet.request("GET", "/entra").status == 200


def test_the_authority_that_signs_certificates_finds_its_answer_without_tls(edge):
    place = edge.acme / ".well-known/acme-challenge"
    place.mkdir(parents=True)
    (place / "abc").write_text("answer")
    visitor = Visitor(f"http://{HOST}:{edge.plain}")
    assert visitor.request("GET", "/.well-known/acme-challenge/abc").body == b"answer"
    assert visitor.request("GET", "/.well-known/acme-challenge/../../../etc/passwd").status == 400
    assert visitor.request("GET", "/notifiche?cf=x").header("Location") == f"https://{HOST}/notifiche?cf=x"


def test_the_administration_of_the_installation_answers_to_its_own_name_only(demo, edge):
    shutil.copy(edge.certificates / "default.pem", edge.certificates / "host.localhost.pem")
    status, text = curl(edge, "/entra", "--insecure", host="host.localhost")
    assert status == 200 and "Amministrazione del sistema" in text
    assert "Amministrazione del sistema" not in curl(edge, "/entra")[1]
    certify(edge, "altro.example", "altro.example")
    assert curl(edge, "/entra", "--insecure", host="altro.example")[0] == 421
