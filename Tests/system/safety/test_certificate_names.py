"""Which certificate a client gets, by the name that it asks for, and that no name leads to another file."""

import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from demo import until
from edge import Edge, certify


@pytest.fixture(scope="module")
def edge(demo):
    with Edge(demo, "certificates") as edge:
        yield edge


def shake(edge: Edge, name: str | bytes) -> str:
    """What a client of that SNI is given: the subject of a certificate, or why none. What Python would not send OpenSSL does."""
    named = ["-servername", name] if name else ["-noservername"]
    said = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{edge.port}", *named], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, timeout=20).stdout
    subject = re.search(rb"subject=(.*)", said)
    return subject[1].decode() if subject else ""


def test_a_certificate_is_in_use_as_soon_as_it_is_there_and_its_renewal_too(edge):
    assert shake(edge, "comune-c.localhost") == ""
    for subject in ["first", "renewed"]:
        certify(edge, "comune-c.localhost", subject)
        assert shake(edge, "comune-c.localhost") == f"CN = {subject}"
    certify(edge, "xn--citt-doa.prova.example", "punycode")
    assert shake(edge, "xn--citt-doa.prova.example") == "CN = punycode"


def test_no_name_that_a_client_asks_for_opens_a_file_that_is_not_a_certificate_of_that_name(edge):
    """Where each wrong name would lead lies a certificate that would tell."""
    for trap in ["../trap", "a/trap", "UPPER.LOCALHOST", "under_score.localhost", "star.*.localhost", ".hidden", "single"]:
        certify(edge, trap, "trap")
    own = shake(edge, "")
    assert own == "CN = localhost"
    tracer = trace(edge) if shutil.which("strace") else None
    wrong = ["../trap", "a/trap", "/etc/passwd", "..", ".", ".hidden", "single", "UPPER.LOCALHOST", "under_score.localhost",
             "star.*.localhost", "a..b", "-a.localhost", "a-.localhost", "comune-a.localhost.", "comune-a.localhost/../../trap",
             "a b.localhost", "comune-a.localhost\n", "\ncomune-a.localhost", "comune-a.localhost\\..\\trap", "%2e%2e/trap",
             "127.0.0.1", "::1", "$host", "x" * 64 + ".localhost", "a." * 124 + "localhost", "caffè.localhost", "default"]
    try:
        for name in wrong:
            assert shake(edge, name) in (own, ""), name
        for raw in [b"comune-a.localhost\0.evil", b"\0", b"a/../../trap\0", b"\xff\xfe.localhost"]:
            assert b"trap" not in hello(edge, raw)
        assert shake(edge, "comune-a.localhost") == own
    finally:
        if tracer:
            tracer.terminate()
            tracer.wait(10)
    if tracer:
        opened = set(re.findall(r'"([^"]*\.(?:pem|key))"', (edge.place / "trace").read_text()))
        assert {file.rsplit("/", 1)[1] for file in opened} == {"default.pem", "comune-a.localhost.pem"}
        assert {file.rsplit("/", 1)[0] for file in opened} == {str(edge.certificates)}


def trace(edge: Edge) -> subprocess.Popen:
    """Writes down what the workers open."""
    attached = [word for pid in workers(edge) for word in ("-p", str(pid))]
    command = ["strace", "-f", "-e", "trace=openat,open", "-o", f"{edge.place}/trace", *attached]
    tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    until(lambda: all("TracerPid:\t0" not in Path(f"/proc/{pid}/status").read_text() for pid in workers(edge)), 20)
    return tracer


def workers(edge: Edge) -> list[int]:
    children = Path(f"/proc/{edge.process.pid}/task/{edge.process.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


def hello(edge: Edge, name: bytes) -> bytes:
    """The answer to a ClientHello of TLS 1.2 with any bytes as its server name."""
    def sized(data: bytes, width: int = 2) -> bytes:
        return len(data).to_bytes(width, "big") + data

    extensions = b"\0\0" + sized(sized(b"\0" + sized(name)))
    extensions += b"\0\x0a" + sized(sized(b"\0\x17")) + b"\0\x0d" + sized(sized(b"\x04\x03\x08\x04")) + b"\0\x0b" + sized(sized(b"\0", 1))
    body = b"\3\3" + bytes(32) + sized(b"", 1) + sized(b"\xc0\x2b\xc0\x2f") + sized(b"\0", 1) + sized(extensions)
    with socket.create_connection(("127.0.0.1", edge.port), timeout=10) as wire:
        wire.sendall(b"\x16\3\1" + sized(b"\1" + sized(body, 3)))
        wire.settimeout(2)
        try:
            return wire.recv(65_536)
        except (TimeoutError, ConnectionResetError):
            return b""
