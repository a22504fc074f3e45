"""The commands that check, preview, publish, export and roll back, in the real sandbox where they run code."""

import json
import re
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal.authoring import track
from portal.cli.running import executor_client
from portal.database import Database, open_database, schema
from portal.extensions import get_db
from portal.services import background_grading, exercise_versions, exercises, starter_curriculum, track_import
from tests.conftest import MakeApp, sign_up, starter_ids
from tests.portal.authoring.tracks import SOLUTION, write_exercise, write_track
from tests.portal.fake_executor import FakeExecutor

TESTS = """
from double_it import double

def test_three_is_doubled():
    assert double(3) == 6

def test_zero_stays_zero():
    assert double(0) == 0
"""
WEAK = "from double_it import double\n\ndef test_two_is_doubled():\n    assert double(2) == 4\n"
STRICTER = TESTS + "\n\ndef test_text_is_doubled():\n    assert double('ab') == 'abab'\n"
NUMBERS_ONLY = "def double(n):\n    return n + n if isinstance(n, int) else None\n"
ADDS_THREE = "def double(n):\n    return n + 3\n"


def flask(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def write(root: Path, slug: str, tests: str = TESTS, **portal: object) -> Path:
    folder = write_exercise(root, slug, meta={"portal": portal})
    (folder / "double_it_test.py").write_text(tests)
    (folder / ".docs" / "hints.md").write_text("- Think.\n")
    return folder


@pytest.mark.integration
@pytest.mark.one_database
def test_an_import_checks_and_shows_what_changes_for_whom(make_app: MakeApp, executor_url: str, tmp_path: Path) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=executor_url)
    write_track(tmp_path, practice=[])
    write(tmp_path, "double-it")
    write(tmp_path, "leaves")
    (write(tmp_path, "faulty") / "double_it.py").write_text(SOLUTION)
    write(tmp_path, "weak", WEAK)
    first = flask(app, "import-exercises", str(tmp_path))
    assert first.exit_code == 1
    assert "faulty: the starter passes all tests already" in first.stderr
    assert "weak: warning: no test fails when line 2 of the reference is changed to: return 2 + n" in first.stderr
    assert "Loaded 3 exercises, 1 are broken." in first.stdout
    client = app.test_client()
    for name, code in (("ada", NUMBERS_ONLY), ("eve", SOLUTION), ("zoe", ADDS_THREE)):
        headers = sign_up(client, name)
        body = {"exerciseId": "double-it", "code": code}
        verdict = client.post("/api/exercises/test", json=body, headers=headers).get_json()["data"]
        assert verdict["passed"] is (code != ADDS_THREE)
    with app.app_context():
        before = exercises.get(get_db(), "double-it")
    write(tmp_path, "double-it", STRICTER)
    for folder in ("leaves", "faulty", "weak"):
        (tmp_path / "exercises" / "practice" / folder).rename(tmp_path / folder)
    dry = flask(app, "import-exercises", str(tmp_path), "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert re.findall(r"double-it: (\w+), \S+: passed, would fail now", dry.stdout) == ["ada"]
    assert "would pass now" not in dry.stdout
    assert f"replaces {before.version}" in dry.stdout
    assert "leaves: is no longer in the track" in dry.stdout
    assert "Would load 1 exercises" in dry.stdout
    with app.app_context():
        assert exercises.get(get_db(), "double-it") == before
    real = flask(app, "import-exercises", str(tmp_path))
    assert (real.exit_code, "flask regrade double-it" in real.stdout) == (0, True)
    again = flask(app, "import-exercises", str(tmp_path))
    assert (again.exit_code, again.stderr) == (0, "")
    with app.app_context():
        assert exercises.get(get_db(), "double-it").test_code == STRICTER
        assert exercises.get(get_db(), "leaves").retired is False


def test_a_track_retires_its_own_exercises_and_no_others(db: Database, tmp_path: Path) -> None:
    def load(name: str) -> track_import.ImportPlan:
        planned = track_import.plan(db, tmp_path / name)
        track_import.load(db, planned)
        return planned

    for name in ("one", "two"):
        write(tmp_path / name, f"{name}-a")
        write(tmp_path / name, f"{name}-b")
        load(name)
    write(tmp_path / "one", "one-a", retired=True)
    write_track(tmp_path / "one", practice=[{"slug": "one-b", "status": "deprecated"}, {"slug": "two-a"}])
    write(tmp_path / "one", "two-b", retired=True)
    planned = load("one")
    assert (planned.retired, planned.missing) == (["one-a", "one-b"], [])
    assert list(planned.faults) == ["two-a"]
    retired = [id_ for id_ in ("one-a", "one-b", "two-a", "two-b") if exercises.get(db, id_).retired]
    assert retired == ["one-a", "one-b"]
    write(tmp_path / "one", "one-a")
    load("one")
    assert exercises.get(db, "one-a").retired is True


def test_prerequisites_in_a_circle_are_refused_also_through_an_unchanged_exercise(db: Database, tmp_path: Path) -> None:
    write(tmp_path, "first")
    write(tmp_path, "second", prerequisites=["first"])
    track_import.load(db, track_import.plan(db, tmp_path))
    write(tmp_path, "first", prerequisites=["second"])
    planned = track_import.plan(db, tmp_path)
    assert "circle" in planned.faults["first"]
    assert planned.exercises == []


def test_a_circle_through_another_track_is_refused(db: Database, tmp_path: Path) -> None:
    write(tmp_path / "one", "first")
    track_import.load(db, track_import.plan(db, tmp_path / "one"))
    write(tmp_path / "two", "second", prerequisites=["first"])
    track_import.load(db, track_import.plan(db, tmp_path / "two"))
    write(tmp_path / "one", "first", prerequisites=["second"])
    assert "circle" in track_import.plan(db, tmp_path / "one").faults["first"]


def test_importing_an_export_gives_the_same_exercises(app: Flask, db: Database, tmp_path: Path) -> None:
    assert flask(app, "export-exercises", str(tmp_path / "out")).exit_code == 0
    with open_database(str(tmp_path / "other.db")) as other:
        schema.init_schema(other)
        track_import.load(other, track_import.plan(other, tmp_path / "out"))
        for id_ in starter_ids():
            here, there = exercise_versions.get_source(db, id_), exercise_versions.get_source(other, id_)
            assert vars(there.exercise) == {**vars(here.exercise), "source": "import:out"}
            assert (there.wrong_samples, there.equivalent, there.minutes) == (
                here.wrong_samples,
                here.equivalent,
                here.minutes,
            )
        assert exercises.get(other, starter_ids()[-1]).version == exercises.get(db, starter_ids()[-1]).version
    same = flask(app, "import-exercises", str(tmp_path / "out"))
    assert (same.exit_code, same.output) == (0, "Loaded 0 exercises, 0 are broken.\n")
    again = flask(app, "export-exercises", str(tmp_path / "out"))
    assert (again.exit_code, again.output) == (1, f"Error: {tmp_path}/out/exercises: File exists\n")


@pytest.mark.integration
@pytest.mark.one_database
def test_a_new_exercise_passes_the_check_as_it_is(make_app: MakeApp, executor_url: str, tmp_path: Path) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=executor_url)
    for slug in ("say-twice", "for"):
        assert flask(app, "new-exercise", slug, "--track", str(tmp_path)).exit_code == 0
    checked = flask(app, "check-exercises", str(tmp_path), "--json")
    assert checked.exit_code == 0, checked.output
    assert json.loads(checked.stdout)["passed"] is True
    for slug, message in (("say-twice", "File exists"), ("../up", "the slug may contain only")):
        refused = flask(app, "new-exercise", slug, "--track", str(tmp_path))
        assert (refused.exit_code, message in refused.output) == (1, True)
    assert {authored.exercise.title for authored in track.read(tmp_path).exercises} == {"Say twice", "For"}


@pytest.mark.one_database
def test_an_exercise_is_rolled_back_and_retired_by_command(app: Flask, db: Database) -> None:
    first = exercises.get(db, "greet").version
    db.execute("UPDATE exercises SET title = 'By hand' WHERE id = 'greet'")
    starter_curriculum.load(db)
    listed = {line.split()[0]: line for line in flask(app, "rollback-exercise", "greet").stdout.splitlines()}
    assert [version for version, line in listed.items() if line.endswith("(current)")] == [first]
    (by_hand,) = listed.keys() - {first}
    assert flask(app, "rollback-exercise", "greet", by_hand).output == (f"greet: version {by_hand} replaces {first}.\n")
    assert exercises.get(db, "greet").title == "By hand"
    again = flask(app, "rollback-exercise", "greet", by_hand)
    assert again.output == f"greet: version {by_hand} is the current one already.\n"
    unknown = flask(app, "rollback-exercise", "greet", "nothing")
    assert (unknown.exit_code, unknown.output) == (1, "Error: greet has no version nothing\n")
    prerequisite = next(iter(exercises.get(db, starter_ids()[-1]).prerequisites))
    retired = flask(app, "retire-exercise", prerequisite)
    assert f"{prerequisite} is retired." in retired.output
    assert starter_ids()[-1] in retired.output.partition("It is a prerequisite of: ")[2]
    assert exercises.get(db, prerequisite).retired is True
    assert flask(app, "retire-exercise", prerequisite, "--undo").exit_code == 0
    assert exercises.get(db, prerequisite).retired is False
    nowhere = flask(app, "retire-exercise", "nowhere")
    assert (nowhere.exit_code, nowhere.output) == (1, "Error: There is no exercise with this id.\n")


def test_a_command_waits_for_an_executor_that_has_not_started_yet(
    make_app: MakeApp, fake: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pause(_seconds: float) -> None:
        fake.status = 200

    app = make_app()
    app.extensions["embedded_executor"] = lambda: nullcontext(fake.url)
    monkeypatch.setattr(background_grading, "_pause", pause)
    fake.status = 503
    with app.app_context(), executor_client():
        assert [request["code"] for request in fake.requests] == ["pass", "pass"]


def test_a_command_waits_for_an_executor_that_builds_its_snapshot_first(
    make_app: MakeApp, fake: FakeExecutor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app(EXECUTOR_TIMEOUT="300")
    app.extensions["embedded_executor"] = lambda: nullcontext(fake.url)
    monkeypatch.setattr(background_grading, "_pause", lambda _seconds: fake.hold.set())
    fake.hold.clear()
    with app.app_context(), executor_client():
        assert [request["code"] for request in fake.requests] == ["pass", "pass"]
    assert "builds the sandbox first" in capsys.readouterr().err
