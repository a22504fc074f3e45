"""Whose turn it is, without a sandbox: threads that take turns and note in which order they got them."""

import threading
import time
from collections.abc import Callable

import pytest

from executor.turns import NOBODY, Busy, Gone, Turns


def never() -> bool:
    return False


class Line:
    """People who wait in line; each ends their turn when told to."""

    def __init__(self, turns: Turns) -> None:
        self.order: list[str] = []
        self._turns = turns
        self._threads: list[threading.Thread] = []

    def join(self, caller: str) -> None:
        """Let a caller wait in the background, behind those who wait already."""

        def wait() -> None:
            self._turns.take(caller, never)
            self.order.append(caller)
            self._turns.give_back(caller, 0.1, timed_out=False)

        before = len(self._turns._waiting)
        thread = threading.Thread(target=wait)
        thread.start()
        self._threads.append(thread)
        wait_until(lambda: len(self._turns._waiting) == before + 1)

    def end(self) -> list[str]:
        for thread in self._threads:
            thread.join(5)
        return self.order


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.001)


def test_callers_take_turns_however_much_one_of_them_asks_for() -> None:
    turns = Turns(1, 8)
    turns.take("mallory", never)
    line = Line(turns)
    for caller in ("mallory", "mallory", "mallory", "ada", "bob"):
        line.join(caller)
    turns.give_back("mallory", 1.0, timed_out=False)
    assert line.end() == ["ada", "bob", "mallory", "mallory", "mallory"]


def test_runs_of_one_caller_keep_their_order() -> None:
    turns = Turns(1, 6)
    turns.take(NOBODY, never)
    line = Line(turns)
    for _ in range(3):
        line.join("ada")
    turns.give_back(NOBODY, 1.0, timed_out=False)
    assert line.end() == ["ada"] * 3


def test_one_caller_may_use_all_workers_while_nothing_timed_out() -> None:
    turns = Turns(2, 4)
    turns.take("ada", never)
    turns.take("ada", never)


def test_after_a_timeout_one_worker_is_left_to_the_others() -> None:
    turns = Turns(2, 4)
    turns.take("mallory", never)
    turns.give_back("mallory", 10.0, timed_out=True)
    turns.take("mallory", never)
    with pytest.raises(Gone):
        turns.take("mallory", lambda: True)
    turns.take("ada", never)


def test_with_a_single_worker_a_timeout_locks_nobody_out() -> None:
    turns = Turns(1, 4)
    turns.take("mallory", never)
    turns.give_back("mallory", 10.0, timed_out=True)
    turns.take("mallory", never)


def test_a_penalty_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns(2, 4)
    monkeypatch.setattr("executor.turns._PENALTY_S", 0.0)
    turns.take("mallory", never)
    turns.give_back("mallory", 10.0, timed_out=True)
    assert turns._timed_out == {}
    turns.take("mallory", never)
    turns.take("mallory", never)


def test_one_caller_fills_no_more_than_half_of_the_queue() -> None:
    turns = Turns(1, 4)
    turns.take(NOBODY, never)
    line = Line(turns)
    line.join("mallory")
    line.join("mallory")
    with pytest.raises(Busy):
        turns.take("mallory", never)
    line.join("ada")
    turns.give_back(NOBODY, 0.1, timed_out=False)
    assert sorted(line.end()) == ["ada", "mallory", "mallory"]


def test_a_full_queue_tells_when_to_come_back() -> None:
    turns = Turns(2, 1)
    for _ in range(30):
        turns.take(NOBODY, never)
        turns.give_back(NOBODY, 8.0, timed_out=True)
    turns.take(NOBODY, never)
    turns.take(NOBODY, never)
    line = Line(turns)
    line.join(NOBODY)
    with pytest.raises(Busy) as refused:
        turns.take(NOBODY, never)
    assert refused.value.retry_after_s == 8
    turns.give_back(NOBODY, 1.0, timed_out=False)
    turns.give_back(NOBODY, 1.0, timed_out=False)
    assert line.end() == [NOBODY]


def test_who_leaves_takes_no_turn() -> None:
    turns = Turns(1, 4)
    turns.take(NOBODY, never)
    with pytest.raises(Gone):
        turns.take("ada", lambda: True)
    turns.give_back(NOBODY, 0.1, timed_out=False)
    assert (turns._waiting, turns._running.total()) == ([], 0)
    turns.take("bob", never)


def test_who_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("executor.turns._MAX_WAIT_S", 0.0)
    turns = Turns(1, 4)
    turns.take(NOBODY, never)
    with pytest.raises(Busy):
        turns.take("ada", never)


def test_a_turn_that_came_a_moment_too_late_is_passed_on() -> None:
    turns = Turns(1, 4)
    turns.take(NOBODY, never)

    def leave_as_the_turn_comes() -> bool:
        turns.give_back(NOBODY, 0.1, timed_out=False)
        return True

    with pytest.raises(Gone):
        turns.take("ada", leave_as_the_turn_comes)
    turns.take("bob", never)
