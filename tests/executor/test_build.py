"""The cache of the snapshot: keyed by content, built by one process, rebuilt when it cannot be loaded."""

import shutil
import threading
from pathlib import Path

import pytest

from executor import build
from executor.models import Limits, Task
from executor.settings import Settings
from executor.worker_pool import WorkerPool

pytestmark = pytest.mark.integration


@pytest.fixture
def built() -> Path:
    """The folder of the snapshot that the other tests use."""
    return build.ensure(Settings.from_environment({}).cache_dir).path.parent


def test_a_snapshot_that_cannot_be_loaded_is_compiled_again_once(built: Path, tmp_path: Path) -> None:
    home = tmp_path / build.content_hash()
    home.mkdir()
    shutil.copy(built / "guest.wasm", home)
    (home / "snapshot.cwasm").write_bytes(b"compiled for another processor")
    (home / "snapshot.json").write_text('{"baseMemory": 1}')
    (tmp_path / "of-an-earlier-guest").mkdir()
    found: list[build.Snapshot] = []
    threads = [threading.Thread(target=lambda: found.append(build.ensure(tmp_path))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0] == found[1]
    assert found[0].base_memory > 2**24
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([home.name, "lock"])
    pool = WorkerPool(found[0], workers=1, queue_length=0, limits=Limits())
    assert pool.run(Task("print(1)", Limits()))["output"] == "1\n"
    pool.close()


def test_the_hash_depends_on_the_guest(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = tmp_path / "guest"
    shutil.copytree(build._GUEST, guest)
    monkeypatch.setattr(build, "_GUEST", guest)
    assert build.content_hash() == built.name
    (guest / "guest.py").write_text("changed")
    assert build.content_hash() != built.name


def test_a_guest_that_does_not_start_is_reported_with_the_output_of_the_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = tmp_path / "guest"
    shutil.copytree(build._GUEST, guest)
    (guest / "guest.py").write_text("import no_such_module\n")
    monkeypatch.setattr(build, "_GUEST", guest)
    with pytest.raises(build.BuildError, match="no_such_module"):
        build.ensure(tmp_path / "cache")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["lock"]


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_PACKAGES", ("no_such_package",))
    with pytest.raises(build.BuildError, match="no_such_package is not installed"):
        build.ensure(tmp_path)
