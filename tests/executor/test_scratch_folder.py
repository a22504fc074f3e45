"""The folder of a service: what a killed one left is removed at the next start, what a living one uses is not."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from executor.scratch_folder import ScratchFolder

MEMORY = Path("/dev/shm")  # noqa: S108 (only private folders are made there)

LEFT_BEHIND = """
import os
from executor.scratch_folder import ScratchFolder
folder = ScratchFolder(0).path
(folder / "worker" / "run").mkdir(parents=True)
(folder / "worker" / "run" / "file").write_text("left")
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)  # what it has found before
    return tmp_path


def test_the_folder_of_a_killed_service_is_removed_at_the_next_start(temporary_folder: Path) -> None:
    env = {**os.environ, "TMPDIR": str(temporary_folder)}
    subprocess.run([sys.executable, "-c", LEFT_BEHIND], env=env, check=False)
    (left,) = temporary_folder.iterdir()
    folder = ScratchFolder(0)
    assert list(temporary_folder.iterdir()) == [folder.path]
    assert left != folder.path
    folder.close()


def test_the_folder_of_a_living_service_stays(temporary_folder: Path) -> None:
    first, second = ScratchFolder(0), ScratchFolder(0)
    assert sorted(temporary_folder.iterdir()) == sorted([first.path, second.path])
    first.close()
    second.close()
    second.close()
    assert list(temporary_folder.iterdir()) == []


@pytest.mark.skipif(not MEMORY.exists(), reason="the system has no file system in memory")
def test_runs_write_to_memory_where_it_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", None)
    room = shutil.disk_usage(MEMORY).free
    folders = [ScratchFolder(0), ScratchFolder(room // 10 + 2**30)]
    assert [folder.path.parent for folder in folders] == [MEMORY, Path(tempfile.gettempdir())]
    for folder in folders:
        folder.close()
    assert not any(folder.path.exists() for folder in folders)


def test_other_files_stay(temporary_folder: Path) -> None:
    (temporary_folder / "other").mkdir()
    (temporary_folder / "portal-executor-link").symlink_to("other")
    (temporary_folder / "portal-executor-file").touch()
    ScratchFolder(0).close()
    assert len(list(temporary_folder.iterdir())) == 3
