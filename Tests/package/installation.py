"""What an administrator does with a fresh Debian, and what must come of it."""

import json
import secrets
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from drills import Drills
from findings import Report
from machine import Machine
from purging import Purging

HERE = Path(__file__).resolve().parent
ADMINISTRATION = "gestione.comuni.test"
EXPOSURE = 1.2


class Comune:
    def __init__(self, code: str, name: str, host: str):
        self.code, self.name, self.host = code, name, host
        self.password, self.keys = secrets.token_urlsafe(15), [secrets.token_hex(16) for _ in range(2)]
        self.service = "01" + "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(24))


class Installation(Drills, Purging):
    def __init__(self, host: Machine, report: Report):
        self.host, self.report, self.began = host, report, 0.0
        self.authority = host.place / "ca.pem"
        self.comuni = [Comune("c_x001", "Comune di Esempio Alfa", "notifiche.alfa.test"),
                       Comune("c_x002", "Comune di Esempio Beta", "notifiche.beta.test")]
        self.written_to: list[str] = []

    def install(self, package: Path) -> None:
        with self.report.step(f"apt install {package.name}"):
            self.began = time.monotonic()
            self.apt("install", package)

    def apt(self, verb: str, package: Path, *options: str) -> str:
        shutil.copy(package, self.host.root / "root")
        return self.host.run("apt-get", "-q", "-y", *options, verb, f"/root/{package.name}").stdout

    def set_up(self) -> None:
        with self.report.step("puntuale setup"):
            said = self.host.run("puntuale", "setup", "--nome-host", ADMINISTRATION).stdout
            self.report.expect("/invito?codice=" in said, f"no link for the first administrator: {said[-500:]}")
            self.expect_healthy()
        with self.report.step("puntuale setup, once more"):
            again = self.host.run("puntuale", "setup", "--nome-host", ADMINISTRATION).stdout
            self.report.expect(again.count("c'era") >= 2, f"it did not leave alone what was there: {again}")
            self.expect_healthy()
        with self.report.step("two at once"):
            with ThreadPoolExecutor(2) as threads:
                both = [threads.submit(self.host.run, "puntuale", "setup", "--nome-host", ADMINISTRATION, check=False) for _ in range(2)]
            ends = [one.result().returncode for one in both]
            told = [one.result().stderr for one in both if one.result().returncode and "è in corso" not in one.result().stderr]
            self.report.expect(0 in ends and not told, f"{ends}: {told}")

    def expect_healthy(self) -> None:
        failed = self.host.run("systemctl", "list-units", "--failed", "--no-legend", "--plain").stdout
        self.report.expect(not failed, f"units failed: {failed}")
        try:
            self.host.within(15, self.is_ready)
        except AssertionError:
            self.report.expect(False, f"not ready: {self.host.run('curl', '-s', 'http://127.0.0.1:8081/pronto', check=False).stdout}")

    def is_ready(self) -> bool:
        return self.host.run("curl", "-sf", "http://127.0.0.1:8081/pronto", check=False).returncode == 0

    def add_comuni(self) -> None:
        with self.report.step("a simulated App IO"):
            services = [{"account": comune.code, "organization_name": comune.name, "organization_fiscal_code": "00000010017",
                         "service_id": comune.service, "service_name": "Protocollo", "primary_key": comune.keys[0],
                         "secondary_key": comune.keys[1], "max_allowed_payment_amount": 0} for comune in self.comuni]
            self.host.write("/etc/puntuale/sandbox-services.json", json.dumps(services))
            self.host.run("systemctl", "enable", "--quiet", "--now", "puntuale-sandbox.socket")
        self.make_authority()
        for comune in self.comuni:
            with self.report.step(f"a comune: {comune.name}, its certificate, a service, a person"):
                self.make_certificate(comune.host)
                self.host.run("puntuale", "ente", "create", comune.code, "--nome", comune.name, "--host", comune.host,
                              "--catena", f"/root/{comune.host}.pem", "--chiave", f"/root/{comune.host}.key")
                self.host.run("puntuale", "ente", "hours", comune.code, "--sempre")
                self.host.run("puntuale", "servizio", "add", comune.code, "--nome", "Protocollo", "--id-servizio", comune.service,
                              "--ambiente", "prova", "--chiavi-file", "-", stdin="\n".join(comune.keys) + "\n")
                self.host.run("puntuale", "utente", "create", comune.code, "operatore", "--nome", "Anna Operatrice", "--ruolo",
                              "operatore", "--password-file", "-", stdin=comune.password + "\n")

    def openssl(self, *arguments: str, stdin: str = "") -> None:
        subprocess.run(["openssl", *arguments], input=stdin, text=True, check=True, capture_output=True, cwd=self.host.place)

    def make_authority(self) -> None:
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj",
                     "/CN=Autorità di prova", "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")

    def make_certificate(self, name: str) -> None:
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        extensions = self.host.place / "extensions"
        extensions.write_text(f"subjectAltName=DNS:{name}\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", f"{name}.pem",
                     "-days", "20", "-extfile", str(extensions))
        with (self.host.place / f"{name}.pem").open("a") as chain:  # an authority of its own, which no system knows
            chain.write(self.authority.read_text())
        for kind in ("pem", "key"):
            shutil.copy(self.host.place / f"{name}.{kind}", self.host.root / "root")

    def deliver_first(self) -> None:
        with self.report.step("the first message is delivered, over TLS"):
            comune, citizen = self.comuni[0], "TSTPRS80A01X001B"
            done = self.host.popen(sys.executable, HERE / "deliver.py", self.authority, comune.host, "operatore", citizen,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            _said, fault = done.communicate(comune.password + "\n", timeout=60)
            self.report.expect(done.returncode == 0, f"it was not: {fault[-1500:]}")
            self.written_to.append(citizen)

    def say_minutes(self) -> None:
        self.report.say(f"from apt to delivered: {(time.monotonic() - self.began) / 60:.1f} minutes, no key pressed")

    def look_at_hardening(self) -> None:
        with self.report.step("exposure of the services"):
            for name in ("web", "host", "worker", "sandbox", "backup"):
                said = self.host.run("systemd-analyze", "security", "--no-pager", f"puntuale-{name}.service", check=False).stdout
                level = float(said.rsplit("service:", 1)[1].split()[0])
                self.report.say(f"puntuale-{name}: {level}")
                self.report.expect(level <= EXPOSURE, f"puntuale-{name} is exposed: {level}")

    def look_at_configuration(self) -> None:
        with self.report.step("check-config, as root"):
            right = self.host.run("puntuale", "check-config", "--breve", check=False)
            self.report.expect(right.returncode == 0, f"a right one does not pass: {right.stderr}")
            for spoil, mend, words in (
                    (["chmod", "644", "/etc/puntuale/credentials/web.secret"], ["chmod", "600", "/etc/puntuale/credentials/web.secret"],
                     "accessibile ad altri"),
                    (["chown", "root", "/var/lib/puntuale/export"], ["chown", "puntuale-worker", "/var/lib/puntuale/export"],
                     "come utente puntuale-worker"),
                    (["chown", "root", "/var/lib/puntuale/worker/mark"], ["chown", "puntuale-worker", "/var/lib/puntuale/worker/mark"],
                     "mark non si può scrivere come utente puntuale-worker"),
                    (["chgrp", "root", "/etc/puntuale/certificates/default.pem"],
                     ["chgrp", "www-data", "/etc/puntuale/certificates/default.pem"], "nginx non può leggere"),
                    (["mv", "/etc/puntuale/credentials/keys.private", "/root/k"],
                     ["mv", "/root/k", "/etc/puntuale/credentials/keys.private"], "non si può leggere"),
                    (["chmod", "600", "/etc/puntuale/puntuale.conf"], ["chmod", "644", "/etc/puntuale/puntuale.conf"],
                     "il file non si può leggere come utente puntuale-web"),
                    (["chmod", "700", "/usr/share/puntuale/templates"], ["chmod", "755", "/usr/share/puntuale/templates"],
                     "web.templates")):
                self.host.run(*spoil)
                wrong = self.host.run("puntuale", "check-config", "--breve", check=False)
                self.host.run(*mend)
                self.report.expect(wrong.returncode == 78 and words in wrong.stderr, f"{' '.join(spoil)} was not told: {wrong.stderr}")
