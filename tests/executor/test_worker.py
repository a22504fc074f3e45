"""The process of a sandbox, started by itself."""

import os
import subprocess
import sys

import pytest

from executor import build
from executor.settings import Settings
from tests.serving import PROJECT

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("open_files", ["unlimited", "256"])
def test_a_worker_whose_service_is_gone_ends_without_a_word(open_files: str) -> None:
    """It also starts where fewer descriptors are allowed than it would allow itself."""
    snapshot = build.ensure(Settings.from_environment({}).cache_dir)
    command = [sys.executable, "-m", "executor.worker", str(snapshot.path), str(snapshot.base_memory), "1048576"]
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            ["sh", "-c", f'ulimit -n {open_files} 2>/dev/null; exec "$@"', "sh", *command],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
