"""How many executors learners need: a simulation of runs that arrive at random, checked against two real executors.

    python -m bench.capacity

Runs go to the executor with the fewest, as deploy/nginx/executors.conf sends them, and are refused when all are full.
"""

import heapq
import itertools
import random
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import requests

from bench.results import write_section
from tests.installation import Executor
from tests.nginx import Balancer

# What a learner who works on an exercise asks for, and how long a worker is busy with it: docs/capacity.md.
_RUNS_PER_S, _SUBMISSIONS_PER_S = 1 / 10, 1 / 60
_RUN_S, _SUBMISSION_S = 0.006, 0.017
_WORKERS, _QUEUE_PER_WORKER = 2, 8
_LEARNERS = (1_000, 10_000, 1_000_000)
_MOST_WAIT_S, _MOST_REFUSED = 0.25, 0.001
_PROGRAM = {"code": "print(sum(range(20_000)))", "runTests": False}
_LOADS = (0.4, 0.7, 1.3)
_MEASURED_S = 12.0
_TITLE = "Capacity"
_NOTES = (
    "`bench/capacity.py`; two executors of one worker each, behind nginx, share the machine with what sends the runs."
)


@dataclass(frozen=True)
class Outcome:
    """Seconds from arrival to result, 95th of 100; and the part of the runs that was refused."""

    p95_s: float
    refused: float


def simulate(rate: float, mean_s: float, *, executors: int, workers: int, runs: int, seed: int = 1) -> Outcome:
    """Let runs arrive at a rate per second, with exponential pauses and durations.

    The executor with the fewest runs gets each. It works on `workers` of them and queues eight for each of its workers.
    """
    chance = random.Random(seed)  # noqa: S311
    free_at = [[0.0] * workers for _ in range(executors)]  # of each worker
    # The executor with the fewest runs is on top once counts that have changed are put back.
    counts = [0] * executors
    fewest = [(0, number) for number in range(executors)]
    ends: list[tuple[float, int]] = []
    taken, refused, now = [], 0, 0.0
    for _ in range(runs):
        now += chance.expovariate(rate)
        while ends and ends[0][0] <= now:
            _, number = heapq.heappop(ends)
            counts[number] -= 1
            heapq.heappush(fewest, (counts[number], number))
        while fewest[0][0] != counts[fewest[0][1]]:
            heapq.heappop(fewest)
        number = fewest[0][1]
        if counts[number] >= workers * (1 + _QUEUE_PER_WORKER):
            refused += 1
            continue
        end = max(now, heapq.heappop(free_at[number])) + chance.expovariate(1 / mean_s)
        heapq.heappush(free_at[number], end)
        heapq.heappush(ends, (end, number))
        counts[number] += 1
        heapq.heappush(fewest, (counts[number], number))
        taken.append(end - now)
    return Outcome(sorted(taken)[int(len(taken) * 0.95)], refused / runs)


def executors_for(learners: int) -> int:
    """Return how many executors of two workers give 95 of 100 results within a quarter of a second."""
    rate = learners * (_RUNS_PER_S + _SUBMISSIONS_PER_S)
    mean_s = learners * (_RUNS_PER_S * _RUN_S + _SUBMISSIONS_PER_S * _SUBMISSION_S) / rate
    least = int(rate * mean_s / _WORKERS) + 1  # busy all the time
    for executors in itertools.count(least):
        found = simulate(rate, mean_s, executors=executors, workers=_WORKERS, runs=max(50_000, 40 * executors))
        if found.p95_s <= _MOST_WAIT_S and found.refused <= _MOST_REFUSED:
            return executors
    raise AssertionError("unreachable")


def main() -> None:
    """Compare the simulation with a measurement, and print and write both tables."""
    rows = ["| load | measured: p95 ms | refused | simulated: p95 ms | refused |", "|---|---|---|---|---|"]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        executors = [Executor(folder / str(number)) for number in range(2)]
        for executor in executors:
            stack.callback(executor.kill)
            executor.wait_until_ready()
        balancer = stack.enter_context(closing(Balancer(folder, *(executor.address for executor in executors))))
        url = f"http://127.0.0.1:{balancer.port}/api/execute"
        rows += [_row(url, load) for load in _LOADS]
    rows += ["", "| learners at work | runs and submissions/s | executors of two workers |", "|---|---|---|"]
    for learners in _LEARNERS:
        rate = learners * (_RUNS_PER_S + _SUBMISSIONS_PER_S)
        rows.append(f"| {learners:,} | {rate:,.0f} | {executors_for(learners):,} |")
    print(*rows, sep="\n")
    write_section(_TITLE, _NOTES, rows)


def _row(url: str, load: float) -> str:
    """Measure at a part of what the executors can do, which is found out before and after: the machine has others."""
    before = _saturate(url)
    measured = _measure(url, load * before)
    most = (before + _saturate(url)) / 2
    simulated = simulate(load * before, 2 / most, executors=2, workers=1, runs=20_000)
    return (
        f"| {load * before:.0f} of {most:.0f} runs/s | {measured.p95_s * 1000:.0f} | {measured.refused:.1%}"
        f" | {simulated.p95_s * 1000:.0f} | {simulated.refused:.1%} |"
    )


def _saturate(url: str) -> float:
    """Return how many runs a second two executors finish that never wait for the next one."""
    done: list[float] = []
    until = time.monotonic() + _MEASURED_S

    def ask() -> None:
        with requests.Session() as session:
            while time.monotonic() < until:
                session.post(url, json=_PROGRAM, timeout=30).raise_for_status()
                done.append(time.monotonic())

    with ThreadPoolExecutor(6) as threads:
        for each in [threads.submit(ask) for _ in range(6)]:
            each.result()
    return len(done) / _MEASURED_S


def _measure(url: str, rate: float) -> Outcome:
    """Send runs at random moments, whether or not earlier ones have ended."""
    chance, taken, refused, lock = random.Random(2), list[float](), list[int](), threading.Lock()  # noqa: S311

    def ask(due: float) -> None:
        response = requests.post(url, json=_PROGRAM, timeout=30)
        with lock:
            if response.status_code == 200:
                taken.append(time.monotonic() - due)
            else:
                refused.append(response.status_code)

    with ThreadPoolExecutor(64) as threads:
        due, end = time.monotonic(), time.monotonic() + _MEASURED_S
        while (due := due + chance.expovariate(rate)) < end:
            time.sleep(max(0.0, due - time.monotonic()))
            threads.submit(ask, due)
    assert set(refused) <= {503}  # noqa: S101
    return Outcome(sorted(taken)[int(len(taken) * 0.95)], len(refused) / (len(taken) + len(refused)))


if __name__ == "__main__":
    main()
