"""Memory, CPU time, descriptors and threads of a process and its descendants."""

import os
import subprocess
import sys
import threading

import pytest

from portal.observability.process_metrics import ProcessTree
from tests.serving import until

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no /proc here")


def totals() -> dict[str, float]:
    return {metric.name: metric.samples[0].value for metric in ProcessTree(os.getpid()).collect()}


def test_a_child_adds_to_the_totals() -> None:
    before = totals()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    until(lambda: totals()["process_resident_memory_bytes"] > before["process_resident_memory_bytes"] + 2**20)
    after = totals()
    child.communicate(b"\n")
    assert after["portal_processes"] == before["portal_processes"] + 1
    assert after["process_open_fds"] >= before["process_open_fds"] + 3
    assert after["process_threads"] == before["process_threads"] + 1
    assert after["process_max_fds"] > before["process_max_fds"]


def test_the_cpu_time_of_a_child_that_has_ended_still_counts() -> None:
    before = totals()["process_cpu_seconds"]
    subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < 0.3: pass"], check=True)
    assert totals()["process_cpu_seconds"] >= before + 0.25


def test_a_thread_counts() -> None:
    before = totals()["process_threads"]
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    during = totals()["process_threads"]
    done.set()
    thread.join()
    assert during == before + 1


def test_a_process_that_has_ended_has_no_metrics() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert list(ProcessTree(child.pid).collect()) == []
