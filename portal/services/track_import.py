"""Load exercises from a folder in Exercism's track layout, the de facto open format.

`config.json` lists `exercises.practice` and `exercises.concept`; each exercise is a folder `exercises/<kind>/<slug>`
whose `.meta/config.json` names its solution, test, example or exemplar and editor files.
"""

import ast
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal import clock
from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.models import Exercise

_KINDS = ("concept", "practice")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAX_FILE_BYTES = 500_000
_MAX_FILES = 50
# Imported exercises come after the starter curriculum.
_FIRST_POSITION = 10_000


class NotATrack(ValueError):
    """The folder does not hold a track."""


class BrokenExercise(ValueError):
    """An exercise cannot be loaded; the message says why."""


@dataclass
class ImportReport:
    """What was loaded, in order, and what was not, with the fault of each."""

    loaded: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Entry:
    """An exercise as the track's config.json knows it."""

    slug: str
    kind: str
    name: str
    difficulty: str
    concepts: tuple[str, ...]
    prerequisites: tuple[str, ...]


def import_track(db: Database, root: Path) -> ImportReport:
    """Load every exercise that is whole, in one transaction; loading again updates.

    Raises:
        NotATrack: there is no `exercises` folder, or config.json cannot be read.
    """
    if not (root / "exercises").is_dir():
        raise NotATrack(f"{root} has no folder named exercises")
    entries = _entries(root)
    report = ImportReport()
    loaded: list[tuple[_Entry, Exercise]] = []
    for position, entry in enumerate(entries, _FIRST_POSITION):
        try:
            loaded.append((entry, _read_exercise(root, entry, position)))
        except BrokenExercise as fault:
            report.faults[entry.slug] = str(fault)
    with db.transaction():
        for exercise in _with_prerequisites(loaded):
            exercises_dao.upsert(db, exercise, at=clock.now_text())
            report.loaded.append(exercise.id)
    return report


def _entries(root: Path) -> list[_Entry]:
    """The listed exercises in order, then those that are only on disk; deprecated ones are left out."""
    listed = _track_config(root)
    entries: dict[str, _Entry | None] = {}
    for kind in _KINDS:
        for raw in listed.get(kind) or []:
            if isinstance(raw, dict) and isinstance(raw.get("slug"), str):
                entries[raw["slug"]] = None if raw.get("status") == "deprecated" else _entry(raw, kind)
    for kind in _KINDS:
        folder = root / "exercises" / kind
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.is_dir() and path.name not in entries:
                entries[path.name] = _entry({"slug": path.name}, kind)
    return [entry for entry in entries.values() if entry is not None]


def _track_config(root: Path) -> dict[str, Any]:
    path = root / "config.json"
    if not path.exists():
        return {}
    try:
        config = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise NotATrack(f"config.json cannot be read: {error}") from error
    exercises = config.get("exercises") if isinstance(config, dict) else None
    return exercises if isinstance(exercises, dict) else {}


def _entry(raw: dict[str, Any], kind: str) -> _Entry:
    slug = raw["slug"]
    name = raw.get("name")
    return _Entry(
        slug=slug,
        kind=kind,
        name=name if isinstance(name, str) else slug.replace("-", " ").capitalize(),
        difficulty=_difficulty(raw.get("difficulty"), kind),
        concepts=_strings(raw.get("concepts" if kind == "concept" else "practices")),
        prerequisites=_strings(raw.get("prerequisites")),
    )


def _difficulty(number: object, kind: str) -> str:
    if kind == "concept" or type(number) is not int:
        return "beginner"
    if number <= 3:
        return "beginner"
    return "intermediate" if number <= 6 else "advanced"


def _strings(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _with_prerequisites(loaded: list[tuple[_Entry, Exercise]]) -> list[Exercise]:
    """Turn the concepts an exercise asks for into the concept exercises that teach them."""
    teachers: dict[str, list[str]] = {}
    for entry, exercise in loaded:
        for concept in entry.concepts if entry.kind == "concept" else ():
            teachers.setdefault(concept, []).append(exercise.id)
    finished = []
    for entry, exercise in loaded:
        ids = (teacher for concept in entry.prerequisites for teacher in teachers.get(concept, []))
        prerequisites = tuple(dict.fromkeys(id_ for id_ in ids if id_ != exercise.id))
        finished.append(Exercise(**{**vars(exercise), "prerequisites": prerequisites}))
    return finished


def _read_exercise(root: Path, entry: _Entry, position: int) -> Exercise:
    if not _SLUG.fullmatch(entry.slug):
        raise BrokenExercise("the slug may hold only lower-case letters, digits and single hyphens")
    folder = _Folder(root / "exercises" / entry.kind / entry.slug)
    config = folder.meta()
    files = config.get("files")
    named = {key: _strings(value) for key, value in files.items()} if isinstance(files, dict) else {}
    solution, test = _first(named, "solution"), _first(named, "test")
    example = named.get("exemplar" if "exemplar" in named else "example", ())
    if not example:
        raise BrokenExercise(".meta/config.json names no example or exemplar file")
    module = Path(solution).name
    if not re.fullmatch(r"[A-Za-z_]\w*\.py", module):
        raise BrokenExercise(f"the solution file {solution} is no Python module")
    test_code = folder.read(test)
    _check_tests(test, test_code)
    blurb = config.get("blurb")
    return Exercise(
        id=entry.slug,
        position=position,
        title=entry.name,
        summary=blurb if isinstance(blurb, str) else entry.name,
        category="practice" if entry.kind == "practice" else (entry.concepts or ("concepts",))[0],
        difficulty=entry.difficulty,
        topics=entry.concepts,
        prerequisites=(),
        instructions=folder.instructions(),
        hints=folder.hints(),
        starter_code=folder.read(solution),
        module=module,
        test_code=test_code,
        solution=folder.read(example[0]),
        files=folder.companions({solution, test}, [*named.get("editor", ()), *named.get("test", ())[1:]]),
        source="import",
    )


def _first(named: dict[str, tuple[str, ...]], key: str) -> str:
    if not named.get(key):
        raise BrokenExercise(f".meta/config.json names no {key} file")
    return named[key][0]


def _check_tests(name: str, code: str) -> None:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise BrokenExercise(f"{name} does not parse: {error}") from error


class _Folder:
    """One exercise's folder; nothing outside it is ever read."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise BrokenExercise("its folder is missing")
        self._path = path.resolve()

    def meta(self) -> dict[str, Any]:
        try:
            config = json.loads(self.read(".meta/config.json"))
        except (ValueError, RecursionError) as error:
            if isinstance(error, BrokenExercise):
                raise
            raise BrokenExercise(f".meta/config.json cannot be read: {error}") from error
        if not isinstance(config, dict):
            raise BrokenExercise(".meta/config.json holds no object")
        return config

    def read(self, name: str) -> str:
        """Read a text file of the exercise."""
        path = (self._path / name).resolve()
        if not path.is_relative_to(self._path):
            raise BrokenExercise(f"{name} lies outside the exercise")
        if not path.is_file():
            raise BrokenExercise(f"{name} is missing")
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise BrokenExercise(f"{name} is larger than {_MAX_FILE_BYTES} bytes")
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise BrokenExercise(f"{name} is not UTF-8") from None
        if "\0" in text:
            raise BrokenExercise(f"{name} holds a NUL character")
        return text

    def instructions(self) -> str:
        names = ("introduction", "introduction.append", "instructions", "instructions.append")
        texts = [self._optional(f".docs/{name}.md") for name in names]
        if not any(texts[2:]):
            raise BrokenExercise(".docs/instructions.md is missing")
        return "\n\n".join(text.strip() for text in texts if text)

    def hints(self) -> tuple[str, ...]:
        """The bullets of hints.md, each with the lines that go on from it."""
        bullets = re.split(r"^[-*] +", self._optional(".docs/hints.md"), flags=re.MULTILINE)[1:]
        texts = (re.split(r"^#", bullet, maxsplit=1, flags=re.MULTILINE)[0] for bullet in bullets)
        return tuple(" ".join(text.split()) for text in texts)

    def companions(self, own: set[str], named: list[str]) -> dict[str, str]:
        """The files that travel along: named ones, further test files and every other module in the folder."""
        on_disk = [path.name for path in sorted(self._path.glob("*.py"))]
        names = [name for name in dict.fromkeys([*named, *on_disk]) if name not in own]
        if len(names) > _MAX_FILES:
            raise BrokenExercise(f"more than {_MAX_FILES} files travel along")
        return {name: self.read(name) for name in names}

    def _optional(self, name: str) -> str:
        return self.read(name) if (self._path / name).exists() else ""
