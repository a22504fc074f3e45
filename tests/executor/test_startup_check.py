"""The start-up check: no code is accepted until every attack was contained."""

import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from executor import attack, build
from executor.attack import Attack
from executor.models import Limits
from executor.startup_check import StartupCheck
from executor.worker_pool import WorkerPool
from tests.executor.conftest import MakePool

pytestmark = pytest.mark.integration

NAMED = {entry.name: entry for entry in attack.load()}


def test_no_code_is_accepted_until_every_attack_was_contained(
    client: FlaskClient, service: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.extensions["startup_check"], "problem", "not contained: busy loop")
    for response in (
        client.post("/api/execute", json={"code": "1", "runTests": False}),
        client.get("/health/ready"),
    ):
        assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
        assert response.get_json()["error"]["code"] == "NOT_READY"
        assert "not contained: busy loop" in response.get_json()["error"]["message"]
    assert client.get("/health").status_code == 200


def test_attacks_that_were_not_contained_are_named_and_retried(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pool = make_pool(workers=1, queue_length=0)
    monkeypatch.setattr("executor.startup_check._RETRY_DELAY_S", 0.2)
    leaking = Attack("leak", "print('BREACH')", "print('fine')", ["ok"])
    monkeypatch.setattr(attack, "load", lambda: [NAMED["abort"], leaking])
    check = StartupCheck(pool, Limits(), 1)
    check.start()
    wait_for(lambda: "not contained: leak" in caplog.text)
    assert check.problem == "not contained: leak"
    monkeypatch.setattr("executor.attack._BREACH", "something else")
    check.wait(10)
    assert check.problem is None


def test_the_check_goes_on_when_a_full_disk_has_room_again(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("executor.startup_check._RETRY_DELAY_S", 0.1)
    monkeypatch.setattr(attack, "load", lambda: [NAMED["abort"]])
    check = StartupCheck(make_pool(workers=1, queue_length=0), Limits(), 1)
    check._limits = Limits(file_bytes=2**60)
    check.start()
    wait_for(lambda: check.problem == "not contained: abort")
    check._limits = Limits()
    check.wait(10)
    assert check.problem is None


def test_the_check_does_not_pass_when_workers_cannot_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = WorkerPool(build.Snapshot(tmp_path / "none.cwasm", 1), workers=1, queue_length=0, limits=Limits())
    monkeypatch.setattr(attack, "load", lambda: [NAMED["abort"]])
    check = StartupCheck(pool, Limits(), 1)
    check.start()
    wait_for(lambda: check.problem == "not contained: abort")
    check.stop()
    pool.close()


def wait_for(condition: Any) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "the condition never became true"
        time.sleep(0.02)
