"""Read one exercise: a folder whose `.meta/config.json` names its solution, test, example and editor files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.authoring import approaches, credits_text, hints, limits, portal_config, test_files
from portal.authoring.folder import ExerciseFiles, require_text
from portal.authoring.json_values import strings
from portal.authoring.models import AuthoredExercise, BrokenExercise, WrongSample
from portal.models import Exercise


@dataclass(frozen=True)
class Entry:
    """An exercise as the track's config.json lists it."""

    slug: str
    kind: str
    name: str
    difficulty: str
    concepts: tuple[str, ...]
    requires: tuple[str, ...]


def read(folder: ExerciseFiles, entry: Entry, position: int) -> AuthoredExercise:
    """Read an exercise of a track.

    Raises:
        BrokenExercise: a part is missing or unusable.
    """
    limits.require_slug(entry.slug)
    config = folder.read_object(".meta/config.json")
    own = portal_config.parse(config)
    exercise = _exercise(folder, entry, config, own, position)
    for value in (exercise.title, exercise.summary, exercise.category, exercise.instructions):
        require_text(value, "its description")
    for value in (*exercise.topics, *exercise.prerequisites):
        require_text(value, "its list of topics or prerequisites")
    return AuthoredExercise(
        exercise=exercise,
        teaches=entry.concepts if entry.kind == "concept" else (),
        requires=entry.requires,
        wrong_samples=_wrong_samples(folder, own.get("wrong", {})),
        equivalent=tuple(own.get("equivalent", ())),
        minutes=own.get("minutes"),
        refactoring=own.get("refactoring", False),
        approaches=approaches.read(folder),
    )


def _exercise(
    folder: ExerciseFiles, entry: Entry, config: dict[str, Any], own: dict[str, Any], position: int
) -> Exercise:
    files = _named_files(config)
    solution = files["solution"][0]
    module = Path(solution).name
    limits.require_module(module)
    tests, helpers = _tests(folder, files["test"])
    reference, starter = folder.read(files["reference"][0]), folder.read(solution)
    limits.require_code(files["reference"][0], reference)
    test_files.parse(files["reference"][0], reference)
    limits.require_length(solution, starter)
    limits.require_code("its test file", tests, limits.MAX_TESTS)
    companions = _companions(folder, files, tests + starter, helpers)
    if reference in companions.values():
        raise BrokenExercise("a companion file is the same as the reference solution")
    blurb = config.get("blurb")
    default_category = "practice" if entry.kind == "practice" else (entry.concepts or ("concepts",))[0]
    return Exercise(
        id=entry.slug,
        position=own.get("position", position),
        title=entry.name,
        summary=blurb if isinstance(blurb, str) else entry.name,
        category=own.get("category", default_category),
        difficulty=entry.difficulty,
        topics=tuple(own.get("topics", entry.concepts)),
        prerequisites=tuple(own.get("prerequisites", ())),
        instructions=_instructions(folder) + credits_text.of(config),
        hints=hints.parse(folder.read_optional(".docs/hints.md")),
        starter_code=starter,
        module=module,
        test_code=tests,
        solution=reference,
        files=companions,
        source="import",
        time_limit_ms=own.get("time_limit_ms"),
        retired=own.get("retired", False),
    )


def _named_files(config: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The files by their part; the exemplar of a concept exercise and the example of a practice one are `reference`."""
    raw = config.get("files")
    named = {key: strings(value) for key, value in raw.items()} if isinstance(raw, dict) else {}
    reference = named.get("exemplar") or named.get("example") or ()
    files = {**{key: named.get(key, ()) for key in ("solution", "test", "editor")}, "reference": reference}
    for key, name in (("solution", "solution"), ("test", "test"), ("reference", "example or exemplar")):
        if not files[key]:
            raise BrokenExercise(f".meta/config.json does not name a {name} file")
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
    limits.require_files(found)
    return found


def _instructions(folder: ExerciseFiles) -> str:
    names = ("introduction", "introduction.append", "instructions", "instructions.append")
    texts = [folder.read_optional(f".docs/{name}.md").strip() for name in names]
    if not any(texts[2:]):
        raise BrokenExercise(".docs/instructions.md is missing")
    return "\n\n".join(text for text in texts if text)


def _wrong_samples(folder: ExerciseFiles, titles: dict[str, str]) -> tuple[WrongSample, ...]:
    on_disk = {name.removeprefix(".meta/wrong/") for name in folder.names(".meta/wrong/*.py")}
    if unnamed := sorted(on_disk - titles.keys()):
        raise BrokenExercise(f".meta/config.json does not name the test that must catch wrong/{unnamed[0]}")
    return tuple(WrongSample(name, folder.read(f".meta/wrong/{name}"), title) for name, title in titles.items())
