"""The attack battery: every attack is contained, and fails when its defence is removed."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from executor import attack, build
from executor.attack import Attack, Program
from executor.models import Limits
from executor.settings import Settings
from executor.worker_pool import WorkerPool
from executor.worker_process import SandboxFault

pytestmark = pytest.mark.integration

ATTACKS = attack.load()
NAMED = {entry.name: entry for entry in ATTACKS}


def on(pool: WorkerPool) -> attack.Execute:
    return lambda program: pool.run(program.to_task(Limits()))


@pytest.mark.parametrize("entry", ATTACKS, ids=NAMED)
def test_an_attack_is_contained_and_its_control_succeeds(service: Flask, entry: Attack) -> None:
    execute = on(service.extensions["pool"])
    assert attack.check(entry, execute) is None
    assert attack.check_control(entry, execute) is None


def test_the_battery_runs_against_a_url(executor_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert attack.main([executor_url]) == 0
    assert f"{len(ATTACKS)} of {len(ATTACKS)} attacks were contained." in capsys.readouterr().out


def test_the_battery_reports_that_nothing_responds(capsys: pytest.CaptureFixture[str]) -> None:
    assert attack.main(["http://127.0.0.1:9"]) == 2
    assert "gave no valid response" in capsys.readouterr().err


def test_the_battery_names_attacks_that_were_not_contained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    breach = Attack("leak", "print('BREACH')", "print('fine')", ["ok"])
    broken = Attack("slip", "1 / 0", "prnt('fine')", ["error"])
    wrong = Attack("wrong end", "1 / 0", "print('fine')", ["timeout"])
    monkeypatch.setattr(attack, "load", lambda: [breach, broken, wrong])
    assert attack.main([]) == 1
    output = capsys.readouterr().out
    assert "NOT CONTAINED  leak: the attack got through" in output
    assert "NOT CONTAINED  slip: the control ended with error" in output
    assert "NOT CONTAINED  wrong end: the attack ended with error instead of timeout" in output


@pytest.fixture
def sabotaged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Make a pool whose workers lack one defence."""
    pools: list[WorkerPool] = []

    def make(sabotage: str) -> WorkerPool:
        monkeypatch.setenv("SABOTAGE", sabotage)
        monkeypatch.setattr("executor.worker_process._INHERITED_VARIABLES", ("PATH", "SABOTAGE"))
        monkeypatch.setattr("executor.worker_process._MODULE", "tests.executor.sabotaged_worker")
        snapshot = build.ensure(Settings.from_environment({}).cache_dir)
        pools.append(WorkerPool(snapshot, workers=1, queue_length=0, limits=Limits()))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


SABOTAGES = [
    ("memory", "memory bit by bit"),
    ("output", "flood of the descriptor of standard output"),
    ("files", "many files"),
    ("host folder", "file of the host"),
    ("host folder", "folders of the host"),
    ("environment", "environment of the host"),
    ("state", "state left for the next run"),
]


def of_sabotage(sabotage: str, name: str) -> Attack:
    # Without its limit, a fast machine would fill all memory that WebAssembly has, and stop there as if limited.
    return Attack(**{**vars(NAMED[name]), "timeout_ms": 200 if sabotage == "memory" else 1500})


@pytest.mark.parametrize(("sabotage", "name"), SABOTAGES)
def test_removing_a_defence_makes_its_attack_fail(sabotaged: Any, sabotage: str, name: str) -> None:
    assert attack.check(of_sabotage(sabotage, name), on(sabotaged(sabotage))) is not None


def test_with_every_defence_in_place_these_attacks_are_contained(sabotaged: Any) -> None:
    execute = on(sabotaged("none"))
    for _, name in SABOTAGES:
        assert attack.check(NAMED[name], execute) is None
        assert attack.check_control(NAMED[name], execute) is None


def test_a_worker_without_a_time_limit_is_ended_by_the_service(sabotaged: Any) -> None:
    start = time.monotonic()
    assert attack.check(NAMED["busy loop"], on(sabotaged("time"))) is None
    assert time.monotonic() - start < 300, "the worker would have let it run for ten minutes"


def test_without_either_time_limit_the_busy_loop_fails(sabotaged: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("executor.worker_process._GRACE_S", 600)
    pool = sabotaged("time")
    killer = threading.Timer(2, pool._idle.queue[0]._process.kill)
    killer.start()
    with pytest.raises(SandboxFault):
        attack.check(NAMED["busy loop"], on(pool))
    killer.join()


def test_every_attack_has_a_unique_name() -> None:
    assert len(NAMED) == len(ATTACKS) > 50
    assert all(entry.allowed_statuses and entry.code and entry.control and Program(entry.code) for entry in ATTACKS)
