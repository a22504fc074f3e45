"""The folder of a service: what a killed one left is removed at the next start, what a living one uses is not."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from executor.scratch_folder import ScratchFolder

LEFT_BEHIND = """
import os
from executor.scratch_folder import ScratchFolder
folder = ScratchFolder().path
(folder / "worker" / "run").mkdir(parents=True)
(folder / "worker" / "run" / "file").write_text("left")
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_of_a_killed_service_is_removed_at_the_next_start(temporary_folder: Path) -> None:
    env = {**os.environ, "TMPDIR": str(temporary_folder)}
    subprocess.run([sys.executable, "-c", LEFT_BEHIND], env=env, check=False)
    (left,) = temporary_folder.iterdir()
    folder = ScratchFolder()
    assert list(temporary_folder.iterdir()) == [folder.path]
    assert left != folder.path
    folder.close()


def test_the_folder_of_a_living_service_stays(temporary_folder: Path) -> None:
    first, second = ScratchFolder(), ScratchFolder()
    assert sorted(temporary_folder.iterdir()) == sorted([first.path, second.path])
    first.close()
    second.close()
    second.close()
    assert list(temporary_folder.iterdir()) == []


def test_other_files_stay(temporary_folder: Path) -> None:
    (temporary_folder / "other").mkdir()
    (temporary_folder / "portal-executor-link").symlink_to("other")
    (temporary_folder / "portal-executor-file").touch()
    ScratchFolder().close()
    assert len(list(temporary_folder.iterdir())) == 3
