"""Fixtures of the portal's tests: an executor whose answers and faults are scripted."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.conftest import MakeApp
from tests.portal import fake_executor
from tests.portal.fake_executor import FakeExecutor


@pytest.fixture
def fake() -> Iterator[FakeExecutor]:
    with fake_executor.serve() as executor:
        yield executor


@pytest.fixture
def fake_client(make_app: MakeApp, fake: FakeExecutor) -> FlaskClient:
    """A client of an application whose executor is scripted."""
    return make_app(EXECUTOR_SERVICE_URL=fake.url, EXECUTOR_TIMEOUT="400").test_client()
