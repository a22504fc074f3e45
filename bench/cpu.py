"""CPU time per request, over all processes of the service, beside a bare Flask app in the same run."""

import os
import statistics
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bench.load import measure, request_bytes
from bench.service import Service, processes_of

CLIENTS = 4
ROUNDS = 5
ROUND_S = 2.0
HEADER = [
    "| request | CPU per request, µs | bare Flask, µs | ratio |",
    "|---|---|---|---|",
]
_BARE = [request_bytes("GET", "/")]
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
# A group of processes by a word of their command line; all others are the portal's.
_MARKS = {"workers": b"executor.worker", "executor": b"executor.app"}
GROUPS = ("portal", "executor", "workers")


def compare(title: str, ours: Service, requests: Sequence[bytes], bare: Service) -> str:
    """Measure the service and the bare app in alternating rounds and return a row: medians, and the median ratio."""
    rounds = [(cpu_us(ours, requests), cpu_us(bare, _BARE)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(ours_us / bare_us for ours_us, bare_us in rounds)
    return f"| {title} | {mine:.0f} | {theirs:.0f} | {ratio:.1f} |"


def cpu_us(service: Service, requests: Sequence[bytes]) -> float:
    """Return the CPU time per request, in microseconds, of the service's whole process tree under steady load."""
    before = _cpu_s(service.pid)
    figures = measure(service.port, requests, clients=CLIENTS, seconds=ROUND_S)
    return (_cpu_s(service.pid) - before) / figures.answers * 1e6


def cpu_by_group(pid: int) -> dict[str, float]:
    """Return the CPU seconds of a service's processes so far, by group: portal, executor service, sandbox workers."""
    totals = dict.fromkeys(GROUPS, 0.0)
    for each in processes_of(pid):
        with suppress(OSError):
            command = Path(f"/proc/{each}/cmdline").read_bytes()
            totals[next((group for group, mark in _MARKS.items() if mark in command), "portal")] += _ticks(each)
    return {group: ticks / _TICKS_PER_S for group, ticks in totals.items()}


def _cpu_s(pid: int) -> float:
    """Return the user and system time of a process and its descendants, those that have ended included."""
    ticks = 0
    for each in processes_of(pid):
        with suppress(OSError):  # it has just ended; its parent has its time
            ticks += _ticks(each)
    return ticks / _TICKS_PER_S


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15])  # utime, stime, cutime, cstime: proc(5)
