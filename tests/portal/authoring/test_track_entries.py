"""What a track's config.json says of its exercises: every mistake in it is named, and none is passed over."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.authoring import track
from portal.authoring.models import NotATrack
from tests.portal.authoring.tracks import write_exercise, write_track


@pytest.mark.parametrize(
    ("config", "fault"),
    [
        ([], "config.json is not a JSON object"),
        ({"exercises": [{"slug": "double-it"}]}, "config.json: exercises must be an object"),
        ({"exercises": {"practice": 5}}, "config.json: exercises: practice must be a list"),
        ({"exercises": {"concept": {"slug": "double-it"}}}, "config.json: exercises: concept must be a list"),
    ],
)
def test_lists_of_the_wrong_shape_make_no_track(tmp_path: Path, config: Any, fault: str) -> None:
    write_exercise(tmp_path, "double-it")
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(NotATrack) as caught:
        track.read(tmp_path)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"difficulty": "advanced"}, "config.json: its difficulty must be a number from 1 to 10, not 'advanced'"),
        ({"difficulty": 0}, "config.json: its difficulty must be a number from 1 to 10, not 0"),
        ({"difficulty": True}, "config.json: its difficulty must be a number from 1 to 10, not True"),
        ({"name": 7}, "config.json: its name must be a string"),
        ({"prerequisites": "loops"}, "config.json: its prerequisites must be a list of strings"),
        (
            {"name": 7, "practices": ["loops", 1]},
            "config.json: its name must be a string; config.json: its practices must be a list of strings",
        ),
    ],
)
def test_a_wrong_entry_is_a_fault_of_its_exercise(tmp_path: Path, entry: dict[str, Any], fault: str) -> None:
    write_exercise(tmp_path, "double-it")
    write_exercise(tmp_path, "other")
    write_track(tmp_path, practice=[{"slug": "double-it", **entry}])
    found = track.read(tmp_path)
    assert found.faults == {"double-it": fault}
    assert [authored.exercise.id for authored in found.exercises] == ["other"]


def test_an_entry_without_a_name_gets_that_of_its_folder(tmp_path: Path) -> None:
    write_exercise(tmp_path, "double-it")
    write_track(tmp_path, practice=[{"slug": "double-it", "name": "", "difficulty": None}])
    assert track.read(tmp_path).exercises[0].exercise.title == "Double it"


def test_two_exercises_of_one_slug_are_a_fault(tmp_path: Path) -> None:
    write_exercise(tmp_path, "listed")
    write_exercise(tmp_path, "both")
    write_exercise(tmp_path, "both", "concept")
    write_track(tmp_path, practice=[{"slug": "listed", "name": "First"}, {"slug": "listed", "name": "Second"}])
    found = track.read(tmp_path)
    assert found.faults == {
        "listed": "config.json lists several exercises of this slug",
        "both": "there is a folder of this name in exercises/concept and in exercises/practice",
    }
    assert found.exercises == []
