"""What runs hold on disk: everything is counted, and everything can be removed."""

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from executor import storage
from executor.models import Limits

LIMITS = Limits(file_bytes=1000, file_count=20)


def usage(folder: Path, own: set[int] | None = None) -> storage.Usage:
    return storage.measure(str(folder), LIMITS, storage.open_descriptors() if own is None else own)


def test_files_and_folders_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_bytes(bytes(600))
    (tmp_path / "sparse").touch()
    os.truncate(tmp_path / "sparse", 300)
    assert usage(tmp_path) == storage.Usage(900, 4)
    assert usage(tmp_path).fits(LIMITS)


def test_an_unlinked_file_counts_while_it_is_open(tmp_path: Path) -> None:
    own = storage.open_descriptors()
    with open(tmp_path / "file", "wb", buffering=0) as file:
        (tmp_path / "file").unlink()
        file.write(bytes(1001))
        measured = usage(tmp_path, own)
    assert (measured.size_bytes, measured.open_files) == (1001, 1)
    assert not measured.fits(LIMITS)
    assert usage(tmp_path, own) == storage.Usage()


def test_an_open_file_that_is_still_in_the_folder_counts_once(tmp_path: Path) -> None:
    own = storage.open_descriptors()
    with open(tmp_path / "file", "wb", buffering=0) as file:
        file.write(bytes(600))
        assert usage(tmp_path, own).size_bytes == 600


@pytest.mark.parametrize("depth", [50, 51, 3000])
def test_folders_that_are_nested_too_deeply_are_too_many(tmp_path: Path, depth: int) -> None:
    make_chain(tmp_path, depth)
    limits = replace(LIMITS, file_count=10_000)
    assert storage.measure(str(tmp_path), limits, storage.open_descriptors()).fits(limits) is (depth == 50)


def test_a_folder_that_moves_while_it_is_measured_makes_the_measurement_incomplete(tmp_path: Path) -> None:
    moving = threading.Event()

    def move() -> None:
        while not moving.is_set():
            (tmp_path / "a").rename(tmp_path / "b")
            (tmp_path / "b").rename(tmp_path / "a")

    (tmp_path / "a").mkdir()
    (tmp_path / "z").mkdir()
    (tmp_path / "z" / "file").write_bytes(bytes(10))
    mover = threading.Thread(target=move)
    mover.start()
    measurements = [usage(tmp_path)]
    while measurements[-1].complete and len(measurements) < 200_000:
        measurements.append(usage(tmp_path))
    moving.set()
    mover.join()
    assert not measurements[-1].complete
    assert all(measured.size_bytes == 10 for measured in measurements)


@pytest.mark.parametrize("depth", [10, 5000])
def test_a_chain_of_folders_is_removed_however_deep(tmp_path: Path, depth: int) -> None:
    make_chain(tmp_path / "tree", depth)
    storage.remove_tree(tmp_path / "tree")
    assert list(tmp_path.iterdir()) == []


def test_a_tree_is_removed_and_what_its_links_point_to_is_not(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    tree = tmp_path / "tree"
    (tree / "a" / "b").mkdir(parents=True)
    (tree / "a" / "link").symlink_to(kept)
    (tree / "link").symlink_to(kept / "file")
    (tree / "a" / "b" / "loop").symlink_to("..")
    (tree / "a" / os.fsdecode(b"\xff")).touch()
    storage.remove_tree(tree)
    assert list(tmp_path.iterdir()) == [kept]
    assert [path.name for path in kept.iterdir()] == ["file"]


def test_nothing_is_removed_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").touch()
    (tmp_path / "link").symlink_to("kept")
    storage.remove_tree(tmp_path / "link")
    assert (tmp_path / "kept" / "file").exists()


def test_room_for_a_run_is_bytes_and_inodes(tmp_path: Path) -> None:
    assert storage.has_room(tmp_path, LIMITS)
    assert not storage.has_room(tmp_path, replace(LIMITS, file_bytes=2**60))
    assert os.statvfs(tmp_path).f_files == 0 or not storage.has_room(tmp_path, replace(LIMITS, file_count=2**60))


@pytest.fixture(autouse=True)
def clean_up(tmp_path: Path) -> Iterator[None]:
    """Remove folders that are nested too deeply for pytest to remove them."""
    before = os.getcwd()
    yield
    os.chdir(before)
    storage.remove_tree(tmp_path)


def make_chain(top: Path, depth: int) -> None:
    """Make a chain of folders deeper than a path can name."""
    top.mkdir(exist_ok=True)
    os.chdir(top)
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    Path("file").touch()
