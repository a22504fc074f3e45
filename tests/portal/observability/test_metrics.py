"""Metrics: what is counted, that labels stay few, and that the dashboard and the alerts ask for what there is."""

import json
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from portal import clock
from portal.database import Database
from portal.services import activity
from tests.conftest import MakeApp, sign_up
from tests.portal.fake_executor import FakeExecutor, result

DEPLOY = Path(__file__).parents[3] / "deploy"
Sample = tuple[str, dict[str, str], float]


def samples(text: str) -> list[Sample]:
    found = text_string_to_metric_families(text)
    return [(sample.name, sample.labels, sample.value) for family in found for sample in family.samples]


def scrape(client: FlaskClient) -> list[Sample]:
    return samples(client.get("/metrics").get_data(as_text=True))


def value(client: FlaskClient, name: str, **labels: str) -> float:
    """The value of one time series, 0 while there is none."""
    return sum(found for sample, having, found in scrape(client) if sample == name and having == labels)


@pytest.fixture(autouse=True)
def _count_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity._LastCount, "at", float("-inf"))


def test_requests_are_counted_by_method_route_and_status(client: FlaskClient) -> None:
    name = "portal_http_request_duration_seconds_count"
    labels = {"method": "GET", "route": "/api/exercises/<exercise_id>", "status": "404"}
    before = value(client, name, **labels)
    client.get("/api/exercises/no-such")
    client.get("/api/exercises/none-either")
    assert value(client, name, **labels) == before + 2


def test_responses_are_counted_by_the_class_of_their_status(client: FlaskClient) -> None:
    def counts() -> list[float]:
        return [value(client, "portal_http_responses_total", **{"class": f"{status}xx"}) for status in range(1, 6)]

    before = counts()
    client.get("/api/exercises/no-such")
    client.get("/health/deps")  # there is no executor
    _, of_scrapes, *others = (now - then for now, then in zip(counts(), before, strict=True))
    assert of_scrapes >= 5
    assert others == [0, 1, 1]


def waits(client: FlaskClient, start: str | float) -> tuple[float, float]:
    """Send a request with this `X-Request-Start`; return how many waits are counted for it, and their seconds."""

    def measured() -> tuple[float, float]:
        found = {name: value for name, _, value in scrape(client)}
        return found["portal_http_queue_seconds_count"], found["portal_http_queue_seconds_sum"]

    count, total_s = measured()
    client.get("/health", headers={"X-Request-Start": start if isinstance(start, str) else f"t={start:.3f}"})
    count_after, total_after_s = measured()
    return count_after - count, total_after_s - total_s


def test_the_wait_before_the_application_is_measured_behind_a_proxy(make_app: MakeApp) -> None:
    client = make_app(TRUSTED_PROXIES="1").test_client()
    counted, seconds = waits(client, time.time() - 100)
    assert counted == 1
    assert 99.9 < seconds < 160


def test_a_clock_of_the_proxy_that_is_a_little_ahead_means_no_wait(make_app: MakeApp) -> None:
    counted, seconds = waits(make_app(TRUSTED_PROXIES="1").test_client(), time.time() + 0.9)
    assert counted == 1
    assert 0 <= seconds < 60


def test_only_a_trusted_proxy_says_when_it_sent_a_request(client: FlaskClient) -> None:
    assert waits(client, time.time() - 1) == (0, 0)


@pytest.mark.parametrize(
    "start",
    ["", "t=", "now", "t=-1", "t=nan", "t=inf", "t=1e9", "t=0x1", "t=1_0", "t=\u0661", "t=1.", "t=" + "9" * 5000,
     "{now}", "t={now}, t={now}", "t={now}x", " t={now} 1", "t={later}", "t={earlier}", "t=0"],
)  # fmt: skip
def test_a_start_that_is_malformed_or_not_credible_is_ignored(make_app: MakeApp, start: str) -> None:
    now = time.time()
    client = make_app(TRUSTED_PROXIES="1").test_client()
    assert waits(client, start.format(now=f"{now:.3f}", later=f"{now + 300:.3f}", earlier=f"{now - 601:.3f}")) == (0, 0)


def test_invented_methods_and_paths_become_no_labels(client: FlaskClient) -> None:
    client.open("/no/such/place", method="BREW")
    client.get("/api/exercises/made-up-slug?made=up", headers={"User-Agent": "made-up", "X-Request-ID": "made-up"})
    text = client.get("/metrics").get_data(as_text=True)
    assert 'method="OTHER",route="unmatched",status="404"' in text
    assert "BREW" not in text
    assert "made" not in text


def test_statements_have_the_names_of_their_dao_functions(client: FlaskClient) -> None:
    sign_up(client, "ada")
    client.get("/api/exercises")
    names = {labels["query"] for name, labels, _ in scrape(client) if name == "portal_db_query_duration_seconds_count"}
    assert {"users.insert", "sessions.insert", "catalogue.get_version", "db.begin", "db.commit"} <= names
    assert not [name for name in names if not re.fullmatch(r"[a-z_]+\.[a-z_]+", name)]


def test_executions_are_counted_with_the_time_they_waited(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    counted, waited = ("portal_executions_total", "portal_execution_queue_seconds_sum")
    before = value(fake_client, counted, kind="run", status="timeout"), value(fake_client, waited, kind="run")
    fake.data = result(status="timeout", success=False, queueTime=250.0)
    fake_client.post("/api/exercises/run", json={"code": "1"})
    assert value(fake_client, counted, kind="run", status="timeout") == before[0] + 1
    assert value(fake_client, waited, kind="run") == pytest.approx(before[1] + 0.25)


def test_failed_executions_are_counted_by_their_error(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    labels = {"kind": "run", "status": "executor_busy"}
    before = value(fake_client, "portal_executions_total", **labels)
    fake.status = 503
    fake_client.post("/api/exercises/run", json={"code": "1"})
    assert value(fake_client, "portal_executions_total", **labels) == before + 1


def test_sign_ins_are_counted_and_failed_ones_too(client: FlaskClient) -> None:
    def counts() -> list[float]:
        actions = ("register", "login", "login_failed")
        return [value(client, "portal_user_activity_total", action=action) for action in actions]

    before = counts()
    sign_up(client, "ada")
    client.post("/api/auth/login", json={"username": "ada", "password": "correct horse"})
    for _ in range(2):
        client.post("/api/auth/login", json={"username": "ada", "password": "a wrong one"})
    assert [after - old for after, old in zip(counts(), before, strict=True)] == [1, 1, 2]


def test_a_stored_answer_given_again_is_counted(fake_client: FlaskClient) -> None:
    headers = {**sign_up(fake_client, "ada"), "Idempotency-Key": "once"}
    before = value(fake_client, "portal_idempotency_replays_total")
    for _ in range(3):
        fake_client.post("/api/progress", json={"exerciseId": "greet"}, headers=headers)
    assert value(fake_client, "portal_idempotency_replays_total") == before + 2


def test_active_learners_are_distinct_and_within_the_window(client: FlaskClient, db: Database) -> None:
    for name in ("ada", "grace", "joan"):
        sign_up(client, name)
    client.post("/api/auth/login", json={"username": "ada", "password": "correct horse"})
    yesterday = clock.to_text(clock.now() - timedelta(hours=20))
    old = "UPDATE sessions SET last_used_at = :at WHERE user_id = (SELECT id FROM users WHERE username = 'joan')"
    db.execute(old, {"at": yesterday})
    assert [value(client, "portal_active_learners", window=window) for window in ("10m", "1d")] == [2, 3]


def test_active_learners_are_counted_at_most_every_ten_seconds(client: FlaskClient) -> None:
    sign_up(client, "ada")
    assert value(client, "portal_active_learners", window="1d") == 1
    sign_up(client, "grace")
    assert value(client, "portal_active_learners", window="1d") == 1


def test_metrics_can_be_read_without_a_database(app: Flask, tmp_path: Path) -> None:
    app.extensions["portal"].connections.close_all()
    for path in tmp_path.glob("portal.db*"):
        path.unlink()
    (tmp_path / "portal.db").write_bytes(b"this is no database" * 100)
    assert app.test_client().get("/metrics").status_code == 200


def expressions() -> Iterator[tuple[str, str]]:
    """Every PromQL expression of the dashboard and the alerts, with its place."""
    dashboard = json.loads((DEPLOY / "grafana" / "portal.json").read_text())
    for panel in dashboard["panels"]:
        yield from ((panel["title"], target["expr"]) for target in panel.get("targets", []))
    for group in yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())["groups"]:
        yield from ((rule["alert"], rule["expr"]) for rule in group["rules"])


@pytest.fixture(scope="module")
def exposed_cache() -> dict[str, list[Sample]]:
    return {}


@pytest.fixture
def exposed(make_app: MakeApp, executor_url: str, exposed_cache: dict[str, list[Sample]]) -> list[Sample]:
    """What both services expose once each thing that is counted has happened."""
    if "samples" not in exposed_cache:
        client = make_app(EXECUTOR_SERVICE_URL=executor_url).test_client()
        warm_up(client)
        limited = make_app(RATE_LIMIT_MAX_REQUESTS="1", REDIS_URL="redis://127.0.0.1:9/0").test_client()
        assert [limited.get("/api/exercises").status_code for _ in range(2)][-1] == 429
        scrape(limited)
        there = requests.get(f"{executor_url}/metrics", timeout=10).text
        exposed_cache["samples"] = scrape(client) + samples(there)
    return exposed_cache["samples"]


def warm_up(client: FlaskClient) -> None:
    headers = sign_up(client, "ada")
    client.post("/api/auth/login", json={"username": "ada", "password": "a wrong one"})
    client.post("/api/auth/login", json={"username": "ada", "password": "correct horse"})
    client.post("/api/exercises/run", json={"code": "print(1)"})
    client.post("/api/exercises/test", json={"exerciseId": "greet", "code": "def greet(n): ..."}, headers=headers)


@pytest.mark.integration
@pytest.mark.parametrize(("place", "expression"), list(expressions()), ids=lambda text: text[:30])
def test_every_metric_asked_for_is_exposed(exposed: list[Sample], place: str, expression: str) -> None:
    names = {name for name, _, _ in exposed} | {"up"}
    labels = {label for _, having, _ in exposed for label in having} | {"instance", "job"}
    used = set(re.findall(r"\b(?:portal_|executor_)[a-z_]+\b|\bup\b", re.sub(r'"[^"]*"', "", expression)))
    assert used, f"{place} asks for nothing"
    assert used <= names
    grouped = {label for group in re.findall(r"by \(([^)]*)\)", expression) for label in group.split(", ")}
    selected = set(re.findall(r"(\w+)(?:=~|!~|!=|=)\"", expression))
    assert grouped | selected <= labels


@pytest.mark.integration
def test_every_metric_of_the_operators_page_is_exposed_and_every_metric_of_the_portal_is_on_it(
    exposed: list[Sample],
) -> None:
    page = (DEPLOY.parent / "docs" / "operating.md").read_text()
    documented = set(re.findall(r"^\| `(portal_\w+)`", page, re.MULTILINE))
    ours = {re.sub("_(bucket|count|sum)$", "", name) for name, _, _ in exposed if name.startswith("portal_")}
    of_the_exporter = {"portal_exporter_info", "portal_http_request_total", "portal_http_request_exceptions_total"}
    assert documented == {name for name in ours - of_the_exporter if not name.endswith("_created")}


def test_prometheus_is_told_the_rules_and_both_services() -> None:
    config: dict[str, Any] = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
    assert [(DEPLOY / "prometheus" / name).exists() for name in config["rule_files"]] == [True]
    assert {job["job_name"] for job in config["scrape_configs"]} == {"portal", "executor"}
