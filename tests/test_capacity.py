"""The simulation behind docs/capacity.md gives what queueing theory says where it has a formula."""

import math

import pytest

from bench.capacity import simulate


@pytest.mark.parametrize("busy", [0.3, 0.6])
def test_one_worker_is_a_queue_of_type_m_m_1(busy: float) -> None:
    mean_s = 0.01
    found = simulate(busy / mean_s, mean_s, executors=1, workers=1, runs=100_000)
    # The time in the system is exponential; one run in twenty takes longer than ln 20 of its mean.
    assert found.p95_s == pytest.approx(math.log(20) * mean_s / (1 - busy), rel=0.06)
    assert found.refused == pytest.approx((1 - busy) * busy**9 / (1 - busy**10), abs=0.002)


def test_what_arrives_beyond_the_capacity_is_refused() -> None:
    assert simulate(400, 0.01, executors=2, workers=1, runs=50_000).refused == pytest.approx(0.5, abs=0.03)


def test_runs_go_to_the_executor_with_the_fewest() -> None:
    apart = simulate(50, 0.01, executors=1, workers=1, runs=50_000)
    together = simulate(400, 0.01, executors=8, workers=1, runs=50_000)
    assert together.p95_s < 0.8 * apart.p95_s
