"""The alert rules: what fires each of them, on counters that exist before they count, and under real load."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from executor.metrics import Metrics
from tests.portal import fake_executor
from tests.serving import PROJECT, Server, until

PROMETHEUS = PROJECT / "deploy" / "prometheus"
RULE_TESTS = PROJECT / "tests" / "alert_rules.yml"
Counts = dict[str, float]
NEW_PORTAL = """
from app import create_app
from portal.observability import metrics_exporter
with create_app().app_context():
    print(metrics_exporter.render(None)[0].decode())
"""
needs_promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def promtool(*arguments: str | Path) -> None:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@needs_promtool
def test_prometheus_accepts_the_configuration_and_the_rules() -> None:
    promtool("check", "config", PROMETHEUS / "prometheus.yml")


@needs_promtool
def test_each_alert_fires_when_it_should() -> None:
    promtool("test", "rules", RULE_TESTS)


@pytest.mark.parametrize("alert", [rule["alert"] for rule in rules()])
def test_no_alert_is_without_a_test_in_which_it_fires(alert: str) -> None:
    assert f'{{alertname="{alert}"}}' in RULE_TESTS.read_text()


def test_every_counter_of_an_alert_is_exposed_before_it_counts(tmp_path: Path) -> None:
    """A series that begins with 1 is no increase to Prometheus."""
    env = {"PATH": os.environ["PATH"], "DATABASE_URL": str(tmp_path / "portal.db"), "JWT_SECRET": "x" * 64}
    portal = subprocess.run([sys.executable, "-c", NEW_PORTAL], cwd=PROJECT, env=env, capture_output=True, check=True)
    exposed = counts(portal.stdout.decode() + Metrics().render().decode())
    for rule in rules():
        for selector in re.findall(r'\w+_total(?:\{\w+="\w+"\})?', rule["expr"]):
            name, _, label = selector.partition("{")
            series = [one for one in exposed if one.startswith(name) and label.rstrip("}") in one]
            assert series, f"{rule['alert']} uses {selector}"
            assert {exposed[one] for one in series} == {0}


def counts(text: str) -> Counts:
    """The value of each counter and histogram by its name, as PromQL writes it."""
    return {
        f"{sample.name}{{{','.join(f'{label}={json.dumps(value)}' for label, value in sample.labels.items())}}}": (
            sample.value
        )
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if family.type in ("counter", "histogram") and not sample.name.endswith("_created")
    }


def scrape(server: Server) -> Counts:
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=30) as response:  # noqa: S310
        return counts(response.read().decode())


@pytest.mark.integration
@needs_promtool
def test_the_alert_on_slowness_fires_when_quick_requests_wait_for_a_thread(tmp_path: Path) -> None:
    sent: list[float] = []

    def ask(path: str, body: bytes | None = None) -> None:
        """Send a request with the time, as the shipped nginx does."""
        sent.append(time.time())
        headers = {"X-Request-Start": f"t={sent[-1]:.3f}", "Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(server.url + path, body, headers), timeout=30):  # noqa: S310
            pass

    one_thread = {"WEB_CONCURRENCY": "1", "WEB_THREADS": "1", "TRUSTED_PROXIES": "1", "ready": "/health/ready"}
    with fake_executor.serve() as executor, ThreadPoolExecutor(13) as crowd:
        server = Server(tmp_path, EXECUTOR_SERVICE_URL=executor.url, **one_thread)
        try:
            before = scrape(server)
            executor.hold.clear()
            calls = [crowd.submit(ask, "/api/exercises/run", b'{"code": "1"}')]
            until(lambda: executor.requests)
            calls += [crowd.submit(ask, "/api/exercises") for _ in range(12)]
            until(lambda: len(sent) == 13)
            time.sleep(0.6)  # all but the first wait for the only thread
            executor.hold.set()
            for call in calls:
                call.result()
            after = scrape(server)
        finally:
            executor.hold.set()
            server.close()
    waited, soon = (f"portal_http_queue_seconds_{name}" for name in ("count{}", 'bucket{le="0.5"}'))
    assert after[waited] - before[waited] == 13
    assert after[soon] - before[soon] <= 1
    assert "PortalSlow" in firing(before, after, tmp_path)


def firing(before: Counts, after: Counts, folder: Path) -> set[str]:
    """Return the alerts that fire when each minute of half an hour counts what was counted between two scrapes."""
    series = [
        {"series": name.removesuffix("{}"), "values": f"{before.get(name, 0)}+{value - before.get(name, 0)}x30"}
        for name, value in after.items()
    ]
    nothing = {"expr": 'ALERTS{alertstate="firing"}', "eval_time": "30m"}
    test = {"interval": "1m", "input_series": series, "promql_expr_test": [nothing]}
    path = folder / "rules.yml"
    path.write_text(json.dumps({"rule_files": [str(PROMETHEUS / "alerts.yml")], "tests": [test]}))
    done = subprocess.run(["promtool", "test", "rules", path], capture_output=True, text=True, check=False)
    assert "SUCCESS" in done.stdout or "got:" in done.stderr, done.stdout + done.stderr
    return set(re.findall(r'alertname=\\?"(\w+)', done.stderr))
