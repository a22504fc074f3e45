from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.models import Exercise
from portal.services import track_import
from portal.services.track_import import ImportPlan
from tests.conftest import MakeApp
from tests.portal.authoring.tracks import SOLUTION, write_exercise, write_track


def load(db: Database, root: Path) -> ImportPlan:
    """Load a track without checking it."""
    planned = track_import.plan(db, root)
    track_import.load(db, planned)
    return planned


def ids(planned: ImportPlan) -> list[str]:
    return [authored.exercise.id for authored in planned.exercises]


def imported(db: Database, slug: str) -> Exercise:
    exercise = exercises_dao.get_by_id(db, exercise_id=slug)
    assert exercise is not None
    return exercise


def test_a_practice_exercise_is_loaded_with_all_its_parts(db: Database, tmp_path: Path) -> None:
    write_exercise(tmp_path, "double-it")
    write_track(tmp_path, practice=[{"slug": "double-it", "name": "Double It!", "difficulty": 5, "practices": ["x"]}])
    report = load(db, tmp_path)
    assert (ids(report), report.faults) == (["double-it"], {})
    exercise = imported(db, "double-it")
    assert (exercise.title, exercise.summary, exercise.difficulty) == ("Double It!", "Twice as much.", "intermediate")
    assert (exercise.module, exercise.solution, exercise.files) == (
        "double_it.py",
        SOLUTION,
        {"helper.py": "TWO = 2\n"},
    )
    assert exercise.instructions == "# Introduction\n\n# Instructions\n\nDouble it."
    assert exercise.hints == ("Think of two.", "Multiply by it.", "2. More: Last")
    assert (exercise.category, exercise.topics, exercise.source) == ("practice", ("x",), f"import:{tmp_path.name}")


def test_concept_exercises_become_the_prerequisites_of_what_builds_on_them(db: Database, tmp_path: Path) -> None:
    for slug in ("basics", "loops"):
        write_exercise(tmp_path, slug, "concept", example=None, exemplar=[".meta/example.py"])
    write_exercise(tmp_path, "double-it")
    write_track(
        tmp_path,
        concept=[
            {"slug": "basics", "concepts": ["functions"], "prerequisites": []},
            {"slug": "loops", "concepts": ["loops"], "prerequisites": ["functions", "unknown"]},
        ],
        practice=[{"slug": "double-it", "prerequisites": ["loops", "functions"], "difficulty": 8}],
    )
    load(db, tmp_path)
    assert imported(db, "loops").prerequisites == ("basics",)
    assert imported(db, "double-it").prerequisites == ("loops", "basics")
    assert (imported(db, "loops").category, imported(db, "loops").difficulty) == ("loops", "beginner")
    assert imported(db, "double-it").difficulty == "advanced"


def test_loading_again_updates_and_keeps_the_rest(db: Database, tmp_path: Path) -> None:
    folder = write_exercise(tmp_path, "double-it")
    load(db, tmp_path)
    before = db.one("SELECT created_at FROM exercises WHERE id = 'double-it'")
    (folder / "helper.py").write_text("TWO = 1 + 1\n")
    report = load(db, tmp_path)
    after = db.one("SELECT created_at FROM exercises WHERE id = 'double-it'")
    assert ids(report) == ["double-it"]
    assert imported(db, "double-it").files == {"helper.py": "TWO = 1 + 1\n"}
    assert before is not None
    assert after is not None
    assert before["created_at"] == after["created_at"]


def test_deprecated_exercises_are_left_out_and_unlisted_ones_loaded(db: Database, tmp_path: Path) -> None:
    write_exercise(tmp_path, "old")
    write_exercise(tmp_path, "new-one")
    entries = [{"slug": "old", "status": "deprecated"}, {"slug": "draft", "status": "wip"}]
    write_exercise(tmp_path, "draft")
    write_track(tmp_path, practice=entries)
    assert ids(load(db, tmp_path)) == ["new-one"]
    assert imported(db, "new-one").title == "New one"


def test_a_listed_exercise_without_a_folder_or_with_an_odd_slug_is_named(db: Database, tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    write_track(tmp_path, practice=[{"slug": "gone"}, {"slug": "../up"}, "odd", {"name": "no slug"}])
    named = ["gone", "../up", "config.json: entry 3 of practice", "config.json: entry 4 of practice"]
    assert list(load(db, tmp_path).faults) == named


def test_a_folder_that_is_not_a_track_is_reported_in_one_line(app: Flask, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(args=["import-exercises", "--unchecked", str(tmp_path)])
    assert result.exit_code == 1
    assert "has no folder named exercises" in result.output
    (tmp_path / "exercises").mkdir()
    (tmp_path / "config.json").write_text("{")
    assert app.test_cli_runner().invoke(args=["import-exercises", "--unchecked", str(tmp_path)]).exit_code == 1


def test_the_command_tells_what_it_did_and_its_exit_code_whether_all_was_well(app: Flask, tmp_path: Path) -> None:
    write_exercise(tmp_path, "double-it")
    good = app.test_cli_runner().invoke(args=["import-exercises", "--unchecked", str(tmp_path)])
    assert good.exit_code == 0
    assert "double-it: new, version " in good.output
    assert "Loaded 1 exercises, 0 are broken.\n" in good.output
    write_exercise(tmp_path, "broken", solution=None)
    bad = app.test_cli_runner().invoke(args=["import-exercises", "--unchecked", str(tmp_path)])
    assert bad.exit_code == 1
    assert "broken: .meta/config.json: files does not name a solution file" in bad.output


def test_an_exercise_of_the_starter_curriculum_is_never_replaced(db: Database, tmp_path: Path) -> None:
    write_exercise(tmp_path, "greet")
    write_exercise(tmp_path, "double-it")
    report = load(db, tmp_path)
    assert (ids(report), list(report.faults)) == (["double-it"], ["greet"])
    assert "rename yours" in report.faults["greet"]
    assert imported(db, "greet").title == "A friendly greeting"


@pytest.mark.integration
def test_an_imported_exercise_grades_like_a_seeded_one(make_app: MakeApp, executor_url: str, tmp_path: Path) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=executor_url)
    write_exercise(tmp_path, "double-it")
    assert app.test_cli_runner().invoke(args=["import-exercises", "--unchecked", str(tmp_path)]).exit_code == 0
    client: FlaskClient = app.test_client()
    for code, passed in ((SOLUTION, True), ("def double(n):\n    return n\n", False)):
        body = {"exerciseId": "double-it", "code": code}
        verdict = client.post("/api/exercises/test", json=body).get_json()["data"]
        assert verdict["passed"] is passed
        assert [test["name"] for test in verdict["tests"]] == ["DoubleTest.test_double"]
