"""puntuale tls: a certificate is put where nginx finds it only if browsers take it, and one that is asked for by ACME renews itself."""

import json
import os
import re
import shutil
import ssl
import subprocess
import urllib.request
from pathlib import Path

import pytest

from demo import free_port, until
from edge import Edge


def openssl(*words: object) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A root that this system does not know, an intermediate, and certificates by `issue`."""
    place = tmp_path_factory.mktemp("authority")
    new = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl(*new, "-x509", "-days", 30, "-subj", "/CN=Radice", "-keyout", place / "root.key", "-out", place / "root.pem")

    def sign(name: str, by: str, extension: str, days: int = 10) -> None:
        openssl(*new, "-subj", f"/CN={name}", "-keyout", place / f"{name}.key", "-out", place / f"{name}.csr")
        (place / "extension").write_text(extension)
        openssl("x509", "-req", "-in", place / f"{name}.csr", "-CA", place / f"{by}.pem", "-CAkey", place / f"{by}.key", "-CAcreateserial",
                "-days", days, "-extfile", place / "extension", "-out", place / f"{name}.pem")

    sign("intermediate", "root", "basicConstraints=critical,CA:TRUE")

    def issue(name: str, *names: str, days: int = 10) -> None:
        sign(name, "intermediate", "subjectAltName=" + ",".join(f"DNS:{other}" for other in names or [name]), days)
        chain = [place / f"{part}.pem" for part in (name, "intermediate", "root")]
        (place / f"{name}.chain").write_bytes(b"".join(part.read_bytes() for part in chain))

    return Authority(place, issue)


class Authority:
    def __init__(self, place: Path, issue):
        self.place, self.issue = place, issue

    def files(self, name: str, chain: str = "", key: str = "") -> list[str]:
        return ["--catena", str(self.place / (chain or f"{name}.chain")), "--chiave", str(self.place / f"{key or name}.key")]


def served(edge: Edge, name: str) -> str:
    """The subject of the certificate that nginx shows for a name."""
    said = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{edge.port}", "-servername", name], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, timeout=20).stdout.decode(errors="replace")
    subject = re.search(r"subject=CN = (\S+)", said)
    return subject[1] if subject else ""


@pytest.fixture(scope="module")
def edge(demo):
    """nginx reads what the commands write."""
    with Edge(demo, "tls") as edge:
        shutil.rmtree(edge.certificates)
        edge.certificates.symlink_to(demo.run_dir / "certificates")
        yield edge


def test_a_new_comune_is_one_command_with_its_certificate_and_nothing_is_reloaded(demo, edge, authority):
    host, alias = "notifiche.nuovo.example.it", "www.nuovo.example.it"
    authority.issue(host, host, alias)
    assert served(edge, host) == ""
    made = demo.puntuale("ente", "create", "c_nuovo", "--nome", "Comune Nuovo", "--host", host, "--alias", alias, *authority.files(host))
    assert made.returncode == 0, made.stderr
    assert served(edge, host) == served(edge, alias) == host
    whole, chain = [demo.run_dir / f"certificates/{host}.{kind}" for kind in ("pem", "crt")]
    assert (whole.stat().st_mode & 0o777, chain.stat().st_mode & 0o777) == (0o640, 0o644)
    assert b"PRIVATE KEY" in whole.read_bytes() and b"PRIVATE KEY" not in chain.read_bytes()
    listed = {line["nome"]: line for line in json.loads(demo.puntuale("tls", "list", "--json").stdout)}
    assert listed[host]["giorni"] in (9, 10) and listed[host]["nomi"] == [host, alias]
    assert listed[host]["autorità"] == "intermediate"
    assert listed["host.localhost"]["scade"] is None, "a name without one is told"
    metric = demo.metrics()[f'puntuale_certificate_expiry_seconds{{name="{host}"}}']
    assert 8 * 86_400 < metric <= 10 * 86_400
    administrator = demo.installation_administrator()
    soon = re.compile("fra (9|10) giorni")
    assert soon.search(administrator.get("/enti?cerca=c_nuovo").text)
    page = administrator.get(f"/enti/{json.loads(demo.puntuale('ente', 'show', 'c_nuovo', '--json').stdout)['id']}")
    assert len(soon.findall(page.text)) == 2, "of its name and of the other one"


def test_a_certificate_that_browsers_would_refuse_is_refused_and_the_one_in_use_stays(demo, edge, authority):
    name = "notifiche.prova.example.it"
    authority.issue(name)
    authority.issue("altro.example.it")
    authority.issue("scaduto", name, days=-1)
    assert demo.puntuale("tls", "add", name, *authority.files(name)).returncode == 0
    for chain, parts in {"reversed": ["intermediate", name], "gap": [name, "root"]}.items():
        (authority.place / chain).write_bytes(b"".join((authority.place / f"{part}.pem").read_bytes() for part in parts))
    for files, words in [
        (authority.files(name, key="altro.example.it"), "non è quella del certificato"),
        (authority.files("altro.example.it"), f"non è per «{name}», ma per altro.example.it"),
        (authority.files("scaduto"), "è scaduto"),
        (authority.files(name, chain=f"{name}.pem"), "manca il certificato intermedio"),
        (authority.files(name, chain="gap"), "non è in ordine"),
        (authority.files(name, chain="reversed", key="intermediate"), "non è in ordine"),
        (authority.files(name, chain=f"{name}.key"), "non contiene certificati"),
        (authority.files(name, chain="nowhere"), "non si può leggere"),
    ]:
        refused = demo.puntuale("tls", "add", name, *files)
        assert refused.returncode == 65 and words in refused.stderr, refused.stderr
        assert served(edge, name) == name
    for wrong in ["../../etc/passwd", "a/b", "", "solo", "*.example.it", ".", "default"]:
        refused = demo.puntuale("tls", "add", wrong, *authority.files(name))
        assert refused.returncode == 65 and "nome host" in refused.stderr, (wrong, refused.stderr)
    assert demo.puntuale("tls", "add", name).returncode == 64
    assert not [file for file in (demo.run_dir / "certificates").iterdir() if file.name.endswith(".new")]


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting is not allowed")
def test_where_the_disk_is_full_the_certificate_in_use_stays_and_nothing_is_left(demo, authority, tmp_path):
    name, place = "notifiche.piena.example.it", tmp_path / "piccolo"
    authority.issue(name)
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20k", "tmpfs", place], check=True)
    try:
        text = (demo.run_dir / "puntuale.conf").read_text()
        line = next(line for line in text.splitlines() if line.startswith("certificates.directory"))
        (tmp_path / "puntuale.conf").write_text(text.replace(line, f"certificates.directory = {place}"))
        add = ["tls", "add", name, *authority.files(name)]
        assert demo.puntuale(*add, configuration=tmp_path / "puntuale.conf").returncode == 0
        with (place / "rest").open("wb", buffering=0) as rest, pytest.raises(OSError):
            while True:
                rest.write(b"x" * 4_096)
        seen = {path.name: path.read_bytes() for path in place.iterdir()}
        done = demo.puntuale(*add, configuration=tmp_path / "puntuale.conf")
        assert done.returncode == 65 and "non si può scrivere" in done.stderr
        assert {path.name: path.read_bytes() for path in place.iterdir()} == seen
    finally:
        subprocess.run(["umount", place], check=True)


def test_no_ente_is_made_with_a_certificate_that_is_not_its_own(demo, authority):
    authority.issue("altro.example.it")
    ente = ["ente", "create", "c_senza", "--nome", "Comune Senza", "--host", "senza.example.it"]
    refused = demo.puntuale(*ente, *authority.files("altro.example.it"))
    assert refused.returncode == 65 and "non è per «senza.example.it»" in refused.stderr
    assert demo.puntuale("ente", "show", "c_senza").returncode == 65
    made = demo.puntuale(*ente)
    assert made.returncode == 0 and "«senza.example.it» non ha ancora un certificato su questa macchina" in made.stderr


def test_a_certificate_without_its_key_or_its_chain_is_a_fault_of_the_configuration(demo, edge, authority, tmp_path):
    name = "notifiche.guasti.example.it"
    authority.issue(name)
    authority.issue("altra.example.it")
    assert demo.puntuale("tls", "add", name, *authority.files(name)).returncode == 0
    whole, chain = [demo.run_dir / f"certificates/{name}.{kind}" for kind in ("pem", "crt")]

    def said() -> str:
        checked = demo.puntuale("check-config", "amministrazione", "--breve")
        return checked.stderr if checked.returncode == 78 else ""

    right = whole.read_bytes()
    assert name not in said()
    whole.write_bytes((authority.place / "altra.example.it.key").read_bytes() + chain.read_bytes())
    assert f"{whole} non contiene la chiave e il certificato" in said()
    whole.write_bytes(right)
    chain.rename(tmp_path / "chain")
    assert f"{chain} manca" in said()
    (tmp_path / "chain").rename(chain)
    whole.unlink()
    chain.unlink()


def test_who_asks_for_no_name_gets_a_certificate_that_is_made_once(demo, tmp_path):
    text, place = (demo.run_dir / "puntuale.conf").read_text(), tmp_path / "certificates"
    (tmp_path / "puntuale.conf").write_text(text.replace(f"= {demo.run_dir}/certificates", f"= {place}"))
    made = []
    for _ in range(2):
        prepared = demo.puntuale("tls", "prepare", configuration=tmp_path / "puntuale.conf")
        assert prepared.returncode == 0, prepared.stderr
        made.append((place / "default.pem").read_bytes())
    assert made[0] == made[1] and (place / "default.pem").stat().st_mode & 0o777 == 0o640
    assert {file.name for file in place.iterdir()} == {"default.pem", "default.crt"}


def request(demo, name: str, *certbot: object, **environment: str) -> subprocess.CompletedProcess:
    command = [demo.program, "tls", "request", name, "--config", demo.run_dir / "puntuale.conf", "--", *certbot]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=120)


def test_who_asks_for_a_certificate_without_certbot_is_told_what_is_missing(demo):
    refused = request(demo, "notifiche.example.it", PATH="/nowhere")
    assert refused.returncode == 65 and "Manca certbot: apt install certbot" in refused.stderr


@pytest.fixture
def pebble(demo, edge, tmp_path):
    """An authority that speaks ACME: Debian's pebble, which asks for every name at this machine."""
    if not all(map(shutil.which, ["pebble", "pebble-challtestsrv", "certbot"])):
        pytest.skip("pebble or certbot is not installed: no certificate is asked for by ACME")
    ports = [free_port(demo.port + 360 + 20 * number) for number in range(4)]
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", 2, "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", tmp_path / "own.key", "-out", tmp_path / "own.pem")
    (tmp_path / "pebble.json").write_text(json.dumps({"pebble": {
        "listenAddress": f"127.0.0.1:{ports[0]}", "managementListenAddress": f"127.0.0.1:{ports[1]}",
        "certificate": str(tmp_path / "own.pem"), "privateKey": str(tmp_path / "own.key"), "httpPort": edge.plain, "tlsPort": 1}}))
    names = subprocess.Popen(["pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dns01", f"127.0.0.1:{ports[2]}",
                              "-http01", "", "-https01", "", "-tlsalpn01", "", "-management", f"127.0.0.1:{ports[3]}"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = subprocess.Popen(["pebble", "-config", tmp_path / "pebble.json", "-dnsserver", f"127.0.0.1:{ports[2]}"],
                              env=os.environ | {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"},
                              stdout=(tmp_path / "pebble.log").open("w"), stderr=subprocess.STDOUT)
    known = ssl.create_default_context(cafile=tmp_path / "own.pem")

    def root() -> bytes:
        try:
            return urllib.request.urlopen(f"https://127.0.0.1:{ports[1]}/roots/0", context=known, timeout=5).read()
        except OSError:
            return b""

    try:
        until(lambda: root() != b"", 30)
        (tmp_path / "root.pem").write_bytes(root())
        yield f"https://127.0.0.1:{ports[0]}/dir", tmp_path
    finally:
        for process in (server, names):
            process.terminate()
            process.wait(10)


def test_a_certificate_that_is_asked_for_is_in_use_at_once_and_so_is_each_renewal(demo, edge, pebble):
    address, place = pebble
    name = "notifiche.acme.example.it"
    believing = {"REQUESTS_CA_BUNDLE": str(place / "own.pem"), "SSL_CERT_FILE": str(place / "root.pem")}
    own = ["--config-dir", place / "certbot", "--work-dir", place / "work", "--logs-dir", place / "logs"]
    asked = request(demo, name, "--server", address, *own, **believing)
    assert asked.returncode == 0, asked.stderr
    file = demo.run_dir / f"certificates/{name}.pem"
    first = file.read_bytes()
    assert served(edge, name) != "" and b"BEGIN CERTIFICATE" in first
    renewed = subprocess.run(["certbot", "renew", "--force-renewal", "--no-random-sleep-on-renew", *own], env=os.environ | believing,
                             capture_output=True, text=True, check=False)
    assert renewed.returncode == 0, renewed.stderr
    assert file.read_bytes() != first, "the hook brought the new one"
    assert request(demo, "altrove.example.it", "--server", f"{address}/nowhere", *own, **believing).returncode == 65
