"""scan.py [--expect-holes|--expect-none]: two scanners at a demo of the sources around this file, logged in as each role.

glibc knows no *.localhost, so they go to 127.0.0.1 with the tenant's name in the Host header and the session in the Cookie
header. That a scanner ends well does not say that it was logged in: what it reached is counted in nginx's log.
"""

import json
import os
import re
import subprocess
import sys
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "Tests/system/support"))

from demo import Demo  # noqa: E402
from visitor import Visitor, filled  # noqa: E402

SCANNERS = Path(os.environ["SCANNERS"])
RUN_DIR = Path(os.environ["RUN_DIR"]) / "scan"
PORT = int(os.environ["PORT"])
# ROLE: only as this one; an administrator reaches every page.
ROLES = [os.environ["ROLE"]] if os.environ.get("ROLE") else ["consultazione", "operatore", "amministratore"]

# Those that ask another machine to call back (ssrf, xxe, log4shell, spring4shell) are left out: nothing leaves this one.
# So is ldap: no directory is asked here, and it guesses from answers that differ: a 303 for a name of letters and a 422 for one
# with a NUL in it are a finding to it.
MODULES = "xss,permanentxss,sql,timesql,file,exec,crlf,redirect,csrf,cookieflags,csp,http_headers,htaccess,shellshock"
SECONDS_OF_WAPITI = 160
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# What ends the session that the scan needs; the person's own page among the people does too.
AVOIDED = {"/esci"}
# Pages that somebody without a session gets too: reaching them proves nothing.
OPEN = re.compile(r"^/(entra|logo|statico|favicon|errori|privacy|accessibilita|invito|\.well-known)")


@dataclass
class Target:
    """A page's form or address as a browser would send it."""
    method: str
    path: str
    fields: dict[str, str]

    @property
    def label(self) -> str:
        """The same for what differs only by what was typed."""
        pressed = self.fields.get("azione", "") if self.method == "POST" else "?" + "&".join(sorted(self.fields))
        return f"{self.method} {IDENTIFIER.sub('{id}', self.path)} {pressed}".strip()


def targets(visitor: Visitor, avoided: set[str]) -> list[Target]:
    """Each kind of address once, and each form of each of them by each of its buttons."""
    found: dict[str, Target] = {}
    seen, waiting = set(), ["/notifiche", "/notifiche?stato=accepted&oggetto=a"]
    while waiting:
        path = waiting.pop(0)
        kind = IDENTIFIER.sub("{id}", path)
        kind = kind.split("?")[0] + "?" + "&".join(sorted(urllib.parse.parse_qs(urllib.parse.urlsplit(kind).query)))
        if kind in seen or path.split("?")[0] in avoided:
            continue
        seen.add(kind)
        page = visitor.get(path, follow=False)
        if page.status in (301, 302, 303) and page.header("Location").startswith("/"):
            waiting.append(page.header("Location"))
        if page.status != 200 or not (page.header("Content-Type") or "").startswith("text/html"):
            continue
        address = urllib.parse.urlsplit(path)
        if address.query:
            target = Target("GET", address.path, dict(urllib.parse.parse_qsl(address.query, keep_blank_values=True)))
            found.setdefault(target.label, target)
        for form in page.forms:
            for button in form.buttons or [None]:
                fields = filled(form, button) if button else dict(form.fields)
                action = (form.address(button) if button else form.action) or address.path
                target = Target(form.method.upper(), urllib.parse.urlsplit(action).path, fields)
                if target.path not in avoided and any(name != "_token" for name in fields):
                    found.setdefault(target.label, target)
        waiting += [link.split("#")[0] for link in page.links if not link.startswith(("/statico", "/logo"))]
    return list(found.values())


def populate(demo: Demo) -> None:
    """Something to be found on every page: an arrived notification, a draft, an export."""
    visitor = demo.tenants[0].visitor("operatore")
    page = visitor.get("/notifiche/nuova")
    fields = {"servizio": demo.tenants[0].first_service, "codice_fiscale": "AAAAAA00A00A000A", "oggetto": "Messaggio per chi cerca buchi",
              "contenuto": "Questo messaggio serve a riempire l’archivio prima che comincino le ricerche. " * 2}
    assert visitor.press(page, "Aggiungi", **fields).status == 200
    visitor.press(visitor.get("/notifiche/nuova"), "Salva bozza", **fields)
    visitor.post("/esportazioni", {"_token": visitor.token()})


def own_page(demo: Demo, role: str) -> str:
    return f"/utenti/{demo.person(demo.tenants[0], demo.tenants[0].accounts[role]['utente'])}"


def run_wapiti(demo: Demo, role: str) -> list[str]:
    visitor = demo.tenants[0].visitor(role)
    report = RUN_DIR / f"wapiti-{role}.json"
    report.unlink(missing_ok=True)
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    base = f"http://127.0.0.1:{PORT}"
    subprocess.run(
        [SCANNERS / "wapiti", "-u", f"{base}/notifiche", "--scope", "domain", "-d", "6", "-t", "10", "-S", "normal",
         "-H", f"Host: {visitor.host}", "-H", f"Cookie: {cookie}", "-x", f"{base}/esci",
         "-x", f"{base}{own_page(demo, role)}", "-m", MODULES,
         "--max-scan-time", str(SECONDS_OF_WAPITI),
         "--max-attack-time", str(SECONDS_OF_WAPITI // 8), "--max-files-per-dir", "40", "--no-bugreport", "--flush-session",
         "--store-session", RUN_DIR / "wapiti", "--store-config", RUN_DIR / "wapiti", "-v", "0", "-f", "json", "-o", report],
        check=True, stdout=subprocess.DEVNULL, env=os.environ | {"HOME": str(RUN_DIR)}, timeout=SECONDS_OF_WAPITI * 10)
    said = json.loads(report.read_text())
    return [f"wapiti {kind}: {one['method']} {one['path']} {one.get('parameter') or ''} – {one['info']}"
            for group in ("vulnerabilities", "anomalies") for kind, found in said[group].items() for one in found]


def run_sqlmap(demo: Demo, role: str, known: set[str]) -> tuple[list[str], int]:
    """At what no role before could reach."""
    findings = []
    found = targets(demo.tenants[0].visitor(role), AVOIDED | {own_page(demo, role)})
    new_targets = [target for target in found if target.label not in known]
    for target in new_targets:
        known.add(target.label)
        visitor = demo.tenants[0].visitor(role)
        fields = target.fields | ({"_token": visitor.token()} if "_token" in target.fields else {})
        sent = urllib.parse.urlencode(fields)
        cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        url = f"http://127.0.0.1:{PORT}{target.path}"
        asked = ["-u", f"{url}?{sent}"] if target.method == "GET" else ["-u", url, "--method", "POST", "--data", sent]
        result = subprocess.run(
            [SCANNERS / "sqlmap", *asked, "-H", f"Host: {visitor.host}", "-H", f"Origin: {visitor.url}", "--cookie", cookie, "--batch",
             "--level", "1", "--risk", "1", "--technique", "BEUT", "--union-cols", "2-24", "--dbms", "MySQL", "--skip", "_token",
             "--flush-session",
             "--output-dir", RUN_DIR / "sqlmap", "--timeout", "10", "--retries", "0", "--threads", "2", "--disable-coloring",
             "--ignore-redirects", "--answers", "redirect=N"],
            capture_output=True, text=True, env=os.environ | {"HOME": str(RUN_DIR)}, timeout=600)
        with (RUN_DIR / "sqlmap.log").open("a", encoding="utf-8") as log:
            log.write(f"== {role} {target.label}\n{result.stdout}{result.stderr}")
        if "identified the following injection point" in result.stdout:
            parameters = re.findall(r"^Parameter: (.*)$", result.stdout, re.MULTILINE)
            findings.append(f"sqlmap {target.label}: {', '.join(parameters)}")
    return findings, len(new_targets)


def reached(demo: Demo, offset: int) -> tuple[int, int, set[str]]:
    """Requests since a place in nginx's log; how many got a page that only a session gives; and which."""
    requests = signed_in = 0
    pages = set()
    with (demo.run_dir / "logs/nginx-access.log").open(encoding="utf-8") as log:
        log.seek(offset)
        for line in log:
            entry = json.loads(line)
            requests += 1
            if entry["stato"] in (200, 422) and not OPEN.match(entry["percorso"]):
                signed_in += 1
                pages.add(f"{entry['metodo']} {IDENTIFIER.sub('{id}', entry['percorso'])}")
    return requests, signed_in, pages


def main() -> None:
    RUN_DIR.mkdir(parents=True, exist_ok=True)
    (RUN_DIR / "sqlmap.log").unlink(missing_ok=True)
    demo = Demo(RUN_DIR / "run", PORT, "h2")
    demo.begin()
    findings, all_pages, known = [], set(), set()
    try:
        demo.await_start()
        populate(demo)
        log = demo.run_dir / "logs/nginx-access.log"
        # What was planted is within everybody's reach.
        for role in ROLES[:1] if "--expect-holes" in sys.argv else ROLES:
            begin = log.stat().st_size
            found = run_wapiti(demo, role)
            requests, signed_in, pages = reached(demo, begin)
            all_pages |= pages
            print(f"wapiti as {role}: {requests} requests, {signed_in} answered with {len(pages)} kinds of logged-in pages, "
                  f"{len(found)} findings")
            assert signed_in > 100, "it was not logged in"
            findings += [f"{role}: {one}" for one in found]
            begin = log.stat().st_size
            found, number = run_sqlmap(demo, role, known)
            requests, signed_in, pages = reached(demo, begin)
            all_pages |= pages
            print(f"sqlmap as {role}: {requests} requests at {number} forms and addresses, {signed_in} answered with logged-in pages, "
                  f"{len(found)} findings")
            assert signed_in > 100, "it was not logged in"
            findings += [f"{role}: {one}" for one in found]
    finally:
        demo.stop()
    (RUN_DIR / "findings.json").write_text(json.dumps({"findings": findings, "pages": sorted(all_pages)}, indent=1, ensure_ascii=False))
    print(*findings, sep="\n")
    print(f"{len(all_pages)} kinds of logged-in pages reached, {len(findings)} findings")
    if "--expect-holes" in sys.argv:
        assert any("Cross Site Scripting" in one for one in findings), "the planted script was not found"
        assert any("sqlmap" in one for one in findings), "the planted SQL was not found"
    if "--expect-none" in sys.argv:
        assert not findings


main()
