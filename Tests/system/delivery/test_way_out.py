"""The worker on a machine that reaches App IO by a proxy only, and that App IO knows by a certificate."""

import os
import signal
import subprocess

import pytest

from citizens import new_citizen
from compose import send
from demo import free_port, until
from edge import Server
from proxy import Proxy

pytestmark = pytest.mark.breaks

SITE = """
    server {{
        listen 127.0.0.1:{port} ssl http2;
        access_log off; # App IO has the codice fiscale in its addresses
        ssl_certificate {place}/appio.example.pem;
        ssl_certificate_key {place}/appio.example.key;
        ssl_client_certificate {place}/us.pem;
        ssl_verify_client on;
        location / {{
            proxy_pass http://127.0.0.1:{sandbox};
        }}
    }}
"""


@pytest.fixture
def outside(demo, tmp_path):
    """App IO by a name that only the proxy knows; the worker is started again with it, and afterwards as it was."""
    for name in ["appio.example", "us"]:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", tmp_path / f"{name}.key",
                        "-out", tmp_path / f"{name}.pem"], check=True, capture_output=True)
    (tmp_path / "login").write_text("utente:una-parola\n")
    (tmp_path / "login").chmod(0o600)
    port, configuration = free_port(demo.port + 380), demo.run_dir / "puntuale.conf"
    before = configuration.read_text()
    kept = [line for line in before.splitlines() if not line.startswith(("appio.trial", "appio.ca_file"))]
    with Proxy("utente:una-parola") as proxy, Server(
            demo.run_dir / "edge/appio", SITE.format(port=port, place=tmp_path, sandbox=demo.sandbox.port), port):
        configuration.write_text("\n".join([
            *kept, f"appio.trial = https://appio.example:{port}/api/v1", f"appio.ca_file = {tmp_path}/appio.example.pem",
            f"appio.proxy = http://127.0.0.1:{proxy.port}", f"appio.proxy_login_file = {tmp_path}/login",
            f"appio.client_certificate_file = {tmp_path}/us.pem", f"appio.client_key_file = {tmp_path}/us.key", ""]))
        again(demo)
        try:
            yield proxy, port
        finally:
            configuration.write_text(before)
            again(demo)


def again(demo) -> None:
    old = demo.pid("worker")
    os.kill(old, signal.SIGTERM)
    until(lambda: demo.pid("worker") != old and demo.doorbell_is_answered(), 60)


def test_a_message_arrives_through_the_proxy_and_one_that_the_proxy_stops_waits_without_a_doubt(demo, tenant, operator, outside):
    proxy, port = outside
    demo.await_state(send(operator, tenant, new_citizen()), "accepted", "processed", within=60)
    assert set(proxy.asked) == {f"appio.example:{port}"}
    proxy.refuses = True
    again(demo)  # a connection that stands already would be used
    path = send(operator, tenant, new_citizen())
    until(lambda: "kind=proxy" in demo.log("worker"), 60)
    assert demo.state(path) == "queued"
    proxy.refuses = False
    demo.await_state(path, "accepted", "processed", within=120)
    assert "una-parola" not in demo.log("worker")
