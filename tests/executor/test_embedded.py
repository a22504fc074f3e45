"""The executor that another process starts for itself."""

import os
import time
from pathlib import Path

import pytest
import requests

from executor.embedded import EmbeddedExecutor


def descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [pid, *(other for child in children for other in descendants(child))]


@pytest.mark.integration
def test_all_its_processes_give_way_when_asked_to() -> None:
    executor = EmbeddedExecutor(niceness=15)
    try:
        # A gunicorn that is stopped before it serves takes half a minute to end.
        requests.get(f"{executor.start()}/health", timeout=60)
        assert executor._process is not None
        while len(pids := descendants(executor._process.pid)) <= 2:  # the service and a worker at least
            time.sleep(0.05)
        assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in pids} == {15}
    finally:
        executor.stop()
