"""The executor over HTTP: the wire contract, refusals, the queue, and workers that die."""

import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from executor import build
from executor.limits import Limits, Task
from executor.pool import Pool
from executor.process import SandboxFault
from executor.settings import Settings, SettingsError
from executor.turns import Busy
from tests.executor.conftest import MakePool, project

pytestmark = pytest.mark.integration

CONTRACT = sorted((project() / "tests" / "contract").glob("*.json"))
VARYING = ("executionTime", "queueTime", "cpuTime", "memoryUsed", "duration", "used", "bytes")


def steady(value: Any) -> Any:
    """Replace what differs from run to run by its type."""
    if isinstance(value, dict):
        return {key: "number" if key in VARYING and item >= 0 else steady(item) for key, item in value.items()}
    return [steady(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", CONTRACT, ids=lambda path: path.stem)
def test_the_executor_keeps_the_contract(client: FlaskClient, path: Path) -> None:
    golden = json.loads(path.read_text())
    response = client.post("/api/execute", json=golden["request"])
    assert response.status_code == golden["status"]
    assert steady(response.get_json()) == steady(golden["response"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": None}, "code"),
        ({"code": 5}, "code"),
        ({"code": "x" * 50_001}, "code"),
        ({"code": "nul \0"}, "code"),
        ({"code": "half \ud800"}, "code"),
        ({"runTests": "yes"}, "runTests"),
        ({"runTests": True}, "testCode"),
        ({"stdin": "x" * 65_537}, "stdin"),
        ({"stdin": "\ud800"}, "stdin"),
        ({"module": "../x.py"}, "module"),
        ({"module": "x.py\n"}, "module"),
        ({"module": "x.txt"}, "module"),
        ({"files": {"../x": ""}}, "files"),
        ({"files": {"/etc/x": ""}}, "files"),
        ({"files": {"a/../../x": ""}}, "files"),
        ({"files": {".hidden": ""}}, "files"),
        ({"files": {"": ""}}, "files"),
        ({"files": {"x": 5}}, "files"),
        ({"files": {"x": "y" * 2**20 + "y"}}, "files"),
        ({"files": {f"f{number}": "" for number in range(51)}}, "files"),
        ({"timeout": 99}, "timeout"),
        ({"timeout": "500"}, "timeout"),
        ({"memoryLimit": 1}, "memoryLimit"),
        ({"other": 1}, "other"),
    ],
)
def test_a_bad_request_names_the_field(client: FlaskClient, changes: dict[str, Any], field: str) -> None:
    response = client.post("/api/execute", json={"code": "1", "runTests": False, **changes})
    assert response.status_code == 400
    assert list(response.get_json()["error"]["details"]) == [field]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 100_000, b"\xff"])
def test_a_body_that_cannot_be_read_is_400(client: FlaskClient, body: bytes) -> None:
    assert client.post("/api/execute", data=body).status_code == 400


def test_other_refusals_wear_the_envelope(client: FlaskClient) -> None:
    for response, status in (
        (client.post("/api/execute", data=b"x" * (4 * 2**20 + 1)), 413),
        (client.get("/api/execute"), 405),
        (client.get("/nothing"), 404),
    ):
        assert response.status_code == status
        assert response.get_json()["success"] is False


def test_limits_asked_for_are_cut_to_what_there_is(client: FlaskClient) -> None:
    body = {"code": "print(1)", "runTests": False, "timeout": 10**9, "memoryLimit": 10**6}
    assert client.post("/api/execute", json=body).status_code == 200


def test_health_readiness_and_metrics(client: FlaskClient) -> None:
    assert client.get("/health").get_json()["data"] == {"status": "ok"}
    assert client.get("/health/ready").get_json()["data"]["workers"] == 2
    client.post("/api/execute", json={"code": "print(1)", "runTests": False})
    assert 'executor_runs_total{kind="run",status="ok"}' in client.get("/metrics").get_data(as_text=True)


def test_an_unexpected_error_says_nothing(service: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_task: Task) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(service.extensions["pool"], "run", broken)
    response = service.test_client().post("/api/execute", json={"code": "1", "runTests": False})
    assert (response.status_code, response.get_json()["error"]["code"]) == (500, "INTERNAL_ERROR")
    assert b"secret" not in response.data


@pytest.mark.parametrize(
    ("given", "logged"),
    [("0b1c-2d", "0b1c-2d"), ("a b", "-"), ("x" * 65, "-"), ("\u0661", "-"), ("a\x1b[31m", "-"), ("", "-")],
)
def test_a_run_is_logged_with_the_request_id_of_the_caller_when_it_is_sane(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, given: str, logged: str
) -> None:
    caplog.set_level("INFO", "executor.app")
    client.post("/api/execute", json={"code": "1", "runTests": False}, headers={"X-Request-ID": given})
    assert [vars(record)["fields"]["requestId"] for record in caplog.records] == [logged]


@pytest.fixture
def small_pool(make_pool: MakePool) -> Pool:
    """A pool of one worker with room for one more to wait."""
    return make_pool(workers=1, queue_length=1)


def test_a_full_queue_refuses_at_once(small_pool: Pool) -> None:
    loop = Task("while True: pass", Limits(timeout_ms=600))
    small_pool.run(Task("1", Limits()))
    threads = [threading.Thread(target=small_pool.run, args=(loop,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    start = time.monotonic()
    with pytest.raises(Busy) as caught:
        small_pool.run(loop)
    assert time.monotonic() - start < 0.2
    assert caught.value.retry_after_s >= 1
    for thread in threads:
        thread.join()
    assert small_pool.run(Task("print(1)", Limits()))["output"] == "1\n"


def test_a_full_queue_is_a_503_with_retry_after(service: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise Busy(3)

    monkeypatch.setattr(service.extensions["pool"], "run", full)
    response = service.test_client().post("/api/execute", json={"code": "1", "runTests": False})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "3")
    assert response.get_json()["error"]["code"] == "EXECUTOR_BUSY"


def test_a_worker_that_dies_is_our_fault_and_is_replaced(small_pool: Pool) -> None:
    small_pool.run(Task("1", Limits()))
    worker = small_pool._idle.queue[0]
    killer = threading.Timer(0.3, os.kill, (worker._process.pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(SandboxFault):
        small_pool.run(Task("while True: pass", Limits(timeout_ms=5000)))
    killer.join()
    assert small_pool.run(Task("print(1)", Limits()))["output"] == "1\n"


def test_a_pool_whose_workers_cannot_start_is_not_ready(tmp_path: Path) -> None:
    pool = Pool(build.Snapshot(tmp_path / "none.cwasm", 1), workers=1, queue_length=0, limits=Limits())
    assert pool.ready() is False
    pool.close()


def test_a_hundred_runs_leave_no_process_and_no_folder_behind(small_pool: Pool, tmp_path: Path) -> None:
    small_pool.run(Task("1", Limits()))
    worker = small_pool._idle.queue[0]
    folder = Path(f"/proc/{worker._process.pid}/fd")
    before = len(list(folder.iterdir()))
    for _ in range(100):
        small_pool.run(Task("open('x', 'w').write('y')", Limits()))
    assert len(list(folder.iterdir())) <= before + 2
    assert small_pool._idle.queue[0] is worker


@pytest.mark.parametrize("value", ["none", "0", "-1", "1.5", "99999999999999"])
def test_a_bad_setting_names_its_variable(value: str) -> None:
    with pytest.raises(SettingsError, match="EXECUTOR_WORKERS"):
        Settings.from_environment({"EXECUTOR_WORKERS": value})
