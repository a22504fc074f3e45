"""What the executor accepts, so that an exercise is refused when it is read and not at every submission.

A test compares these with the executor's own limits.
"""

import keyword
import re
from pathlib import PurePosixPath

from portal.authoring.models import BrokenExercise

MAX_CODE = 50_000
MAX_TESTS = 500_000
MAX_FILES = 50
MAX_FILES_BYTES = 2**20
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAX_SLUG = 100
_MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}\.py")
# Names that an import statement cannot name, or that Python finds in itself before it looks for the learner's file.
RESERVED_MODULES = frozenset(keyword.kwlist) | {
    "atexit", "binascii", "builtins", "cmath", "codecs", "errno", "faulthandler", "gc", "genericpath", "io",
    "itertools", "marshal", "math", "ntpath", "os", "posix", "posixpath", "pyexpat", "pytest", "runpy", "select",
    "site", "stat", "sys", "time", "unicodedata", "unittest", "zipimport", "zlib",
}  # fmt: skip
_FILE_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]{0,100}")


def require_slug(slug: str) -> None:
    """Raise BrokenExercise unless a text can be the id of an exercise or of a part of one."""
    if not _SLUG.fullmatch(slug) or len(slug) > _MAX_SLUG:
        raise BrokenExercise("the slug may contain only lower-case letters, digits and single hyphens")


def require_module(name: str) -> None:
    """Raise BrokenExercise unless a name can be that of the learner's module."""
    if not _MODULE.fullmatch(name):
        raise BrokenExercise(f"the solution file {name!a} is not named like a Python module")
    if name.removesuffix(".py") in RESERVED_MODULES:
        raise BrokenExercise(f"the solution file cannot be named {name!a}: Python would not import it by that name")


def require_code(name: str, code: str, maximum: int = MAX_CODE) -> None:
    """Raise BrokenExercise when code is empty or too long."""
    if not code.strip():
        raise BrokenExercise(f"{name} is empty")
    require_length(name, code, maximum)


def require_length(name: str, code: str, maximum: int = MAX_CODE) -> None:
    """Raise BrokenExercise when code is too long."""
    if len(code) > maximum:
        raise BrokenExercise(f"{name} is longer than {maximum} characters")


def require_files(files: dict[str, str], module: str) -> None:
    """Raise BrokenExercise when companion files cannot be handed to the executor."""
    for name in files:
        parts = name.split("/")
        if len(parts) > 5 or not all(_FILE_PART.fullmatch(part) for part in parts):
            raise BrokenExercise(f"the executor does not accept a file named {name!a}")
    folders = {str(folder) for name in files for folder in PurePosixPath(name).parents}
    if both := folders.intersection((*files, module)):
        raise BrokenExercise(f"{min(both)!a} is a file and the folder of another one")
    if len(files) > MAX_FILES or sum(len(text.encode()) for text in files.values()) > MAX_FILES_BYTES:
        raise BrokenExercise(f"its companion files are more than {MAX_FILES} or larger than {MAX_FILES_BYTES} bytes")
