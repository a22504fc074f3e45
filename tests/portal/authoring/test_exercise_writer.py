"""What is written is read again as the same exercise: the whole curriculum, and odd texts."""

import dataclasses
from pathlib import Path

import pytest

from portal.authoring import exercise_writer, hints, track
from portal.authoring.models import Approach, AuthoredExercise, BrokenExercise, WrongSample
from portal.services import starter_curriculum
from tests.portal.authoring.tracks import write_exercise


@pytest.fixture(scope="module")
def curriculum() -> list[AuthoredExercise]:
    return track.read(starter_curriculum.FOLDER).exercises


def test_the_whole_curriculum_is_read_again_as_it_was(curriculum: list[AuthoredExercise], tmp_path: Path) -> None:
    exercise_writer.write_track(tmp_path, curriculum)
    again = track.read(tmp_path)
    assert again.faults == {}
    assert again.exercises == curriculum
    with pytest.raises(FileExistsError):
        exercise_writer.write_track(tmp_path, curriculum)


def test_an_exercise_with_every_part_is_read_again_as_it_was(tmp_path: Path) -> None:
    write_exercise(tmp_path, "double-it", meta={"authors": ["Ada"], "source_url": "https://example.org"})
    (authored,) = track.read(tmp_path).exercises
    full = dataclasses.replace(
        authored,
        exercise=dataclasses.replace(
            authored.exercise,
            title='Zoë\'s "x"\n',
            difficulty="advanced",
            starter_code="",
            time_limit_ms=700,
            prerequisites=("a", "b"),
            files={**authored.exercise.files, "double_it_test.py": "x = 1\n", "data/a b.txt": "1\n\n2"},
        ),
        wrong_samples=(WrongSample("b.py", "x = 1\n", "Double"), WrongSample("a.py", "x = 2\n", "Double")),
        equivalent=("return n + n",),
        minutes=4,
        refactoring=True,
        approaches=(
            Approach("introduction", "Introduction", "", "Two ways."),
            Approach("add-it", "Add it", "Once more.", "```python\nn + n\n```"),
        ),
    )
    assert exercise_writer.validated(full) == full
    for summary in ("Refactor it.", "Write it."):
        for refactoring in (True, False):
            other = dataclasses.replace(full.replace(summary=summary), refactoring=refactoring)
            assert exercise_writer.validated(other) == other


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "../up"},
        {"module": "../up.py"},
        {"files": {"../up.txt": "x"}},
        {"files": {"/etc/passwd": "x"}},
        {"files": {"copy.py": "x = 1\n"}, "solution": "x = 1\n"},
        {"test_code": "def test_("},
        {"solution": ""},
        {"instructions": " \n"},
        {"title": "\ud800"},
        {"summary": "a\0b"},
        {"position": -1},
        {"category": "x" * 101},
        {"topics": ("x",) * 51},
        {"starter_code": "x" * 50_001},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_could_not_be_read_is_refused(changes: dict[str, object], curriculum: list[AuthoredExercise]) -> None:
    exercise = dataclasses.replace(curriculum[0].exercise, **changes)  # type: ignore[arg-type]
    with pytest.raises(BrokenExercise):
        exercise_writer.validated(dataclasses.replace(curriculum[0], exercise=exercise))


@pytest.mark.parametrize(
    "texts",
    [
        ("One.", "2. Count: with: colons", "2. Count: more", "3) Third: x", "General again"),
        ("Look:\n```python\n# not a heading\n- not a hint\n    deep\n```\nafter", "Next"),
        ("```\ncode\n```", "Next"),
        ("- a bullet", "# a heading", "", "2. without a colon"),
    ],
)
def test_hints_are_parsed_as_they_were(texts: tuple[str, ...]) -> None:
    assert hints.parse(hints.markdown(texts)) == texts
