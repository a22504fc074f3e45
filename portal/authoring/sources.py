"""The formats in which exercises can be imported."""

from collections.abc import Callable
from pathlib import Path

from portal.authoring import coderunner_reader, jsonl_reader, track
from portal.authoring.models import Track

READERS: dict[str, Callable[[Path], Track]] = {
    "exercism": track.read,
    "jsonl": jsonl_reader.read,
    "coderunner": coderunner_reader.read,
}


def read(path: Path, format_: str) -> Track:
    """Read exercises in one of the formats `READERS`.

    Raises:
        NotATrack: the folder or the file is not in that format.
    """
    return READERS[format_](path)
