"""Bulkheads: how many threads get in, wait and are refused, and that every place is given back."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from prometheus_client import CollectorRegistry

from portal.bulkhead import Bulkhead, most_threads, thread_budget
from portal.errors import ServiceBusy
from portal.observability import metrics
from tests.serving import until


class Crowd:
    """Threads that stay inside a bulkhead until they are let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.inside = 0
        self.most_inside = 0
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(16)

    def send(self, bulkhead: Bulkhead, number: int = 1) -> list[Future[None]]:
        return [self._pool.submit(self._stay, bulkhead) for _ in range(number)]

    def _stay(self, bulkhead: Bulkhead) -> None:
        with bulkhead.enter():
            with self._lock:
                self.inside += 1
                self.most_inside = max(self.most_inside, self.inside)
            self.let_go.wait(20)
            with self._lock:
                self.inside -= 1

    def close(self) -> None:
        self.let_go.set()
        self._pool.shutdown()


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    crowd = Crowd()
    yield crowd
    crowd.close()


def bulkhead(
    *, size: int = 1, waiting: int = 0, wait_s: float = 0, budget: threading.BoundedSemaphore | None = None
) -> Bulkhead:
    budget = budget or threading.BoundedSemaphore(100)
    return Bulkhead("test", size=size, waiting=waiting, wait_s=wait_s, refusal=ServiceBusy, budget=budget)


def is_refused(bulkhead: Bulkhead) -> bool:
    try:
        with bulkhead.enter():
            return False
    except ServiceBusy:
        return True


def test_a_full_bulkhead_refuses_callers(crowd: Crowd) -> None:
    full = bulkhead(size=3)
    crowd.send(full, 3)
    until(lambda: crowd.inside == 3)
    assert is_refused(full)
    crowd.let_go.set()
    until(lambda: crowd.inside == 0)
    until(lambda: not is_refused(full))


def test_the_log_tells_a_full_bulkhead_by_its_name(crowd: Crowd) -> None:
    full = bulkhead()
    crowd.send(full, 1)
    until(lambda: crowd.inside == 1)
    with pytest.raises(ServiceBusy) as refused, full.enter():
        pass
    assert refused.value.reason == "no place is free in the bulkhead test"
    assert "bulkhead" not in refused.value.message


def test_waiting_callers_enter_one_after_the_other(crowd: Crowd) -> None:
    narrow = bulkhead(size=1, waiting=5, wait_s=20)
    stays = crowd.send(narrow, 6)
    until(lambda: crowd.inside == 1)
    until(lambda: is_refused(narrow))
    crowd.let_go.set()
    assert [stay.result() for stay in stays] == [None] * 6
    assert crowd.most_inside == 1


def test_nobody_waits_longer_than_allowed(crowd: Crowd) -> None:
    narrow = bulkhead(size=1, waiting=1, wait_s=0.05)
    crowd.send(narrow)
    until(lambda: crowd.inside == 1)
    assert is_refused(narrow)
    assert is_refused(narrow), "the place of the one who waited is free again"


def test_an_error_inside_gives_the_place_back() -> None:
    narrow = bulkhead()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), narrow.enter():
            raise ZeroDivisionError
    assert not is_refused(narrow)


def test_all_together_take_no_more_than_the_budget(crowd: Crowd) -> None:
    budget = thread_budget(6)
    first, second = bulkhead(size=3, budget=budget), bulkhead(size=3, budget=budget)
    crowd.send(first, 3)
    until(lambda: crowd.inside == 3)
    crowd.send(second)
    until(lambda: crowd.inside == 4)
    assert is_refused(second)
    assert is_refused(first)
    crowd.let_go.set()
    until(lambda: not is_refused(second))


def test_waiting_callers_count_against_the_budget(crowd: Crowd) -> None:
    budget = thread_budget(4)
    narrow, other = bulkhead(waiting=1, wait_s=20, budget=budget), bulkhead(budget=budget)
    stays = crowd.send(narrow, 2)
    until(lambda: is_refused(other))
    crowd.let_go.set()
    assert [stay.result() for stay in stays] == [None] * 2
    assert not is_refused(other)


def test_refusals_are_counted_by_name(crowd: Crowd) -> None:
    def refusals() -> float:
        return float(registry.get_sample_value("portal_bulkhead_refusals_total", {"bulkhead": "test"}) or 0)

    registry = CollectorRegistry()
    registry.register(metrics._bulkhead)
    narrow = bulkhead()
    before = refusals()
    crowd.send(narrow)
    until(lambda: crowd.inside == 1)
    assert is_refused(narrow)
    assert refusals() == before + 1


@pytest.mark.parametrize(
    ("threads", "slow", "all_bulkheads"),
    [(1, 1, 1), (2, 1, 1), (3, 1, 1), (4, 2, 2), (8, 6, 6), (16, 12, 14), (72, 64, 70), (1024, 1016, 1022)],
)
def test_a_quarter_of_the_threads_two_to_eight_of_them_are_kept_free(
    threads: int, slow: int, all_bulkheads: int
) -> None:
    assert most_threads(threads) == slow
    budget = thread_budget(threads)
    assert sum(budget.acquire(blocking=False) for _ in range(threads)) == all_bulkheads
