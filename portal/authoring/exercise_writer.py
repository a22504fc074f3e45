"""Write exercises as their authors keep them; reading them again gives the same exercises."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from portal.authoring import approaches, exercise_reader, hints, limits
from portal.authoring.exercise_reader import Entry
from portal.authoring.folder import GivenFiles
from portal.authoring.models import AuthoredExercise
from portal.models import Exercise

_DIFFICULTIES = {"beginner": 1, "intermediate": 4, "advanced": 7}
_REFERENCE = ".meta/example.py"


def write_track(root: Path, exercises: Iterable[AuthoredExercise]) -> None:
    """Write a track with these exercises into a folder, which must not have any.

    Raises:
        FileExistsError: there are exercises already.
    """
    (root / "exercises").mkdir(parents=True)
    entries = []
    for authored in exercises:
        exercise = authored.exercise
        write(root, authored)
        number = _DIFFICULTIES[exercise.difficulty]
        entries.append({"slug": exercise.id, "name": exercise.title, "difficulty": number})
    (root / "config.json").write_text(_json({"exercises": {"practice": entries}}), encoding="utf-8")


def write(root: Path, authored: AuthoredExercise) -> Path:
    """Write the folder of an exercise into a track, and return it.

    Raises:
        FileExistsError: there is such a folder.
    """
    folder = root / "exercises" / "practice" / authored.exercise.id
    folder.mkdir(parents=True)
    for name, text in files_of(authored).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def files_of(authored: AuthoredExercise) -> dict[str, str]:
    """Return the files of an exercise by name."""
    exercise = authored.exercise
    test_file = _test_file(exercise)
    return {
        ".docs/instructions.md": exercise.instructions + "\n",
        **({".docs/hints.md": hints.markdown(exercise.hints)} if exercise.hints else {}),
        ".meta/config.json": _json(_config(authored, test_file)),
        _REFERENCE: exercise.solution,
        **{f".meta/wrong/{sample.name}": sample.code for sample in authored.wrong_samples},
        **_approaches(authored),
        exercise.module: exercise.starter_code,
        test_file: exercise.test_code,
        **exercise.files,
    }


def validated(authored: AuthoredExercise) -> AuthoredExercise:
    """Return an exercise as it would be read from its files, with line ends and spaces as they are there.

    Raises:
        BrokenExercise: it could not be read from its files.
    """
    exercise = authored.exercise
    limits.require_module(exercise.module)
    entry = Entry(exercise.id, "practice", exercise.title, exercise.difficulty, concepts=(), requires=())
    return exercise_reader.read(GivenFiles(files_of(authored)), entry, exercise.position)


def _config(authored: AuthoredExercise, test_file: str) -> dict[str, Any]:
    exercise = authored.exercise
    optional = {
        "minutes": authored.minutes,
        "timeLimitMs": exercise.time_limit_ms,
        "prerequisites": list(exercise.prerequisites),
        "retired": exercise.retired,
        "wrong": {sample.name: sample.caught_by for sample in authored.wrong_samples},
        "equivalent": list(authored.equivalent),
    }
    own: dict[str, Any] = {
        "category": exercise.category,
        "topics": list(exercise.topics),
        "position": exercise.position,
    }
    if authored.refactoring != exercise_reader.is_called_refactoring(exercise.summary):
        own["refactoring"] = authored.refactoring
    files = {"solution": [exercise.module], "test": [test_file], "example": [_REFERENCE]}
    if exercise.files:
        files["editor"] = list(exercise.files)
    return {
        "blurb": exercise.summary,
        "files": files,
        "portal": own | {name: value for name, value in optional.items() if value},
    }


def _approaches(authored: AuthoredExercise) -> dict[str, str]:
    config = approaches.config_of(authored.approaches)
    files = {name: text + "\n" for name, text in approaches.files_of(authored.approaches).items()}
    return files | ({".approaches/config.json": _json(config)} if config else {})


def _test_file(exercise: Exercise) -> str:
    name = f"{exercise.module.removesuffix('.py')}_test.py"
    while name in exercise.files:
        name = f"_{name}"
    return name


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
