"""The attack battery: contained here, red when a defence is taken away, in the way of taking code until it is over."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from executor import attack, build
from executor.attack import Attack, Program
from executor.limits import Limits
from executor.pool import Pool
from executor.process import SandboxFault
from executor.settings import Settings
from executor.trial import Trial
from tests.executor.conftest import MakePool

pytestmark = pytest.mark.integration

ATTACKS = attack.load()
NAMED = {entry.name: entry for entry in ATTACKS}


def on(pool: Pool) -> attack.Execute:
    return lambda program: pool.run(program.to_task(Limits()))


@pytest.mark.parametrize("entry", ATTACKS, ids=NAMED)
def test_an_attack_is_contained_and_its_twin_succeeds(service: Flask, entry: Attack) -> None:
    execute = on(service.extensions["pool"])
    assert attack.check(entry, execute) is None
    assert attack.check_twin(entry, execute) is None


def test_the_battery_is_run_against_a_url(executor_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert attack.main([executor_url]) == 0
    assert f"{len(ATTACKS)} of {len(ATTACKS)} attacks were contained." in capsys.readouterr().out


def test_the_battery_says_when_nothing_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert attack.main(["http://127.0.0.1:9"]) == 2
    assert "does not answer" in capsys.readouterr().err


def test_the_battery_names_what_was_not_contained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    breach = Attack("leak", "print('BREACH')", "print('fine')", ["ok"])
    broken = Attack("slip", "1 / 0", "prnt('fine')", ["error"])
    wrong = Attack("wrong end", "1 / 0", "print('fine')", ["timeout"])
    monkeypatch.setattr(attack, "load", lambda: [breach, broken, wrong])
    assert attack.main([]) == 1
    said = capsys.readouterr().out
    assert "NOT CONTAINED  leak: the attack got through" in said
    assert "NOT CONTAINED  slip: the twin ended with error" in said
    assert "NOT CONTAINED  wrong end: the attack ended with error instead of timeout" in said


@pytest.fixture
def sabotaged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Make a pool whose workers lack a defence."""
    pools: list[Pool] = []

    def make(sabotage: str) -> Pool:
        monkeypatch.setenv("SABOTAGE", sabotage)
        monkeypatch.setattr("executor.process._PASSED_ON", ("PATH", "SABOTAGE"))
        monkeypatch.setattr("executor.process._MODULE", "tests.executor.sabotaged_worker")
        snapshot = build.ensure(Settings.from_environment({}).cache_dir)
        pools.append(Pool(snapshot, workers=1, queue_length=0, limits=Limits()))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


@pytest.mark.parametrize(
    ("sabotage", "name"),
    [
        ("memory", "memory bit by bit"),
        ("output", "flood of the descriptor of standard output"),
        ("files", "many files"),
        ("host folder", "file of the host"),
        ("host folder", "folders of the host"),
        ("environment", "environment of the host"),
        ("state", "state left for the next run"),
    ],
)
def test_taking_a_defence_away_turns_its_attack_red(sabotaged: Any, sabotage: str, name: str) -> None:
    entry = NAMED[name]
    short = Attack(**{**vars(entry), "timeout": 1500})
    assert attack.check(short, on(sabotaged(sabotage))) is not None
    assert attack.check_twin(entry, on(sabotaged("none"))) is None


def test_a_worker_without_a_clock_is_ended_by_the_service(sabotaged: Any) -> None:
    start = time.monotonic()
    assert attack.check(NAMED["busy loop"], on(sabotaged("time"))) is None
    assert time.monotonic() - start < 5


def test_without_either_clock_the_busy_loop_is_red(sabotaged: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("executor.process._GRACE_S", 600)
    pool = sabotaged("time")
    killer = threading.Timer(2, pool._idle.queue[0]._process.kill)
    killer.start()
    with pytest.raises(SandboxFault):
        attack.check(NAMED["busy loop"], on(pool))
    killer.join()


def test_no_code_is_taken_until_every_attack_was_contained(
    client: FlaskClient, service: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.extensions["trial"], "fault", "not contained: busy loop")
    for response in (
        client.post("/api/execute", json={"code": "1", "runTests": False}),
        client.get("/health/ready"),
    ):
        assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
        assert response.get_json()["error"]["code"] == "NOT_READY"
        assert "not contained: busy loop" in response.get_json()["error"]["message"]
    assert client.get("/health").status_code == 200


def test_the_trial_names_what_was_not_contained_and_tries_it_again(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pool = make_pool(workers=1, queue_length=0)
    monkeypatch.setattr("executor.trial._AGAIN_S", 0.2)
    leaking = Attack("leak", "print('BREACH')", "print('fine')", ["ok"])
    monkeypatch.setattr(attack, "load", lambda: [NAMED["abort"], leaking])
    trial = Trial(pool, Limits(), 1)
    trial.start()
    wait_for(lambda: trial.fault == "not contained: leak")
    assert "not contained: leak" in caplog.text
    monkeypatch.setattr("executor.attack._BREACH", "something else")
    trial.wait(10)
    assert trial.fault is None


def test_the_trial_is_not_passed_by_workers_that_cannot_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(build.Snapshot(tmp_path / "none.cwasm", 1), workers=1, queue_length=0, limits=Limits())
    monkeypatch.setattr(attack, "load", lambda: [NAMED["abort"]])
    trial = Trial(pool, Limits(), 1)
    trial.start()
    wait_for(lambda: trial.fault == "not contained: abort")
    trial.stop()
    pool.close()


def wait_for(condition: Any) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)


def test_every_attack_has_a_name_of_its_own() -> None:
    assert len(NAMED) == len(ATTACKS) > 50
    assert all(entry.ends and entry.code and entry.twin and Program(entry.code) for entry in ATTACKS)
