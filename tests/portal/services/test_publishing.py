"""Versions of exercises: each publication is one, all or none, and nothing that learners did is lost."""

import dataclasses
import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import clock
from portal.authoring.models import AuthoredExercise, WrongSample
from portal.database import Database, IntegrityError
from portal.errors import ExerciseNotFound
from portal.extensions import get_db
from portal.services import exercise_versions, exercises, publishing, starter_curriculum
from portal.services.exercise_versions import UnknownVersion
from tests.conftest import MakeApp, sign_up, starter_ids
from tests.portal.fake_executor import PASSING_TEST, FakeExecutor, result

OTHER_TESTS = "from solution import greet\n\n\ndef test_other():\n    assert greet('Ada')\n"


def changed(db: Database, id_: str = "greet", **changes: Any) -> AuthoredExercise:
    """The exercise as an author of this installation has changed it."""
    source = exercise_versions.get_source(db, id_)
    exercise = dataclasses.replace(source.exercise, source="import", **changes)
    return dataclasses.replace(source, exercise=exercise)


def version_of(db: Database, id_: str = "greet") -> str:
    return exercises.get(db, id_).version


def versions_of(db: Database, id_: str = "greet") -> list[str]:
    return [version.version for version in exercise_versions.list_versions(db, id_)]


def submit(client: FlaskClient, headers: dict[str, str]) -> dict[str, Any]:
    body = {"exerciseId": "greet", "code": "x = 1"}
    return dict(client.post("/api/exercises/test", json=body, headers=headers).get_json()["data"])


def newest_submission(client: FlaskClient, headers: dict[str, str]) -> dict[str, Any]:
    return dict(client.get("/api/exercises/greet/submissions", headers=headers).get_json()["data"]["submissions"][0])


def test_seeding_makes_a_version_of_each_exercise_and_again_none(db: Database) -> None:
    assert [versions_of(db, id_) for id_ in starter_ids()] == [[version_of(db, id_)] for id_ in starter_ids()]
    starter_curriculum.load(db)
    assert versions_of(db) == [version_of(db)]


def test_a_starter_is_published_when_it_comes_into_the_database(db: Database) -> None:
    for table in ("exercise_versions", "exercises"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608
    before = clock.now_text()
    starter_curriculum.load(db)
    (version,) = exercise_versions.list_versions(db, "greet")
    assert before <= version.published_at <= clock.now_text()


def test_a_version_is_new_only_when_learners_see_or_are_graded_by_something_else(db: Database) -> None:
    (first,) = versions_of(db)
    moved = changed(db, position=99_999)
    with_sample = dataclasses.replace(moved, wrong_samples=(WrongSample("a.py", "x = 1\n", "A title"),), minutes=3)
    (publication,) = publishing.publish(db, [with_sample])
    assert (publication.changed, versions_of(db)) == (False, [first])
    assert exercise_versions.get_source(db, "greet") == with_sample
    (publication,) = publishing.publish(db, [changed(db, test_code=OTHER_TESTS)])
    assert (publication.previous, publication.changed) == (first, True)
    assert versions_of(db) == [publication.version, first]


def test_content_from_before_there_were_versions_is_kept_when_it_is_replaced(db: Database) -> None:
    first = version_of(db)
    db.execute("DELETE FROM exercise_versions")
    db.execute("UPDATE exercises SET title = 'By hand' WHERE id = 'leap-day'")
    by_hand = version_of(db, "leap-day")
    publishing.publish(db, [changed(db, title="New")])
    starter_curriculum.load(db)
    assert set(versions_of(db)) == {first, version_of(db)}
    assert set(versions_of(db, "leap-day")) == {by_hand, version_of(db, "leap-day")}
    assert exercise_versions.get_version(db, "leap-day", by_hand).exercise.title == "By hand"


def test_all_exercises_are_published_or_none(db: Database) -> None:
    before = {id_: version_of(db, id_) for id_ in ("greet", "leap-day")}
    with pytest.raises(IntegrityError):
        publishing.publish(db, [changed(db, title="New"), changed(db, "leap-day", difficulty="absurd")])
    assert {id_: version_of(db, id_) for id_ in before} == before
    assert versions_of(db) == [before["greet"]]


def test_seeding_does_not_undo_the_rollback_of_a_starter(db: Database) -> None:
    title = exercises.get(db, "greet").title
    older = changed(db, title="Of an earlier release").replace(source=starter_curriculum.STARTER)
    (publication,) = publishing.publish(db, [older])
    starter_curriculum.load(db)
    assert exercises.get(db, "greet").title == title
    publishing.rollback(db, "greet", publication.version)
    starter_curriculum.load(db)
    assert exercises.get(db, "greet").title == "Of an earlier release"


def test_an_exercise_that_was_rolled_back_still_belongs_to_its_track(db: Database) -> None:
    first, second = (changed(db, title=title).replace(source="import:track") for title in ("First", "Second"))
    publishing.publish(db, [first])
    publishing.publish(db, [second])
    publishing.rollback(db, "greet", first.exercise.version)
    assert (exercises.get(db, "greet").title, exercises.get(db, "greet").source) == ("First", "import:track")


def test_a_rollback_lasts_and_the_replaced_version_is_kept(db: Database) -> None:
    (first,) = versions_of(db)
    (publication,) = publishing.publish(db, [changed(db, title="New", test_code=OTHER_TESTS)])
    back = publishing.rollback(db, "greet", first)
    assert (back.previous, back.version, version_of(db)) == (publication.version, first, first)
    publishing.rollback(db, "greet", publication.version)
    starter_curriculum.load(db)
    assert exercises.get(db, "greet").title == "New"
    assert len(versions_of(db)) == 2
    with pytest.raises(UnknownVersion):
        publishing.rollback(db, "greet", "0" * 16)
    with pytest.raises(UnknownVersion):
        publishing.rollback(db, "leap-day", first)
    with pytest.raises(ExerciseNotFound):
        publishing.rollback(db, "nowhere", first)


def test_two_authors_at_once_leave_both_versions(app: Flask, db: Database) -> None:
    titles = [f"Title {number}" for number in range(4)]
    sources = [changed(db, title=title) for title in titles]

    def publish(source: AuthoredExercise) -> None:
        with app.app_context():
            publishing.publish(get_db(), [source])

    threads = [threading.Thread(target=publish, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {source.exercise.version for source in sources} < set(versions_of(db))
    assert version_of(db) in {source.exercise.version for source in sources}


@pytest.mark.usefixtures("distinct_moments")
def test_a_submission_is_graded_and_remembered_by_one_version(make_app: MakeApp, fake: FakeExecutor) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=fake.url)
    client = app.test_client()
    ada = sign_up(client, "ada")
    with app.app_context():
        db = get_db()
        first, tests = version_of(db), exercises.get(db, "greet").test_code
        fake.data = result(PASSING_TEST)
        fake.hold.clear()
        submitting = threading.Thread(target=submit, args=(app.test_client(), ada))
        submitting.start()
        while not fake.requests:
            submitting.join(0.01)
        (publication,) = publishing.publish(db, [changed(db, test_code=OTHER_TESTS)])
        fake.hold.set()
        submitting.join()
        assert fake.requests[0]["testCode"] == tests
        assert newest_submission(client, ada)["version"] == first
        assert submit(client, ada)["progress"]["completedVersion"] == first
        assert fake.requests[1]["testCode"] == OTHER_TESTS
        assert newest_submission(client, ada)["version"] == publication.version
    shown = client.get("/api/exercises/greet").get_json()["data"]["exercise"]
    assert shown["version"] == publication.version


def test_a_pass_from_before_there_were_versions_names_none(make_app: MakeApp, fake: FakeExecutor) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=fake.url)
    ada = sign_up(app.test_client(), "ada")
    fake.data = result(PASSING_TEST)
    submit(app.test_client(), ada)
    with app.app_context():
        get_db().execute("UPDATE user_progress SET completed_version = NULL")
    assert submit(app.test_client(), ada)["progress"]["completedVersion"] is None


def test_a_retired_prerequisite_locks_nothing(make_app: MakeApp) -> None:
    app = make_app()
    client = app.test_client()
    ada = sign_up(client, "ada")

    def shown(id_: str) -> tuple[list[str], list[str], str]:
        every = client.get("/api/exercises?perPage=100").get_json()["data"]["exercises"]
        (listed,) = (item for item in every if item["id"] == id_)
        exercise = client.get(f"/api/exercises/{id_}", headers=ada).get_json()["data"]["exercise"]
        return listed["prerequisites"], exercise["prerequisites"], exercise["version"]

    with app.app_context():
        first_listed = starter_ids()[0]
        dependent = exercises.list_dependents(get_db(), first_listed)[0]
        before = shown(dependent)
        publishing.retire(get_db(), first_listed)
        left = [id_ for id_ in before[0] if id_ != first_listed]
        assert shown(dependent) == (left, left, before[2])
        assert first_listed in exercise_versions.get_source(get_db(), dependent).exercise.prerequisites
        publishing.reinstate(get_db(), first_listed)
        assert shown(dependent) == before


def test_a_retired_exercise_leaves_the_catalogue_and_nothing_else(make_app: MakeApp, fake: FakeExecutor) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=fake.url)
    client = app.test_client()
    ada = sign_up(client, "ada")
    fake.data = result(PASSING_TEST)
    submit(client, ada)
    first_listed = starter_ids()[0]
    with app.app_context():
        publishing.retire(get_db(), "greet")
        publishing.retire(get_db(), first_listed)
        starter_curriculum.load(get_db())
    listed = client.get("/api/exercises?perPage=100", headers=ada).get_json()["data"]
    assert not {"greet", first_listed} & {item["id"] for item in listed["exercises"]}
    assert listed["pagination"]["total"] == len(starter_ids()) - 2
    assert client.get("/api/exercises/greet").get_json()["data"]["exercise"]["retired"] is True
    assert submit(client, ada)["progress"]["attempts"] == 2
    assert client.get("/api/progress/greet", headers=ada).status_code == 200
    stats = client.get("/api/progress/stats", headers=ada).get_json()["data"]
    assert (stats["totals"]["total"], stats["attempts"]) == (len(starter_ids()) - 2, 2)
    assert stats["recommended"]["id"] not in {"greet", first_listed}
    with app.app_context():
        publishing.publish(get_db(), [changed(get_db())], reinstate=True)
        publishing.reinstate(get_db(), first_listed)
        with pytest.raises(ExerciseNotFound):
            publishing.retire(get_db(), "nowhere")
    again = client.get("/api/exercises?perPage=100").get_json()["data"]
    assert again["pagination"]["total"] == len(starter_ids())
