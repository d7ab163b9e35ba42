"""What must not be left, in logs while it runs and on the disk when it is gone."""

import os
import re

FISCAL_CODE = re.compile(r"[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d\w\d[A-Z]")


class Purging:
    def what_is_there(self) -> set[str]:
        """Files that are called after the product, and its lines among the accounts of the machine."""
        found = set()
        for directory, folders, files in os.walk(self.host.root):
            inside = directory[len(str(self.host.root)):] or "/"
            if inside == "/":
                folders[:] = [name for name in folders if name not in ("proc", "sys", "dev", "run", "tmp", "root")]
            found |= {f"{inside}/{name}" for name in [*folders, *files] if "puntuale" in f"{inside}/{name}"}
        for file in ("etc/passwd", "etc/group"):
            lines = (self.host.root / file).read_text().splitlines()
            found |= {f"{file}: {line}" for line in lines if "puntuale" in line}
        return found

    def look_for_secrets(self) -> None:
        with self.report.step("no citizen, password or key in any log"):
            said = self.host.run("journalctl", "--quiet", "--no-pager", "--output=cat").stdout
            for file in (self.host.root / "var/log/puntuale").iterdir():
                mode = file.stat().st_mode & 0o777
                self.report.expect(mode & 0o007 == 0, f"{file.name} may be read by everybody: {mode:o}")
                if file.suffix != ".gz":
                    said += file.read_text(errors="replace")
            self.report.expect(len(said) > 10_000, "there is no log to look at")
            secrets = [comune.password for comune in self.comuni] + [key for comune in self.comuni for key in comune.keys]
            secrets += [file.read_text(errors="replace").strip() for file in (self.host.root / "etc/puntuale/credentials").iterdir()
                        if file.suffix == ".password"]
            found = [secret for secret in secrets if secret in said]
            self.report.expect(not found, f"{len(found)} secrets are in the logs")
            citizens = set(FISCAL_CODE.findall(said))
            self.report.expect(not citizens, f"{len(citizens)} citizens are in the logs")

    def purge(self, before: set[str]) -> None:
        with self.report.step("apt purge"):
            self.host.run("apt-get", "-q", "-y", "purge", "puntuale")
            # The database, its copies and what nginx's own package keeps are not the package's.
            theirs = ("/var/lib/mysql/", "/var/backups/puntuale", "/var/cache/apt", "/var/log/apt", "/var/log/journal", "/var/log/mysql")
            left = {path for path in self.what_is_there() - before if not path.startswith(theirs)}
            self.report.expect(not left, f"left: {sorted(left)[:10]}")
            self.report.expect(self.host.run("nginx", "-t", check=False).returncode == 0, "nginx does not start any more")
            failed = self.host.run("systemctl", "list-units", "--failed", "--no-legend", "--plain").stdout
            self.report.expect(not failed, f"units failed: {failed}")
