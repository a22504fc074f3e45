"""Notice which exercises of a track are changed while their author works on them."""

import time
from collections.abc import Iterator
from pathlib import Path

_INTERVAL_S = 0.5
_pause = time.sleep
_KINDS = ("practice", "concept")
_TRACK = "config.json"

# Modification time in nanoseconds and size of each file, by the name of its exercise's folder.
_State = dict[str, dict[str, tuple[int, int]]]


def changes(root: Path) -> Iterator[set[str]]:
    """Yield the slugs of the exercises whose files changed, again and again; all of them when the track's did."""
    before = _state(root)
    while True:
        _pause(_INTERVAL_S)
        after = _state(root)
        changed = {slug for slug, files in after.items() if files != before.get(slug)}
        if _TRACK in changed:
            changed = set(after)
        if changed:
            yield changed
        before = after


def _state(root: Path) -> _State:
    state = {_TRACK: _files(root / _TRACK)}
    for kind in _KINDS:
        folder = root / "exercises" / kind
        state |= {path.name: _files(path) for path in folder.iterdir()} if folder.is_dir() else {}
    return state


def _files(path: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for file in [path, *path.rglob("*")] if path.is_dir() else [path]:
        try:
            status = file.stat()
        except OSError:  # an editor is replacing it
            continue
        if file.is_file():
            found[str(file)] = (status.st_mtime_ns, status.st_size)
    return found
