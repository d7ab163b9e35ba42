"""What happens to an installation on a day, each while people work: no request fails, nothing is in doubt, nobody gets a message twice."""

import collections
import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Drills:
    def under_load(self, name: str, act, seconds: float = 20, to_send: int = 120) -> None:
        """People at the first comune, and meanwhile something is done."""
        with self.report.step(name):
            comune = self.comuni[0]
            load = self.host.popen(sys.executable, HERE / "load.py", self.authority, comune.host, "operatore", str(seconds), str(to_send),
                                   str(len(self.written_to)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True)
            load.stdin.write(comune.password + "\n")
            load.stdin.flush()
            time.sleep(4)
            began = time.monotonic()
            act()
            took = time.monotonic() - began
            out, fault = load.communicate(timeout=seconds + 120)
            if load.returncode != 0:
                return self.report.expect(False, f"the load ended: {fault[-1500:]}")
            found = json.loads(out)
            self.written_to += found["sent"]
            self.report.expect(not found["failed"], f"{len(found['failed'])} requests failed: {found['failed'][:5]}")
            self.report.say(f"{took:.1f} s; {found['requests']} requests, {len(found['failed'])} failed, "
                            f"the longest {found['longest']:.2f} s; {len(found['sent'])} sent")
            self.expect_healthy()
            self.expect_once()
        return None

    def expect_once(self) -> None:
        """Everybody who was written to has the message, once."""
        def arrived() -> collections.Counter:
            said = self.host.run("curl", "-s", "-H", "Accept: application/json", "http://127.0.0.1:8082/posta").stdout
            return collections.Counter(message["fiscal_code"] for message in json.loads(said))

        try:
            self.host.within(60, lambda: set(self.written_to) <= set(arrived()))
        except AssertionError:
            self.report.expect(False, f"{len(set(self.written_to) - set(arrived()))} of {len(self.written_to)} did not arrive")
        twice = [citizen for citizen, count in arrived().items() if count > 1]
        self.report.expect(not twice, f"{len(twice)} got theirs twice")
        uncertain = self.sql("SELECT COUNT(*) FROM notification WHERE state = 'uncertain'")
        self.report.expect(uncertain == "0", f"{uncertain} are in doubt")

    def sql(self, statement: str) -> str:
        return self.host.run("mariadb", "--batch", "--skip-column-names", "puntuale", "--execute", statement).stdout.strip()

    def run_drills(self) -> None:
        restart = lambda unit: lambda: self.host.run("systemctl", "restart", unit)  # noqa: E731
        self.under_load("web restarted", restart("puntuale-web.service"))
        self.under_load("worker restarted", restart("puntuale-worker.service"))
        self.under_load("nginx reloaded", lambda: self.host.run("systemctl", "reload", "nginx.service"))
        self.under_load("log files turned over", lambda: self.host.run("logrotate", "--force", "/etc/logrotate.d/puntuale"))
        self.look_at_log()
        self.under_load("setup again", lambda: self.host.run("puntuale", "setup", "--nome-host", "gestione.comuni.test"))
        self.under_load("the keys' pair rotated", self.rotate_keys)
        self.under_load("a comune added", self.add_another)
        self.under_load("a certificate renewed", self.renew_certificate)

        self.crash()
        self.mistake()

    def look_at_log(self) -> None:
        with self.report.step("after that the log goes on in the new file, which others cannot read"):
            mark, log = f"/entra-{time.monotonic_ns()}", self.host.root / "var/log/puntuale/access.log"
            self.host.run("curl", "-sk", "--resolve", f"{self.comuni[0].host}:443:127.0.0.1", f"https://{self.comuni[0].host}{mark}")
            time.sleep(1)
            self.report.expect(mark in log.read_text(), "a request is not in access.log")
            for path in log.parent.iterdir():
                self.report.expect(path.stat().st_mode & 0o007 == 0, f"{path.name} is open to others: {path.stat().st_mode:o}")
            self.report.expect(log.parent.stat().st_mode & 0o006 == 0, "others can list the logs")

    def mistake(self) -> None:
        """A page must not hang for as long as the mistake stands."""
        with self.report.step("a mistake in the configuration, and the end of it"):
            configuration = self.host.root / "etc/puntuale/puntuale.conf"
            right = configuration.read_text()
            configuration.write_text(right.replace("web.threads = 16", "web.threads = 0"))
            self.host.run("systemctl", "restart", "puntuale-web.service", check=False)
            host = self.comuni[0].host
            answers = [self.host.run("curl", "-sk", "-m", "20", "-w", "%{http_code} in %{time_total} s", "--resolve",
                                     f"{host}:443:127.0.0.1", f"https://{host}/entra", check=False).stdout for _ in range(3)]
            said = self.host.run("journalctl", "--quiet", "--output=cat", "--lines=50", "-u", "puntuale-web.service").stdout
            self.report.expect("web.threads: «0»" in said, f"the journal does not say it: {said[-500:]}")
            self.report.expect(all("momentaneamente non disponibile" in answer for answer in answers), f"pages: {answers}")
            configuration.write_text(right)
            self.host.run("systemctl", "restart", "puntuale-web.service")
            self.expect_healthy()

    def crash(self) -> None:
        with self.report.step("a crash leaves a trace, without what lay in the memory"):
            self.host.run("systemctl", "kill", "--signal=SEGV", "puntuale-worker.service")
            time.sleep(5)
            said = self.host.run("journalctl", "--quiet", "--output=cat", "--lines=200", "-u", "puntuale-worker.service").stdout
            self.report.expect("Program crashed" in said or "Fatal error" in said, f"no trace: {said[-1500:]}")
            self.report.expect("Registers:" not in said, "the trace shows registers")
            self.expect_healthy()
        with self.report.step("nginx dies and comes back"):
            self.host.run("systemctl", "kill", "--signal=KILL", "nginx.service")
            time.sleep(5)
            self.expect_healthy()

    def rotate_keys(self) -> None:
        done = self.host.run("puntuale", "keys", "rotate", check=False)
        self.report.expect(done.returncode == 0 and done.stdout.count("worker riavviato") == 2, f"keys rotate: {done.stdout}{done.stderr}")

    def add_another(self) -> None:
        self.make_certificate("notifiche.gamma.test")
        began = time.monotonic()
        self.host.run("puntuale", "ente", "create", "c_x003", "--nome", "Comune di Esempio Gamma", "--host", "notifiche.gamma.test",
                      "--catena", "/root/notifiche.gamma.test.pem", "--chiave", "/root/notifiche.gamma.test.key")
        curl = self.host.popen("curl", "-s", "--cacert", self.authority, "--resolve", "notifiche.gamma.test:443:127.0.0.1",
                               "-o", "/dev/null", "-w", "%{http_code}", "https://notifiche.gamma.test/entra",
                               stdout=subprocess.PIPE, text=True)
        said = curl.communicate()[0]
        self.report.expect(said == "200", f"its page answers {said}")
        self.report.say(f"from the command to its page: {time.monotonic() - began:.1f} s")

    def renew_certificate(self) -> None:
        name = self.comuni[0].host
        self.make_certificate(name)
        self.host.run("puntuale", "tls", "add", name, "--catena", f"/root/{name}.pem", "--chiave", f"/root/{name}.key")

    def upgrade(self, package: Path) -> None:
        def act() -> None:
            said = self.apt("install", package)
            self.report.expect("puntuale upgrade" in said, f"apt does not say what is to be done: {said[-500:]}")
            self.report.say(self.host.run("puntuale", "upgrade").stdout.strip().replace("\n", f"\n{'':14}"))

        self.under_load(f"upgrade to {package.name}", act, seconds=60, to_send=600)
        self.expect_version(package)

    def replace_by(self, package: Path, why: str) -> None:
        """On a database that fits it as it is: the package does it alone."""
        self.under_load(f"{package.name}: {why}", lambda: self.apt("install", package, "--allow-downgrades"), seconds=40, to_send=300)
        self.expect_version(package)
        with self.report.step("puntuale setup leaves it as it is"):
            done = self.host.run("puntuale", "setup", "--nome-host", "gestione.comuni.test", check=False)
            self.report.expect(done.returncode == 0, f"setup: {done.stdout[-500:]}{done.stderr}")

    def expect_version(self, package: Path) -> None:
        version = package.name.split("_")[1]
        with self.report.step(f"every service runs {version}"):
            self.report.expect(version in self.host.run("puntuale", "--version").stdout, "the program is another")
            for name in ("web", "host", "worker"):
                pid = self.host.run("systemctl", "show", "--property=MainPID", "--value", f"puntuale-{name}.service").stdout.strip()
                program = self.host.run("readlink", f"/proc/{pid}/exe", check=False).stdout.strip()
                self.report.expect(program == "/usr/sbin/puntuale", f"puntuale-{name} runs {program}")

    def back_up_and_restore(self) -> None:
        with self.report.step("a backup, and what was sent after it"):
            self.host.run("puntuale", "backup", "/var/backups/puntuale")
            self.host.run("systemctl", "start", "puntuale-backup.service")
        self.under_load("people after the backup", lambda: None, seconds=12, to_send=60)
        with self.report.step("restore"):
            backups = sorted(path.name for path in (self.host.root / "var/backups/puntuale").iterdir())
            self.report.expect(len(backups) == 3, f"not that of the upgrade, of the command and of the timer: {backups}")
            said = self.host.run("puntuale", "restore", f"/var/backups/puntuale/{backups[-1]}", "--conferma")
            self.report.say(said.stdout.strip()[-1200:].replace("\n", f"\n{'':14}"))
            self.expect_healthy()
        self.under_load("people after the restore", lambda: None, seconds=12, to_send=60)
