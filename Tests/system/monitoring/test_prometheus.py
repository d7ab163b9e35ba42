"""A real Prometheus reads the demo: the metrics as promtool wants them, the rules as they load, every query of the dashboard."""

import json
import re
import subprocess
import urllib.parse
import urllib.request
from contextlib import closing

import pytest

from citizens import new_citizen
from compose import send
from demo import REPOSITORY, free_port, until

DASHBOARD = json.loads((REPOSITORY / "monitoring/puntuale.dashboard.json").read_text())
QUERIES = [(panel["title"], target["expr"]) for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
# Nothing where nothing waits.
MAY_BE_EMPTY = {"Da inviare, i dieci enti che ne hanno di più"}


class Prometheus:
    def __init__(self, port: int):
        self.port = port

    def ask(self, path: str, **parameters: str) -> dict:
        address = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        with closing(urllib.request.urlopen(address, timeout=10)) as answer:
            return json.loads(answer.read())["data"]

    @property
    def is_ready(self) -> bool:
        """It listens before it answers anything but 503."""
        try:
            with closing(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=10)) as answer:
                return answer.status == 200
        except OSError:
            return False

    def query(self, expression: str) -> list[dict]:
        return self.ask("query", query=expression)["result"]


@pytest.fixture(scope="module")
def prometheus(demo, tenant, operator):
    """Reads the demo every second, of which it has a send, a page and a wrong password to see."""
    place = demo.run_dir / "prometheus"
    place.mkdir(exist_ok=True)
    settings = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"}, "rule_files": [str(REPOSITORY / "monitoring/puntuale.rules.yml")],
        "scrape_configs": [{"job_name": "puntuale", "metrics_path": "/metriche",
                            "static_configs": [{"targets": [f"127.0.0.1:{demo.port + 500}"]}]}],
    }
    (place / "prometheus.yml").write_text(json.dumps(settings))
    found = Prometheus(free_port(demo.port + 400))
    with (demo.run_dir / "logs/prometheus.log").open("w") as log:
        server = subprocess.Popen(
            ["prometheus", f"--config.file={place}/prometheus.yml", f"--storage.tsdb.path={place}/data",
             f"--web.listen-address=127.0.0.1:{found.port}"], stdout=log, stderr=log)
    try:
        until(lambda: found.is_ready, 60)
        until(lambda: found.query("puntuale_workers"), 60)
        demo.await_state(send(operator, tenant, new_citizen()), "processed")
        visitor = tenant.visitor()
        visitor.press(visitor.get("/entra"), "Entra", utente="nessuno", password="una qualunque di dodici")
        until(lambda: found.query("rate(puntuale_deliveries_total{outcome='processed'}[20s]) > 0"), 60)
        yield found
    finally:
        server.terminate()
        server.wait(20)


def test_the_metrics_are_as_prometheus_wants_them(demo):
    answer = demo.monitor.get("/metriche")
    assert answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8"
    checked = subprocess.run(["promtool", "check", "metrics"], input=answer.body, capture_output=True, check=False, timeout=30)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")


def test_every_query_of_the_dashboard_is_answered_with_data(prometheus):
    assert len(QUERIES) > 25 and len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    for title, expression in QUERIES:
        asked = expression.replace("$job", "puntuale").replace("$__rate_interval", "20s")
        assert "$" not in asked, title
        assert prometheus.query(asked) or title in MAY_BE_EMPTY, (title, asked)


def test_rules_and_dashboard_name_only_what_there_is(prometheus):
    known = set(prometheus.ask("label/__name__/values"))
    rules = (REPOSITORY / "monitoring/puntuale.rules.yml").read_text()
    named = set(re.findall(r"\b(?:puntuale|process)_[a-z_]+", " ".join(expression for _, expression in QUERIES)))
    named |= set(re.findall(r"\b(?:puntuale|process)_[a-z_0-9]+", "\n".join(re.findall(r"^ {8}expr:(?:.*\n)(?: {10}.*\n)*", rules, re.M))))
    assert len(named) > 20 and named <= known, named - known


def test_the_rules_load_and_nothing_is_wrong_with_the_demo(prometheus):
    until(lambda: all(rule["health"] == "ok" for rule in rules(prometheus)), 60, lambda: rules(prometheus))
    raised = {rule["name"] for rule in rules(prometheus) if rule["state"] == "firing"}
    assert not raised & {"PuntualeUnreachable", "PuntualeDatabaseAway", "PuntualeNoWorker", "PuntualeNothingLeaves", "PuntualeServerErrors"}


def rules(prometheus: Prometheus) -> list[dict]:
    return [rule for group in prometheus.ask("rules")["groups"] for rule in group["rules"]]


def test_what_happened_is_in_the_numbers(prometheus, demo):
    # A worker that another test has ended counts for some seconds.
    until(lambda: demo.metrics()["puntuale_workers"] == 1, 30)
    metrics = demo.metrics()
    assert metrics['puntuale_sends_total{outcome="accepted"}'] >= 1 and metrics['puntuale_deliveries_total{outcome="processed"}'] >= 1
    assert metrics["puntuale_logins_failed_total"] >= 1 and metrics["puntuale_sessions"] >= 1 and metrics["puntuale_workers"] == 1
    assert metrics['puntuale_calls_total{call="submit",outcome="accepted"}'] == metrics['puntuale_sends_total{outcome="accepted"}']
