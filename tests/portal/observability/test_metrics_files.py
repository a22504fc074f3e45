"""The files of the metrics: allocated, taken over from dead processes, removed when a service was killed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.observability import metrics_files

GAUGE = "gauge_livesum"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(metrics_files.VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def dead() -> int:
    """The id of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_process_takes_over_the_counts_of_a_dead_one(folder: Path, dead: int) -> None:
    (folder / f"counter_{dead}.db").write_bytes(b"counts")
    metrics_files.claim()
    assert (folder / f"counter_{os.getpid()}.db").read_bytes().startswith(b"counts")
    assert not (folder / f"counter_{dead}.db").exists()


def test_a_process_leaves_the_files_of_a_living_one_alone(folder: Path) -> None:
    (folder / f"counter_{os.getppid()}.db").write_bytes(b"counts")
    metrics_files.claim()
    assert (folder / f"counter_{os.getppid()}.db").read_bytes() == b"counts"


def test_files_that_a_process_takes_over_have_no_holes(folder: Path, dead: int) -> None:
    with (folder / f"histogram_{dead}.db").open("wb") as file:
        file.truncate(2**16)
    metrics_files.claim()
    found = [path.stat() for path in folder.iterdir()]
    assert all(0 < size.st_size <= size.st_blocks * 512 for size in found)


def test_gauges_of_a_dead_process_count_no_more_and_are_empty_for_the_next(folder: Path, dead: int) -> None:
    (folder / f"{GAUGE}_{dead}.db").write_bytes(b"values")
    metrics_files.release(dead)
    assert not list(folder.glob("*.db"))
    metrics_files.claim()
    assert not any((folder / f"{GAUGE}_{os.getpid()}.db").read_bytes())
    assert not list(folder.glob("*.spare"))


def test_gauges_of_a_process_that_nobody_released_are_taken_over_empty(folder: Path, dead: int) -> None:
    (folder / f"{GAUGE}_{dead}.db").write_bytes(b"values")
    metrics_files.claim()
    assert not (folder / f"{GAUGE}_{dead}.db").exists()
    assert not any((folder / f"{GAUGE}_{os.getpid()}.db").read_bytes())


def test_without_room_nothing_unreadable_is_left(folder: Path) -> None:
    code = """import resource, signal
from portal.observability import metrics_files
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    metrics_files.claim()
except OSError:
    print("no room")"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, names(folder)) == ("no room\n", set())


@pytest.mark.skipif(metrics_files.memory_folder() is None, reason="no folder in memory here")
def test_the_folder_of_a_killed_service_is_removed_by_the_next_and_that_of_a_running_one_is_not() -> None:
    def start() -> tuple[subprocess.Popen[str], Path]:
        code = f"""import os
from portal.observability import metrics_files
metrics_files.create(2)
print(os.environ["{metrics_files.VARIABLE}"], flush=True)
input()
metrics_files.remove()"""
        environment = {name: value for name, value in os.environ.items() if name != metrics_files.VARIABLE}
        command = [sys.executable, "-c", code]
        child = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert child.stdout
        return child, Path(child.stdout.readline().strip())

    killed, abandoned = start()
    running, kept = start()
    killed.kill()
    killed.communicate()
    assert abandoned.exists()
    third, new = start()
    assert (abandoned.exists(), kept.exists(), new.exists()) == (False, True, True)
    for child in (running, third):
        child.communicate("\n")
    assert (kept.exists(), new.exists()) == (False, False)
