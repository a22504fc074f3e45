"""Processor time: WASI has no clock for it, and CPython's counts from when the snapshot was made, from below zero.

It is the time since the run began, sleep included.
"""

import os
import time

_monotonic_ns = time.monotonic_ns
_start_ns = 0


def start() -> None:
    """Count from now on."""
    global _start_ns
    _start_ns = _monotonic_ns()


def process_time() -> float:
    """Return the seconds since the run began."""
    return process_time_ns() / 1e9


def process_time_ns() -> int:
    """Return the nanoseconds since the run began."""
    return _monotonic_ns() - _start_ns


def times() -> os.times_result:
    """Return the same as times of a process without children."""
    return os.times_result((process_time(), 0.0, 0.0, 0.0, _monotonic_ns() / 1e9))
