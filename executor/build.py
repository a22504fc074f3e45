"""Build the snapshot that every run starts from, and cache it by a hash of everything that shapes it.

`python -m executor.build` prints each step and how long it takes.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import json
import logging
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wasmtime import WasmtimeError

from executor import engine, immortal, linking, memory_image
from executor.settings import Settings

log = logging.getLogger(__name__)

_GUEST = Path(__file__).resolve().parent / "guest"
# What the guest imports besides the standard library, which componentize-py provides.
_PACKAGES = ("pytest", "_pytest", "py", "pluggy", "iniconfig", "packaging", "pygments")
_DISTRIBUTIONS = ("componentize-py", "wasmtime", "pytest", "pluggy", "iniconfig", "packaging", "pygments")
# The package has no `python -m` form, and its script need not be on the path.
_COMPONENTIZE = "from componentize_py import script; script()"
# As much as Linux maps at once around a page that is read.
_PIECE_BYTES = 2**16


class BuildError(RuntimeError):
    """The snapshot could not be built; the message holds the end of the tool's output."""


@dataclass(frozen=True)
class Snapshot:
    """A compiled snapshot on disk.

    Attributes:
        base_memory: bytes of linear memory that a fresh instance holds.
    """

    path: Path
    base_memory: int


def ensure(cache_dir: Path) -> Snapshot:
    """Return the snapshot of the current guest, building it unless the cache holds it.

    Safe to call from several processes: one builds, the others wait.

    Raises:
        BuildError: the guest could not be built.
        OSError: the cache folder cannot be written.
    """
    home = cache_dir / content_hash()
    snapshot = _load(home)
    if snapshot is not None:
        return snapshot
    with _locked(cache_dir):
        snapshot = _load(home)
        if snapshot is None:
            _build(home)
            snapshot = _load(home)
    if snapshot is None:
        raise BuildError("the snapshot was built but cannot be loaded")
    return snapshot


def content_hash() -> str:
    """Return the hash of everything that shapes the snapshot: the guest's source, versions of tools, the platform."""
    digest = hashlib.sha256()
    modules = [Path(file) for file in (engine.__file__, immortal.__file__, memory_image.__file__)]
    for path in (*modules, *sorted(Path(linking.__file__).parent.glob("*.py"))):
        digest.update(path.read_bytes())
    for path in sorted(_GUEST.rglob("*")):
        if path.suffix in {".py", ".wit", ".toml"}:
            digest.update(f"{path.relative_to(_GUEST)}\0".encode() + path.read_bytes())
    for name in _DISTRIBUTIONS:
        digest.update(f"{name}={importlib.metadata.version(name)}\0".encode())
    digest.update(f"{platform.system()} {platform.machine()}".encode())
    return digest.hexdigest()[:20]


def _load(home: Path) -> Snapshot | None:
    """Load a snapshot; None if there is none, it is damaged, or it was compiled for another kind of processor."""
    path = home / "snapshot.cwasm"
    try:
        base_memory = int(json.loads((home / "snapshot.json").read_bytes())["baseMemory"])
        _read_in_order(path)
        engine.load(engine.make_engine(), path)
    except (FileNotFoundError, WasmtimeError, ValueError, KeyError):
        return None
    return Snapshot(path, base_memory)


def _build(home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="build-") as folder:
        scratch = Path(folder)
        result = scratch / "result"
        result.mkdir()
        component = home / "guest.wasm"
        if not component.exists():
            with _timed("Building the sandbox snapshot: starting CPython and pytest in WebAssembly (about 30 s)"):
                component = _componentize(scratch)
            with _timed("Linking its modules into one"):
                component.write_bytes(linking.link(component.read_bytes()))
            with _timed("Making the snapshot's objects immortal (about 15 s)"):
                _immortalize(component, scratch)
        with _timed("Compiling the snapshot to machine code (about 15 s)"):
            _compile(component, result)
        shutil.copy(component, result / "guest.wasm")
        shutil.rmtree(home, ignore_errors=True)
        result.rename(home)
    _remove_outdated(home)


def _componentize(scratch: Path) -> Path:
    packages, empty_venv, output = scratch / "packages", scratch / "venv", scratch / "guest.wasm"
    packages.mkdir()
    _copy_guest(packages)
    # componentize-py adds the packages of the active environment to the guest's path: point it to an empty one.
    (empty_venv / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages").mkdir(parents=True)
    command = [sys.executable, "-c", _COMPONENTIZE, "-d", str(_GUEST / "runner.wit"), "-w", "runner"]
    command += ["componentize", "guest", "-p", str(packages), "-o", str(output)]
    env = {**os.environ, "VIRTUAL_ENV": str(empty_venv)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 (fixed arguments)
    if done.returncode != 0 or not output.exists():
        raise BuildError(f"componentize-py failed:\n{(done.stderr or done.stdout)[-4000:]}")
    return output


def _copy_guest(packages: Path) -> None:
    unwanted = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(_GUEST, packages, dirs_exist_ok=True, ignore=unwanted)
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise BuildError(f"the package {name} is not installed; run `make install`")
        origin = Path(spec.origin)
        if origin.name == "__init__.py":
            shutil.copytree(origin.parent, packages / name, ignore=unwanted)
        else:
            shutil.copy(origin, packages / origin.name)


def _immortalize(component: Path, scratch: Path) -> None:
    host, draft = engine.make_engine(), scratch / "draft.cwasm"
    draft.write_bytes(engine.compile_component(host, component))
    objects = immortal.list_objects(host, engine.load(host, draft), scratch)
    component.write_bytes(immortal.immortalize(component.read_bytes(), objects))


def _compile(component: Path, result: Path) -> None:
    host = engine.make_engine()
    path = result / "snapshot.cwasm"
    _write_in_pieces(path, engine.compile_component(host, component))
    base_memory = engine.measure_base_memory(host, engine.load(host, path))
    (result / "snapshot.json").write_text(json.dumps({"baseMemory": base_memory}))


def _write_in_pieces(path: Path, content: bytes) -> None:
    """Write a file in the pieces in which the system is to cache it: a page fault then maps one such piece at once."""
    with open(path, "wb") as file:
        for start in range(0, len(content), _PIECE_BYTES):
            file.write(content[start : start + _PIECE_BYTES])


def _read_in_order(path: Path) -> None:
    """Read a file from its start to its end: unless it is cached already, the system then does so in large pieces."""
    with open(path, "rb") as file:
        while file.read(2**20):
            pass


def _remove_outdated(home: Path) -> None:
    """Remove snapshots of earlier guests; a process that still uses one keeps its mapping."""
    for other in home.parent.iterdir():
        if other.is_dir() and other != home:
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def _locked(cache_dir: Path) -> Iterator[None]:
    cache_dir.mkdir(parents=True, exist_ok=True)
    with open(cache_dir / "lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _timed(what: str) -> Iterator[None]:
    log.info("%s ...", what)
    start = time.monotonic()
    yield
    log.info("... done in %.0f s", time.monotonic() - start)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    try:
        ensure(Settings.from_environment(os.environ).cache_dir)
    except (BuildError, OSError, ValueError) as fault:
        sys.exit(f"The sandbox could not be built: {fault}")
