"""Read one exercise: a folder whose `.meta/config.json` names its solution, test, example and editor files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.authoring import approaches, bounds, credits_text, hints, limits, portal_config, test_files
from portal.authoring.faults import Faults
from portal.authoring.folder import ExerciseFiles
from portal.authoring.json_values import strings
from portal.authoring.models import AuthoredExercise, BrokenExercise, WrongSample
from portal.models import Exercise

_HINTS = ".docs/hints.md"


@dataclass(frozen=True)
class Entry:
    """An exercise as the track's config.json lists it."""

    slug: str
    kind: str
    name: str
    difficulty: str
    concepts: tuple[str, ...]
    requires: tuple[str, ...]


@dataclass(frozen=True)
class _Code:
    """The programs of an exercise, as they are read from its files."""

    module: str
    starter: str
    reference: str
    tests: str
    companions: dict[str, str]


def read(folder: ExerciseFiles, entry: Entry, position: int) -> AuthoredExercise:
    """Read an exercise of a track.

    Raises:
        BrokenExercise: parts are missing or unusable; it names all of them.
    """
    limits.require_slug(entry.slug)
    config = folder.read_object(".meta/config.json")
    faults = Faults()
    faults.attempt(_require_texts, config)
    own = faults.attempt(portal_config.parse, config) or {}
    instructions = faults.attempt(_instructions, folder) or "unreadable"
    found_hints = faults.attempt(_hints, folder) or ()
    wrong_samples = _wrong_samples(folder, own.get("wrong", {}), faults)
    found_approaches = faults.attempt(approaches.read, folder) or ()
    code = faults.attempt(_code, folder, config)
    if code is None:
        raise faults.as_error()
    blurb = config.get("blurb")
    default_category = "practice" if entry.kind == "practice" else (entry.concepts or ("concepts",))[0]
    exercise = Exercise(
        id=entry.slug,
        position=own.get("position", position),
        title=entry.name,
        summary=blurb if isinstance(blurb, str) and blurb.strip() else entry.name,
        category=own.get("category", default_category),
        difficulty=entry.difficulty,
        topics=tuple(own.get("topics", entry.concepts)),
        prerequisites=tuple(own.get("prerequisites", ())),
        instructions=instructions + credits_text.of(config),
        hints=found_hints,
        starter_code=code.starter,
        module=code.module,
        test_code=code.tests,
        solution=code.reference,
        files=code.companions,
        source="import",
        time_limit_ms=own.get("time_limit_ms"),
        retired=own.get("retired", False),
    )
    faults.attempt(bounds.require, exercise)
    if faults:
        raise faults.as_error()
    return AuthoredExercise(
        exercise=exercise,
        teaches=entry.concepts if entry.kind == "concept" else (),
        requires=entry.requires,
        wrong_samples=wrong_samples,
        equivalent=tuple(own.get("equivalent", ())),
        minutes=own.get("minutes"),
        refactoring=own.get("refactoring", is_called_refactoring(exercise.summary)),
        approaches=found_approaches,
    )


def _require_texts(config: dict[str, Any]) -> None:
    """Raise BrokenExercise where a text of Exercism's format is of another type: it would be left out."""
    for key in ("blurb", "source", "source_url"):
        if not isinstance(config.get(key) or "", str):
            raise BrokenExercise(f".meta/config.json: {key} must be a string")
    if not isinstance(config.get("authors") or [], list):
        raise BrokenExercise('.meta/config.json: authors must be a list, such as ["Ada"]')


def is_called_refactoring(blurb: str) -> bool:
    """Whether an exercise is a refactoring unless it says otherwise: Exercism's tracks have no other mark."""
    return blurb.startswith("Refactor ")


def _code(folder: ExerciseFiles, config: dict[str, Any]) -> _Code:
    files, faults = _named_files(config), Faults()
    solution = files["solution"][0]
    faults.attempt(limits.require_module, Path(solution).name)
    starter = faults.attempt(folder.read, solution)
    reference = faults.attempt(folder.read, files["reference"][0])
    graded = faults.attempt(_tests, folder, files["test"])
    if starter is None or reference is None or graded is None:
        raise faults.as_error()
    tests, helpers = graded
    companions = _companions(folder, files, tests + starter, helpers)
    if reference in companions.values():
        raise BrokenExercise("a companion file is the same as the reference solution")
    return _Code(Path(solution).name, starter, reference, tests, companions)


def _named_files(config: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The files by their part; the exemplar of a concept exercise and the example of a practice one are `reference`."""
    raw = config.get("files")
    named = {key: strings(value) for key, value in raw.items()} if isinstance(raw, dict) else {}
    if isinstance(raw, dict) and (texts := [key for key, value in raw.items() if isinstance(value, str)]):
        raise BrokenExercise(f'.meta/config.json: files: {texts[0]} must be a list, such as ["{raw[texts[0]]}"]')
    reference = named.get("exemplar") or named.get("example") or ()
    files = {**{key: named.get(key, ()) for key in ("solution", "test", "editor")}, "reference": reference}
    names = {"solution": "a solution file", "test": "a test file", "reference": "an example or exemplar file"}
    if missing := [name for key, name in names.items() if not files[key]]:
        raise BrokenExercise(f".meta/config.json: files does not name {', '.join(missing)}")
    return files


def _tests(folder: ExerciseFiles, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The one test file to grade by, and the named files that only help it."""
    codes = {name: folder.read(name) for name in names}
    for name, code in codes.items():
        test_files.parse(name, code)
    graded = {name: code for name, code in codes.items() if test_files.is_test_file(code)}
    if not graded:
        raise BrokenExercise(f"{names[0]} does not define a test")
    return test_files.join(graded), tuple(name for name in names if name not in graded)


def _companions(
    folder: ExerciseFiles, files: dict[str, tuple[str, ...]], code: str, helpers: tuple[str, ...]
) -> dict[str, str]:
    """The files that learners' code may read: those named for the editor, helpers of the tests, and what these import.

    Never the reference, a graded test, or a file that nothing refers to.
    """
    shown = [*files["solution"][1:], *files["editor"], *helpers]
    private = {Path(name).as_posix() for key in ("solution", "test", "reference") for name in files[key]} - set(helpers)
    private -= set(files["solution"][1:]) - set(files["reference"])
    found = {name: folder.read(name) for name in dict.fromkeys(shown) if Path(name).as_posix() not in private}
    on_disk = {name.removesuffix(".py"): name for name in folder.names("*.py") if name not in private}
    waiting = [code, *found.values()]
    while waiting:
        for stem in sorted(test_files.imported_modules(waiting.pop()) & on_disk.keys()):
            if on_disk[stem] not in found:
                found[on_disk[stem]] = folder.read(on_disk[stem])
                waiting.append(found[on_disk[stem]])
    return found


def _instructions(folder: ExerciseFiles) -> str:
    names = ("introduction", "introduction.append", "instructions", "instructions.append")
    texts = [folder.read_optional(f".docs/{name}.md").strip() for name in names]
    if not any(texts[2:]):
        raise BrokenExercise(".docs/instructions.md is missing")
    return "\n\n".join(text for text in texts if text)


def _hints(folder: ExerciseFiles) -> tuple[str, ...]:
    text = folder.read_optional(_HINTS)
    found = hints.parse(text)
    if not found and any(line.strip() and not line.startswith("#") for line in text.splitlines()):
        raise BrokenExercise(f'{_HINTS} has text but no hint: begin each with "- "')
    return found


def _wrong_samples(folder: ExerciseFiles, titles: dict[str, str], faults: Faults) -> tuple[WrongSample, ...]:
    for path in folder.names(".meta/wrong/*.py"):
        faults.attempt(_require_title, path.removeprefix(".meta/wrong/"), titles)
    codes = {name: faults.attempt(folder.read, f".meta/wrong/{name}") for name in titles}
    return tuple(WrongSample(name, code, titles[name]) for name, code in codes.items() if code is not None)


def _require_title(name: str, titles: dict[str, str]) -> None:
    if name not in titles:
        raise BrokenExercise(f".meta/config.json does not name the test that must catch wrong/{name}")
