"""The executor that another process starts for itself."""

import os
from pathlib import Path

import pytest

from executor.embedded import EmbeddedExecutor
from tests.conftest import wait_until_ready


def descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [pid, *(other for child in children for other in descendants(child))]


@pytest.mark.integration
def test_all_its_processes_give_way_when_asked_to() -> None:
    executor = EmbeddedExecutor(niceness=15)
    try:
        wait_until_ready(executor.start())
        assert executor._process is not None
        pids = descendants(executor._process.pid)
        assert len(pids) > 2
        assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in pids} == {15}
    finally:
        executor.stop()
