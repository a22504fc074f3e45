"""An executor service in this process, with real workers and a real sandbox, shared by the tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from executor import build
from executor.app import create_app
from executor.models import Limits
from executor.settings import Settings
from executor.worker_pool import WorkerPool

# Runs that must end are ended by processor time: how long that takes on a busy machine proves nothing.
PATIENCE_MS = 60_000
Execute = Callable[..., dict[str, Any]]
MakePool = Callable[..., WorkerPool]


@pytest.fixture(scope="session")
def service() -> Iterator[Flask]:
    settings = {"EXECUTOR_WORKERS": "2", "EXECUTOR_QUEUE": "4", "EXECUTOR_MAX_TIMEOUT_MS": str(PATIENCE_MS)}
    app = create_app(Settings.from_environment(settings))
    app.extensions["startup_check"].wait(60)
    yield app
    app.extensions["pool"].close()


@pytest.fixture
def client(service: Flask) -> FlaskClient:
    return service.test_client()


@pytest.fixture
def execute(client: FlaskClient) -> Execute:
    """Run a program, or grade it when tests are given, and return the `data` of the answer."""

    def run(code: str, tests: str | None = None, **fields: Any) -> dict[str, Any]:
        body = {"code": code, "runTests": tests is not None, "timeout": PATIENCE_MS, "cpuTimeout": 2000, **fields}
        if tests is not None:
            body["testCode"] = tests
        response = client.post("/api/execute", json=body)
        assert response.status_code == 200, response.get_json()
        data: dict[str, Any] = response.get_json()["data"]
        return data

    return run


@pytest.fixture
def make_pool() -> Iterator[MakePool]:
    """Make pools of real workers, closed when the test is over."""
    pools: list[WorkerPool] = []

    def make(*, workers: int, queue_length: int) -> WorkerPool:
        snapshot = build.ensure(Settings.from_environment({}).cache_dir)
        pools.append(WorkerPool(snapshot, workers=workers, queue_length=queue_length, limits=Limits()))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def project() -> Path:
    return Path(__file__).resolve().parent.parent.parent
