"""Fixtures of the portal's tests: an executor whose answers and faults are scripted, and a Redis."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from portal import clock
from tests import redis_server
from tests.conftest import MakeApp
from tests.portal import fake_executor
from tests.portal.fake_executor import FakeExecutor
from tests.redis_server import Redis


@pytest.fixture
def fake() -> Iterator[FakeExecutor]:
    with fake_executor.serve() as executor:
        yield executor


@pytest.fixture
def fake_client(make_app: MakeApp, fake: FakeExecutor) -> FlaskClient:
    """A client of an application whose executor is scripted."""
    return make_app(EXECUTOR_SERVICE_URL=fake.url).test_client()


@pytest.fixture
def distinct_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each moment that the portal reads from the clock is at least a millisecond after the one before."""
    now, last = clock.now, clock.now()

    def next_moment() -> datetime:
        nonlocal last
        last = max(now(), last + timedelta(milliseconds=1))
        return last

    monkeypatch.setattr(clock, "now", next_moment)


@pytest.fixture
def redis() -> Iterator[Redis]:
    """A real Redis, where one is installed."""
    if redis_server.PROGRAM is None:
        pytest.skip("redis-server is not installed")
    running = Redis()
    yield running
    running.kill()


@pytest.fixture
def redis_url(redis: Redis) -> str:
    return redis.url
