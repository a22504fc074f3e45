"""The fair queue without a sandbox: threads that wait for a worker and note in which order they got it."""

import threading
import time
from collections.abc import Callable

import pytest

from executor import steps
from executor.fair_queue import ANONYMOUS, Busy, Caller, FairQueue


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "PAUSE_S", 0.01)


def acquire(fair_queue: FairQueue, who: Caller) -> None:
    """Wait for a worker."""
    for _ in fair_queue.acquire(who):
        pass


def leave(fair_queue: FairQueue, who: Caller, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Wait for a worker, in vain, and leave."""
    waiting = fair_queue.acquire(who)
    next(waiting)
    meanwhile()
    waiting.close()


def caller(name: str, network: str = "") -> Caller:
    return Caller(name, network)


class Line:
    """Runs that wait in the queue, each in a thread of its own."""

    def __init__(self, fair_queue: FairQueue) -> None:
        self.order: list[str] = []
        self._fair_queue = fair_queue
        self._threads: list[threading.Thread] = []

    def join(self, name: str, network: str = "") -> None:
        """Let a run wait in the background, behind those that wait already."""

        who = Caller(name, network)

        def wait() -> None:
            acquire(self._fair_queue, who)
            self.order.append(name)
            self._fair_queue.release(who, 0.1, timed_out=False)

        before = len(self._fair_queue._waiting)
        thread = threading.Thread(target=wait)
        thread.start()
        self._threads.append(thread)
        wait_until(lambda: len(self._fair_queue._waiting) == before + 1)

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
    fair_queue = FairQueue(1, 8)
    acquire(fair_queue, caller("mallory"))
    line = Line(fair_queue)
    for name in ("mallory", "mallory", "mallory", "ada", "bob"):
        line.join(name)
    fair_queue.release(caller("mallory"), 1.0, timed_out=False)
    assert line.end() == ["ada", "bob", "mallory", "mallory", "mallory"]


def test_runs_of_one_caller_keep_their_order() -> None:
    fair_queue = FairQueue(1, 6)
    acquire(fair_queue, ANONYMOUS)
    line = Line(fair_queue)
    for _ in range(3):
        line.join("ada")
    fair_queue.release(ANONYMOUS, 1.0, timed_out=False)
    assert line.end() == ["ada"] * 3


def test_one_caller_may_use_all_workers_while_nothing_timed_out() -> None:
    fair_queue = FairQueue(2, 4)
    acquire(fair_queue, caller("ada"))
    acquire(fair_queue, caller("ada"))


def test_after_a_timeout_one_worker_is_left_to_the_others() -> None:
    fair_queue = FairQueue(2, 4)
    acquire(fair_queue, caller("mallory"))
    fair_queue.release(caller("mallory"), 10.0, timed_out=True)
    acquire(fair_queue, caller("mallory"))
    leave(fair_queue, caller("mallory"))
    acquire(fair_queue, caller("ada"))


def test_after_a_timeout_runs_of_others_take_nothing_of_ones_share() -> None:
    fair_queue = FairQueue(2, 4)
    acquire(fair_queue, caller("mallory"))
    fair_queue.release(caller("mallory"), 10.0, timed_out=True)
    acquire(fair_queue, caller("ada"))
    assert next(fair_queue.acquire(caller("mallory")), "granted") == "granted"


def test_with_a_single_worker_a_timeout_locks_nobody_out() -> None:
    fair_queue = FairQueue(1, 4)
    acquire(fair_queue, caller("mallory"))
    fair_queue.release(caller("mallory"), 10.0, timed_out=True)
    acquire(fair_queue, caller("mallory"))


def test_a_penalty_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    fair_queue = FairQueue(2, 4)
    monkeypatch.setattr("executor.fair_queue._PENALTY_S", 0.0)
    acquire(fair_queue, caller("mallory"))
    fair_queue.release(caller("mallory"), 10.0, timed_out=True)
    assert fair_queue._timed_out_at == {}
    acquire(fair_queue, caller("mallory"))
    acquire(fair_queue, caller("mallory"))


def test_one_caller_fills_no_more_than_half_of_the_queue() -> None:
    fair_queue = FairQueue(1, 4)
    acquire(fair_queue, ANONYMOUS)
    line = Line(fair_queue)
    line.join("mallory")
    line.join("mallory")
    with pytest.raises(Busy):
        acquire(fair_queue, caller("mallory"))
    line.join("ada")
    fair_queue.release(ANONYMOUS, 0.1, timed_out=False)
    assert sorted(line.end()) == ["ada", "mallory", "mallory"]


def test_a_full_queue_tells_when_to_come_back() -> None:
    fair_queue = FairQueue(2, 1)
    for _ in range(30):
        acquire(fair_queue, ANONYMOUS)
        fair_queue.release(ANONYMOUS, 8.0, timed_out=True)
    acquire(fair_queue, ANONYMOUS)
    acquire(fair_queue, ANONYMOUS)
    line = Line(fair_queue)
    line.join("")
    with pytest.raises(Busy) as refused:
        acquire(fair_queue, ANONYMOUS)
    assert refused.value.retry_after_s == 8
    fair_queue.release(ANONYMOUS, 1.0, timed_out=False)
    fair_queue.release(ANONYMOUS, 1.0, timed_out=False)
    assert line.end() == [""]


def test_nobody_is_told_to_come_back_later_than_in_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("executor.fair_queue._MAX_WAIT_S", 0.0)
    fair_queue = FairQueue(1, 4)
    for duration_s, retry_after_s in ((29.9, 60), (100.0, 60), (29.4, 59), (0.001, 1)):
        for _ in range(31):
            acquire(fair_queue, ANONYMOUS)
            fair_queue.release(ANONYMOUS, duration_s, timed_out=False)
        acquire(fair_queue, ANONYMOUS)
        with pytest.raises(Busy) as refused:
            acquire(fair_queue, caller("ada"))
        assert refused.value.retry_after_s == retry_after_s
        fair_queue.release(ANONYMOUS, duration_s, timed_out=False)


def test_callers_who_were_served_long_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now_s)
    fair_queue = FairQueue(1, 4)
    for name in ("ada", "bob"):
        assert fair_queue.try_acquire(caller(name, "school"))
        fair_queue.release(caller(name, "school"), 0.1, timed_out=True)
        now_s += 59.0
    assert fair_queue._served_at.keys() == {caller("ada", "school"), caller("bob", "school")}
    now_s += 2.0
    assert fair_queue.try_acquire(ANONYMOUS)
    fair_queue.release(ANONYMOUS, 0.1, timed_out=False)
    assert fair_queue._served_at.keys() == {ANONYMOUS}
    assert fair_queue._network_served_at.keys() == {ANONYMOUS.network}
    assert not fair_queue._timed_out_at


def test_a_caller_without_a_network_is_one_of_its_own() -> None:
    assert (caller("ada").network, caller("ada", "school").network) == ("ada", "school")


def test_a_caller_that_leaves_takes_no_turn() -> None:
    fair_queue = FairQueue(1, 4)
    acquire(fair_queue, ANONYMOUS)
    leave(fair_queue, caller("ada"))
    fair_queue.release(ANONYMOUS, 0.1, timed_out=False)
    assert (fair_queue._waiting, fair_queue._active.total()) == ([], 0)
    acquire(fair_queue, caller("bob"))


def test_a_caller_that_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("executor.fair_queue._MAX_WAIT_S", 0.0)
    fair_queue = FairQueue(1, 4)
    acquire(fair_queue, ANONYMOUS)
    with pytest.raises(Busy):
        acquire(fair_queue, caller("ada"))


def test_a_turn_that_came_a_moment_too_late_is_passed_on() -> None:
    fair_queue = FairQueue(1, 4)
    acquire(fair_queue, ANONYMOUS)
    leave(fair_queue, caller("ada"), lambda: fair_queue.release(ANONYMOUS, 0.1, timed_out=False))
    acquire(fair_queue, caller("bob"))


class Flood(Line):
    """Runs that are refused or displaced as well; `refused` has a name for each."""

    def __init__(self, fair_queue: FairQueue) -> None:
        super().__init__(fair_queue)
        self.refused: list[str] = []

    def add(self, name: str, network: str = "") -> None:
        """Let a run try its luck in the background, and wait until it is in the queue or one was refused for it."""

        def wait() -> None:
            try:
                acquire(self._fair_queue, Caller(name, network))
            except Busy:
                self.refused.append(name)
                return
            self.order.append(name)
            self._fair_queue.release(Caller(name, network), 0.1, timed_out=False)

        before = len(self._fair_queue._waiting) + len(self.refused)
        thread = threading.Thread(target=wait)
        thread.start()
        self._threads.append(thread)
        wait_until(lambda: len(self._fair_queue._waiting) + len(self.refused) == before + 1)


def test_when_the_queue_is_full_the_caller_who_holds_most_of_it_gives_way() -> None:
    fair_queue = FairQueue(1, 8)
    acquire(fair_queue, ANONYMOUS)
    flood = Flood(fair_queue)
    for name in ("a", "b", "b", "b", "c", "c", "d", "d", "ada"):
        flood.add(name)
    assert flood.refused == ["b"]
    fair_queue.release(ANONYMOUS, 1.0, timed_out=False)
    assert sorted(flood.end()) == ["a", "ada", "b", "b", "c", "c", "d", "d"]


def test_a_newcomer_does_not_displace_callers_who_hold_no_more_than_it_would() -> None:
    fair_queue = FairQueue(1, 2)
    acquire(fair_queue, ANONYMOUS)
    flood = Flood(fair_queue)
    for name in ("a", "b", "c"):
        flood.add(name)
    assert flood.refused == ["c"]
    fair_queue.release(ANONYMOUS, 1.0, timed_out=False)
    flood.end()


def test_many_accounts_of_one_network_hold_one_share_of_the_queue() -> None:
    fair_queue = FairQueue(1, 4)
    acquire(fair_queue, ANONYMOUS)
    flood = Flood(fair_queue)
    for name in ("m1", "m2", "m3", "m4"):
        flood.add(name, "school")
    for name in ("ada", "bob"):
        flood.add(name)
    assert flood.refused == ["m4", "m3"]
    fair_queue.release(ANONYMOUS, 1.0, timed_out=False)
    assert sorted(flood.end()) == ["ada", "bob", "m1", "m2"]


def test_the_next_worker_goes_to_the_network_with_the_fewest_active_runs() -> None:
    fair_queue = FairQueue(2, 8)
    acquire(fair_queue, caller("m1", "school"))
    acquire(fair_queue, caller("m2", "school"))
    line = Line(fair_queue)
    line.join("m3", "school")
    line.join("ada", "home")
    fair_queue.release(caller("m1", "school"), 1.0, timed_out=False)
    assert line.end() == ["ada", "m3"]


@pytest.mark.parametrize(
    ("active", "served", "waiting"),
    [
        (("amy", "school"), ("ben", "home"), [("ada", "school"), ("bob", "home")]),
        (("ada", "school"), ("bob", "school"), [("ada", "school"), ("bob", "school")]),
    ],
    ids=["networks", "callers of one network"],
)
def test_who_has_a_run_waits_longer_than_who_was_served_last(
    active: tuple[str, str], served: tuple[str, str], waiting: list[tuple[str, str]]
) -> None:
    fair_queue = FairQueue(2, 8)
    acquire(fair_queue, caller(*active))
    acquire(fair_queue, caller(*served))
    fair_queue.release(caller(*served), 0.1, timed_out=False)
    acquire(fair_queue, ANONYMOUS)
    line = Line(fair_queue)
    for who in waiting:
        line.join(*who)
    fair_queue.release(ANONYMOUS, 0.1, timed_out=False)
    assert line.end() == ["bob", "ada"]


def test_callers_whose_runs_timed_out_leave_one_worker_between_them() -> None:
    fair_queue = FairQueue(3, 8)
    for name in ("m1", "m2", "m3"):
        acquire(fair_queue, caller(name))
        fair_queue.release(caller(name), 10.0, timed_out=True)
    acquire(fair_queue, caller("m1"))
    acquire(fair_queue, caller("m2"))
    leave(fair_queue, caller("m3"))
    acquire(fair_queue, caller("ada"))


def test_a_worker_is_taken_at_once_or_not_at_all() -> None:
    fair_queue = FairQueue(1, 4)
    assert fair_queue.try_acquire(ANONYMOUS)
    assert not fair_queue.try_acquire(ANONYMOUS)
    fair_queue.release(ANONYMOUS, 0.1, timed_out=False)
    assert fair_queue.try_acquire(ANONYMOUS)


def test_many_wait_while_runs_are_short_and_few_while_they_are_long() -> None:
    fair_queue = FairQueue(2, 64)
    for seconds, places in ((0.02, 64), (2.0, 10), (20.0, 2)):
        for _ in range(40):
            acquire(fair_queue, ANONYMOUS)
            fair_queue.release(ANONYMOUS, seconds, timed_out=False)
        flood = Flood(fair_queue)
        holders = [Caller(f"holder{number}") for number in range(2)]
        for holder in holders:
            acquire(fair_queue, holder)
        for number in range(places + 3):
            flood.add(f"learner{number}")
        assert len(flood.refused) == 3, f"runs of {seconds} s"
        for holder in holders:
            fair_queue.release(holder, seconds, timed_out=False)
        assert len(flood.end()) == places


def test_endless_loops_of_a_few_do_not_shorten_the_queue_of_the_others() -> None:
    fair_queue = FairQueue(2, 64)
    for number in range(40):
        acquire(fair_queue, caller("ada"))
        fair_queue.release(caller("ada"), 10.0 if number % 3 == 0 else 0.02, timed_out=False)
    acquire(fair_queue, caller("ada"))
    acquire(fair_queue, caller("bob"))
    flood = Flood(fair_queue)
    for number in range(60):
        flood.add(f"learner{number}")
    assert flood.refused == []
    fair_queue.release(caller("ada"), 0.02, timed_out=False)
    fair_queue.release(caller("bob"), 0.02, timed_out=False)
    assert len(flood.end()) == 60
