"""The starter curriculum, graded in the real sandbox."""

import graphlib
import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from portal.authoring import track
from portal.authoring.portal_config import PortalConfig
from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.extensions import resources
from portal.models import Exercise, Origin, Program
from portal.services import starter_curriculum
from tests.conftest import MakeApp, starter_ids
from tests.portal.constructs import topics_needed

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def origin() -> Origin:
    return Origin("teacher", "192.0.2.1", "test", None)


@pytest.fixture
def curriculum(db: Database) -> list[Exercise]:
    found = [exercises_dao.get_by_id(db, exercise_id=id_) for id_ in exercises_dao.list_ids(db)]
    return [exercise for exercise in found if exercise is not None]


def test_there_are_at_least_seventy_exercises_of_every_difficulty(curriculum: list[Exercise]) -> None:
    assert len(curriculum) >= 70
    assert {exercise.difficulty for exercise in curriculum} == {"beginner", "intermediate", "advanced"}


def test_prerequisites_exist_and_come_earlier(curriculum: list[Exercise]) -> None:
    positions = {exercise.id: exercise.position for exercise in curriculum}
    graph = {exercise.id: set(exercise.prerequisites) for exercise in curriculum}
    assert set(graphlib.TopologicalSorter(graph).static_order()) == set(positions)
    assert all(positions[id_] < exercise.position for exercise in curriculum for id_ in exercise.prerequisites)


def test_the_first_twenty_take_two_minutes_each() -> None:
    first = track.read(starter_curriculum.FOLDER).exercises[:20]
    assert {authored.minutes for authored in first} == {2}


def test_no_exercise_needs_what_was_not_taught_before(curriculum: list[Exercise]) -> None:
    """By its own topics and those of all its prerequisites, which come earlier."""
    known: dict[str, set[str]] = {}
    missing = {}
    for exercise in curriculum:
        known[exercise.id] = {*exercise.topics}.union(*(known[id_] for id_ in exercise.prerequisites))
        if unknown := topics_needed(exercise.solution) - known[exercise.id]:
            missing[exercise.id] = sorted(unknown)
    assert missing == {}


def test_every_exercise_has_two_to_four_hints_a_slug_and_text(curriculum: list[Exercise]) -> None:
    for exercise in curriculum:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", exercise.id)
        assert 2 <= len(exercise.hints) <= 6, exercise.id
        assert len(exercise.instructions) > 200, exercise.id
        assert exercise.topics, exercise.id


def test_the_seed_is_what_the_curriculum_makes() -> None:
    assert starter_curriculum.SEED.read_text() == starter_curriculum.seed_script(), "run: make seed"


def test_the_published_schema_describes_what_is_read() -> None:
    schema = json.loads((PROJECT / "docs" / "exercise-config.schema.json").read_text())
    assert schema["properties"]["portal"]["properties"].keys() == {
        field.data_key or name for name, field in PortalConfig().fields.items()
    }
    validator = jsonschema_rs.validator_for(schema)
    for path in starter_curriculum.FOLDER.glob("exercises/*/*/.meta/config.json"):
        validator.validate(json.loads(path.read_text()))
    with pytest.raises(jsonschema_rs.ValidationError):
        validator.validate({"files": {"solution": ["a.py"], "test": ["t.py"], "example": ["e.py"]}, "portal": {"x": 1}})


def test_seeding_again_changes_nothing_but_what_changed(db: Database) -> None:
    db.execute("UPDATE exercises SET title = 'Old', created_at = 'then' WHERE id = 'greet'")
    starter_curriculum.load(db)
    row = db.one("SELECT title, created_at FROM exercises WHERE id = 'greet'")
    assert row is not None
    assert (row["title"], row["created_at"]) == ("A friendly greeting", "then")


@pytest.mark.integration
def test_one_exercise_in_sixteen_passes_the_check(make_app: MakeApp, executor_url: str) -> None:
    """With one mutant each; CI runs `make check-curriculum`, which checks all exercises with all mutants."""
    arguments = ["check-exercises", str(starter_curriculum.FOLDER), *starter_ids()[::16], "--strict", "--mutants", "1"]
    result = make_app(EXECUTOR_SERVICE_URL=executor_url).test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.stdout


@pytest.mark.integration
def test_the_example_of_every_lesson_runs(
    make_app: MakeApp, executor_url: str, curriculum: list[Exercise], origin: Origin
) -> None:
    with make_app(EXECUTOR_SERVICE_URL=executor_url).app_context():
        executor = resources().executor
        for exercise in curriculum:
            _, start, rest = exercise.instructions.partition("```python\n")
            assert start, f"{exercise.id} has no example"
            program = rest.partition("```")[0]
            outcome = executor.run(Program(program, stdin="7\n" * 9, echo=False, timeout_ms=5000), origin)
            assert outcome.status == "ok", (exercise.id, outcome.error)


@pytest.mark.integration
def test_named_tests_are_those_that_report(real_client: FlaskClient) -> None:
    shown = real_client.get("/api/exercises/greet").get_json()["data"]["exercise"]
    body = {"exerciseId": "greet", "code": shown["starterCode"]}
    verdict = real_client.post("/api/exercises/test", json=body).get_json()["data"]
    assert [test["name"] for test in verdict["tests"]] == shown["testNames"]
