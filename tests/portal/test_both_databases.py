"""Nobody can tell from an answer which database is behind it: one scripted day, played on both."""

import pytest
import time_machine
from flask import Flask

from tests import postgresql
from tests.conftest import MakeApp
from tests.portal.fake_executor import FakeExecutor
from tests.portal.scripted_day import START, Day, play
from tests.postgresql import ReusableDatabase

# Not data: the page, its files, documents, and measurements.
OTHER = ("/", "/api", "/api/openapi.json", "/metrics", "/favicon.ico", "/robots.txt")


def play_on(app: Flask, fake: FakeExecutor) -> Day:
    with time_machine.travel(START, tick=False) as clock:
        day = Day(app.test_client(), clock)
        play(day, fake)
    return day


def test_the_day_calls_every_operation(make_app: MakeApp, fake: FakeExecutor) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=fake.url)
    operations = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule not in OTHER and not rule.rule.startswith(("/api/docs", "/playground"))
    }
    day = play_on(app, fake)
    assert operations - day.operations == set()
    assert {status for _, status, _ in day.answers} >= {200, 201, 202, 400, 401, 403, 404, 409, 422, 502}
    assert max(status for _, status, _ in day.answers) < 505


@pytest.mark.skipif(postgresql.PROGRAMS is None, reason="PostgreSQL is not installed")
def test_a_day_is_answered_alike_by_both_databases(
    make_app: MakeApp, fake: FakeExecutor, reusable_database: ReusableDatabase
) -> None:
    reusable_database.reset()
    on_sqlite = play_on(make_app(EXECUTOR_SERVICE_URL=fake.url), fake)
    on_postgresql = play_on(make_app(EXECUTOR_SERVICE_URL=fake.url, DATABASE_URL=reusable_database.url), fake)
    for mine, theirs in zip(on_sqlite.answers, on_postgresql.answers, strict=True):
        assert mine == theirs
