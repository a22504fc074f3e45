"""Bounded reading of one exercise's files: of a folder, out of which nothing is ever read, or given by name."""

import json
import re
from abc import ABC, abstractmethod
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from portal.authoring.models import BrokenExercise

_MAX_FILE_BYTES = 500_000
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class ExerciseFiles(ABC):
    """The files of one exercise."""

    @abstractmethod
    def _load(self, name: str) -> str | None:
        """Return a text file; None when there is none."""

    @abstractmethod
    def names(self, pattern: str) -> list[str]:
        """Return the names of files that match a pattern, relative to the folder, sorted."""

    def read(self, name: str) -> str:
        """Read a text file of the exercise."""
        text = self._load(name)
        if text is None:
            raise BrokenExercise(f"{name} is missing")
        require_text(text, name)
        return text

    def read_optional(self, name: str) -> str:
        """Read a text file; an empty string when there is none."""
        text = self._load(name) or ""
        require_text(text, name)
        return text

    def read_object(self, name: str) -> dict[str, Any]:
        """Read a JSON object."""
        text = self.read(name)
        try:
            content = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BrokenExercise(f"{name} cannot be read: {error}") from error
        if not isinstance(content, dict):
            raise BrokenExercise(f"{name} is not a JSON object")
        return content


class Folder(ExerciseFiles):
    """The folder of one exercise inside a track."""

    def __init__(self, root: Path, path: Path) -> None:
        if not path.is_dir():
            raise BrokenExercise("its folder is missing")
        self._path = path.resolve()
        if not self._path.is_relative_to(root.resolve()):
            raise BrokenExercise("its folder is a link to a place outside the track")

    def _load(self, name: str) -> str | None:
        try:
            path = (self._path / name).resolve()
            is_inside, is_file = path.is_relative_to(self._path), path.is_file()
        except (ValueError, OSError, RuntimeError):  # a NUL character, a name that is too long, a circle of links
            raise BrokenExercise(f"{name!a} is not a valid file name") from None
        if not is_inside:
            raise BrokenExercise(f"{name} is outside the exercise's folder")
        if path.is_dir():
            raise BrokenExercise(f"{name} is a folder, not a file")
        if not is_file:
            return None
        try:
            if path.stat().st_size > _MAX_FILE_BYTES:
                raise BrokenExercise(f"{name} is larger than {_MAX_FILE_BYTES} bytes")
            return path.read_text(encoding="utf-8-sig")  # some editors write a byte order mark
        except UnicodeDecodeError:
            raise BrokenExercise(f"{name} is not UTF-8: save it with that encoding") from None
        except OSError as error:  # such as the permission to read it
            raise BrokenExercise(f"{name} cannot be read: {error.strerror}") from None

    def names(self, pattern: str) -> list[str]:
        """Return the names of files that match a pattern, relative to the folder, sorted."""
        return sorted(path.relative_to(self._path).as_posix() for path in self._path.glob(pattern))


class GivenFiles(ExerciseFiles):
    """The files of an exercise by name, as if they were in a folder."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files

    def _load(self, name: str) -> str | None:
        text = self._files.get(name)
        if text is not None and len(text) > _MAX_FILE_BYTES:
            raise BrokenExercise(f"{name} is larger than {_MAX_FILE_BYTES} bytes")
        return None if text is None else text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def names(self, pattern: str) -> list[str]:
        """Return the names of files that match a pattern in their last part, sorted."""
        depth = pattern.count("/")
        return sorted(name for name in self._files if name.count("/") == depth and fnmatchcase(name, pattern))


def require_text(text: str, what: str) -> None:
    """Raise BrokenExercise for text that no database and no response can hold.

    JSON escapes can produce NUL characters and halves of surrogate pairs.
    """
    if "\0" in text:
        raise BrokenExercise(f"{what} contains a NUL character")
    if not text.isascii() and _SURROGATE.search(text):
        raise BrokenExercise(f"{what} contains half of a surrogate pair")
