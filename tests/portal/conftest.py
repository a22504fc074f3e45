"""Fixtures of the portal's tests: an executor whose answers and faults are scripted, and a Redis."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import MakeApp
from tests.portal import fake_executor
from tests.portal.fake_executor import FakeExecutor
from tests.serving import free_port


@pytest.fixture
def fake() -> Iterator[FakeExecutor]:
    with fake_executor.serve() as executor:
        yield executor


@pytest.fixture
def fake_client(make_app: MakeApp, fake: FakeExecutor) -> FlaskClient:
    """A client of an application whose executor is scripted."""
    return make_app(EXECUTOR_SERVICE_URL=fake.url, EXECUTOR_TIMEOUT="1000").test_client()


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A real Redis, where one is installed."""
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    command = [server, "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while subprocess.run(["redis-cli", "-p", str(port), "ping"], capture_output=True, check=False).stdout != b"PONG\n":
        time.sleep(0.02)
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait()
