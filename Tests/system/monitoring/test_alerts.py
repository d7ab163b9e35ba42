"""The alert rules, without a demo: each is raised by its own condition and by no other, and a day on which all is well by none."""

import json
import re
import subprocess

import pytest

from demo import REPOSITORY

RULES = REPOSITORY / "monitoring/puntuale.rules.yml"
ALERTS = re.findall(r"alert: (\w+)", RULES.read_text())
SOURCE = {"job": "puntuale", "instance": "notifiche"}
MINUTES = 300

# Metric: what it is minute after minute while all is well, in promtool's notation.
WELL = {
    "up": "1x{n}",
    "process_start_time_seconds": "1000x{n}",
    "puntuale_database_up": "1x{n}",
    "puntuale_workers": "1x{n}",
    "puntuale_workers_unable_to_write": "0x{n}",
    'puntuale_worker_last_seen_seconds{host="a"}': "2x{n}",
    "puntuale_worker_starts_total": "4x{n}",
    "puntuale_workers_lost_total": "1x{n}",
    "puntuale_restore_pending": "0x{n}",
    "puntuale_oldest_waiting_seconds": "3x{n}",
    "puntuale_uncertain_oldest_seconds": "600x{n}",
    "puntuale_keys_refused": "0x{n}",
    "puntuale_mail_server_trouble_seconds": "0x{n}",
    "puntuale_logins_failed_total": "0+1x{n}",
    'puntuale_certificate_expiry_seconds{name="a.example"}': "5000000x{n}",
    **{f'puntuale_lanes_paused{{reason="{reason}"}}': "0x{n}" for reason in
       ("keys", "refusals", "ceiling", "service", "tenant", "installation", "unreachable", "failing", "silent", "unclear",
        "throttled")},
    **{f'puntuale_lanes_paused{{reason="{reason}"}}': "3x{n}" for reason in ("quota", "read_only")},
    **{f'puntuale_sends_total{{outcome="{outcome}"}}': f"0+{rate}x{{n}}" for outcome, rate in
       {"accepted": 100, "postponed": 20, "unreachable": 30, "refused": 0.2, "failed": 0, "uncertain": 0.1}.items()},
    **{f'puntuale_calls_total{{call="submit",outcome="{outcome}"}}': f"0+{rate}x{{n}}" for outcome, rate in
       {"accepted": 100, "throttled": 20, "unauthorized": 1, "unknown": 1, "server_error": 1, "unavailable": 1, "not_sent": 1}.items()},
    **{f'puntuale_request_seconds_count{{class="{kind}"}}': f"0+{rate}x{{n}}" for kind, rate in
       {"2xx": 600, "3xx": 100, "4xx": 50, "5xx": 1}.items()},
    **{f'puntuale_request_seconds_bucket{{class="2xx",le="{bound}"}}': f"0+{rate}x{{n}}" for bound, rate in
       {"0.05": 500, "0.5": 590, "1.0": 599, "2.5": 600, "+Inf": 600}.items()},
}

# Alert: what is otherwise. Every alert has a line here.
TROUBLE = {
    "PuntualeUnreachable": {"up": "0x{n}"},
    "PuntualeDatabaseAway": {"puntuale_database_up": "0x{n}"},
    "PuntualeNoWorker": {"puntuale_workers": "0x{n}", 'puntuale_worker_last_seen_seconds{host="a"}': "0+60x{n}"},
    "PuntualeWorkerCannotWrite": {"puntuale_workers_unable_to_write": "1x{n}"},
    "PuntualeWorkerSilent": {'puntuale_worker_last_seen_seconds{host="b"}': "0+60x{n}"},
    "PuntualeRestorePending": {"puntuale_restore_pending": "1x{n}"},
    "PuntualeNothingLeaves": {"puntuale_oldest_waiting_seconds": "1800x{n}", 'puntuale_sends_total{outcome="accepted"}': "7x{n}"},
    "PuntualeOldestWaiting": {"puntuale_oldest_waiting_seconds": "0+60x{n}"},
    "PuntualeAppIOFailing": {'puntuale_calls_total{call="submit",outcome="server_error"}': "0+300x{n}"},
    "PuntualeAppIOPaused": {'puntuale_lanes_paused{reason="silent"}': "1x{n}"},
    "PuntualeManyUncertain": {'puntuale_sends_total{outcome="uncertain"}': "0+2x{n}"},
    "PuntualeUncertainOld": {"puntuale_uncertain_oldest_seconds": "80000+60x{n}"},
    "PuntualeManyFailed": {'puntuale_sends_total{outcome="failed"}': "0+60x{n}"},
    "PuntualeKeyRefused": {"puntuale_keys_refused": "1x{n}"},
    "PuntualeServiceStopped": {'puntuale_lanes_paused{reason="refusals"}': "1x{n}"},
    "PuntualeMailTrouble": {"puntuale_mail_server_trouble_seconds": "0+60x{n}"},
    "PuntualePausedLong": {'puntuale_lanes_paused{reason="tenant"}': "2x{n}"},
    "PuntualeServerErrors": {'puntuale_request_seconds_count{class="5xx"}': "0+100x{n}"},
    "PuntualeSlowPages": {f'puntuale_request_seconds_bucket{{class="2xx",le="{bound}"}}': "0+400x{n}" for bound in ("0.5", "1.0")},
    "PuntualeFailedLogins": {"puntuale_logins_failed_total": "0+30x{n}"},
    "PuntualeCertificateExpiring": {'puntuale_certificate_expiry_seconds{name="a.example"}': "1000000-60x{n}"},
    "PuntualeRestarting": {"puntuale_workers_lost_total": "0+0.5x{n}"},
}

# What looks like trouble and is none.
HARMLESS = {
    "three wanted restarts": {"process_start_time_seconds": "1000x285 1001x4 1002x4 1003x100",
                              "puntuale_worker_starts_total": "4x285 5x4 6x4 7x100"},
    "a few slow log ins at night": {
        **{f'puntuale_request_seconds_count{{class="{kind}"}}': "0+1x{n}" for kind in ("2xx", "3xx", "4xx")},
        'puntuale_request_seconds_count{class="5xx"}': "0x{n}",
        **{f'puntuale_request_seconds_bucket{{class="2xx",le="{bound}"}}': f"0+{rate}x{{n}}" for bound, rate in
           {"0.05": 0, "0.5": 0, "1.0": 0.5, "2.5": 1, "+Inf": 1}.items()},
    },
    "a key that is tried while nobody sends": {
        **{metric: "0x{n}" for metric in WELL if metric.startswith("puntuale_calls_total")},
        'puntuale_calls_total{call="profile",outcome="unauthorized"}': "0+0.5x{n}",
    },
}

# Trouble, and the words with which its alert says so.
WORDS = [
    ("PuntualeKeyRefused", {"puntuale_keys_refused": "1x{n}"}, {}, "App IO rifiuta una chiave"),
    ("PuntualeKeyRefused", {"puntuale_keys_refused": "2x{n}"}, {}, "App IO rifiuta 2 chiavi"),
    ("PuntualeServiceStopped", {'puntuale_lanes_paused{reason="keys"}': "1x{n}"}, {"reason": "keys"},
     "Un servizio fermo: chiavi rifiutate"),
    ("PuntualeServiceStopped", {'puntuale_lanes_paused{reason="ceiling"}': "3x{n}"}, {"reason": "ceiling"},
     "3 servizi fermi: massimo del giorno raggiunto"),
    ("PuntualeAppIOPaused", {'puntuale_lanes_paused{reason="silent"}': "1x{n}"}, {}, "Un servizio attende App IO"),
    ("PuntualePausedLong", {'puntuale_lanes_paused{reason="tenant"}': "1x{n}"}, {"reason": "tenant"},
     "Un servizio sospeso da più di quattro ore"),
    ("PuntualeAppIOFailing", {**{metric: "0x{n}" for metric in WELL if metric.startswith("puntuale_calls_total")},
                              'puntuale_calls_total{call="submit",outcome="server_error"}': "0+30x{n}",
                              'puntuale_calls_total{call="submit",outcome="accepted"}': "0+10x{n}"}, {},
     "Il 75 % delle chiamate ad App IO non riesce"),
    ("PuntualeUncertainOld", {"puntuale_uncertain_oldest_seconds": "180000x{n}"}, {},
     "Un esito incerto attende una decisione da 2g 2h 0m 0s"),
    ("PuntualeCertificateExpiring", {'puntuale_certificate_expiry_seconds{name="a.example"}': "180000x{n}"}, {"name": "a.example"},
     "Il certificato di a.example scade fra 2g 2h 0m 0s"),
    ("PuntualeCertificateExpiring", {'puntuale_certificate_expiry_seconds{name="a.example"}': "-60x{n}"}, {"name": "a.example"},
     "Il certificato di a.example è scaduto"),
    ("PuntualeSlowPages", TROUBLE["PuntualeSlowPages"], {}, "Una pagina su venti dura più di 2,0 secondi"),
]


def promtool(*arguments: object, **more) -> subprocess.CompletedProcess:
    return subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60, **more)


def series(values: dict[str, str]) -> list[dict[str, str]]:
    def labelled(metric: str) -> str:
        name, _, labels = metric.rstrip("}").partition("{")
        source = ",".join(f'{key}="{value}"' for key, value in SOURCE.items())
        return f"{name}{{{source}{',' + labels if labels else ''}}}"

    return [{"series": labelled(metric), "values": value.format(n=MINUTES)} for metric, value in (WELL | values).items()]


def firing(alerts: list[str], trouble: dict[str, str]) -> dict:
    """In the end exactly these are raised."""
    return {
        "interval": "1m", "input_series": series(trouble),
        "promql_expr_test": [{
            "expr": 'count by (alertname) (ALERTS{alertstate="firing"})', "eval_time": f"{MINUTES}m",
            "exp_samples": [{"labels": f'{{alertname="{alert}"}}', "value": 1} for alert in alerts],
        }],
    }


def test_the_rules_are_right_and_each_has_its_case():
    assert sorted(ALERTS) == sorted(TROUBLE) and len(set(ALERTS)) == len(ALERTS)
    checked = promtool("check", "rules", RULES)
    assert checked.returncode == 0 and f"{len(ALERTS)} rules found" in checked.stdout, checked.stdout + checked.stderr


def check(tmp_path, case: dict) -> None:
    # JSON is YAML.
    (tmp_path / "case.yml").write_text(json.dumps({"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": [case]}))
    found = promtool("test", "rules", tmp_path / "case.yml")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("alert", [None, *ALERTS])
def test_an_alert_is_raised_by_its_own_condition_and_by_no_other(tmp_path, alert):
    check(tmp_path, firing([alert] if alert else [], TROUBLE[alert] if alert else {}))


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_wanted_or_rare_raises_nothing(tmp_path, name):
    check(tmp_path, firing([], HARMLESS[name]))


@pytest.mark.parametrize("alert, trouble, labels, summary", WORDS)
def test_an_alert_counts_as_people_do(tmp_path, alert, trouble, labels, summary):
    rule = next(rule for rule in re.split(r"\n\n", RULES.read_text()) if f"alert: {alert}\n" in rule)
    severity = re.search(r"severity: (\w+)", rule).group(1)
    raised = {"exp_labels": {"severity": severity, **SOURCE, **labels}, "exp_annotations": {"summary": summary}}
    (tmp_path / "rules.yml").write_text(re.sub(r"(?ms)^          description: .*?(?=^ {0,8}\S|\Z)", "", RULES.read_text()))
    case = {"interval": "1m", "input_series": series(trouble),
            "alert_rule_test": [{"eval_time": f"{MINUTES}m", "alertname": alert, "exp_alerts": [raised]}]}
    (tmp_path / "case.yml").write_text(json.dumps({"rule_files": ["rules.yml"], "evaluation_interval": "1m", "tests": [case]}))
    found = promtool("test", "rules", tmp_path / "case.yml")
    assert found.returncode == 0, found.stdout + found.stderr
