"""The cache of the snapshot: keyed by content, built by one process, rebuilt when it cannot be loaded."""

import shutil
import threading
from pathlib import Path

import pytest

from executor import build
from executor.settings import Settings

pytestmark = pytest.mark.integration

# A component with memory, as small as can be: the guest takes eight seconds to compile, and `make snapshot` does that.
COMPONENT = """
(component
  (core module $module
    (memory (export "memory") 300)
    (func (export "allocate") (param i32 i32 i32 i32) (result i32) unreachable)
    (func (export "run") (param i32 i32) (result i32) unreachable))
  (core instance $core (instantiate $module))
  (func (export "run") (param "request" string) (result string)
    (canon lift (core func $core "run")
      (memory (core memory $core "memory")) (realloc (core func $core "allocate")))))
"""
COMPONENT_MEMORY = 300 * 2**16


@pytest.fixture
def built() -> Path:
    """The folder of the snapshot that the other tests use."""
    return build.ensure(Settings.from_environment({}).cache_dir).path.parent


def test_a_snapshot_that_cannot_be_loaded_is_compiled_again_once(tmp_path: Path) -> None:
    home = tmp_path / build.content_hash()
    home.mkdir()
    (home / "guest.wasm").write_text(COMPONENT)
    (home / "snapshot.cwasm").write_bytes(b"compiled for another processor")
    (home / "snapshot.json").write_text('{"baseMemory": 1}')
    (tmp_path / "of-an-earlier-guest").mkdir()
    found: list[build.Snapshot] = []
    threads = [threading.Thread(target=lambda: found.append(build.ensure(tmp_path))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [build.Snapshot(home / "snapshot.cwasm", COMPONENT_MEMORY)] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([home.name, "lock"])
    assert (home / "guest.wasm").read_text() == COMPONENT


def test_the_hash_depends_on_the_guest(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = tmp_path / "guest"
    shutil.copytree(build._GUEST, guest)
    monkeypatch.setattr(build, "_GUEST", guest)
    assert build.content_hash() == built.name
    (guest / "guest.py").write_text("changed")
    assert build.content_hash() != built.name


def test_a_guest_that_cannot_be_built_is_reported_with_the_output_of_the_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = tmp_path / "guest"
    shutil.copytree(build._GUEST, guest)
    (guest / "runner.wit").write_text("no_such_word\n")
    monkeypatch.setattr(build, "_GUEST", guest)
    with pytest.raises(build.BuildError, match="no_such_word"):
        build.ensure(tmp_path / "cache")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["lock"]


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_PACKAGES", ("no_such_package",))
    with pytest.raises(build.BuildError, match="no_such_package is not installed"):
        build.ensure(tmp_path)
