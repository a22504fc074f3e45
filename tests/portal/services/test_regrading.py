"""Stored submissions graded again: passes stay, failures may become passes, a stopped regrade continues."""

import dataclasses
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.database import Database
from portal.extensions import resources
from portal.services import analytics, background_grading, exercise_versions, exercises, publishing, regrading
from portal.services.analytics import Spread
from portal.services.background_grading import BackgroundGrader
from portal.services.regrading import ExerciseChanged, OnProgress, RegradeReport
from tests.conftest import Headers, MakeApp, sign_up
from tests.portal.fake_executor import FAILING_TEST, PASSING_TEST, FakeExecutor, result

OTHER_TESTS = "from solution import greet\n\n\ndef test_other():\n    assert greet('Ada')\n"


@pytest.fixture
def app(make_app: MakeApp, fake: FakeExecutor) -> Flask:
    """An application whose executor is scripted."""
    return make_app(EXECUTOR_SERVICE_URL=fake.url)


@pytest.fixture
def grader(app: Flask, db: Database) -> BackgroundGrader:
    return BackgroundGrader(resources().executor, "regrade")


def submit(client: FlaskClient, headers: Headers, fake: FakeExecutor, *, passed: bool) -> None:
    fake.data = result(PASSING_TEST if passed else FAILING_TEST)
    body = {"exerciseId": "greet", "code": "x = 1"}
    assert client.post("/api/exercises/test", json=body, headers=headers).status_code == 200


def get(client: FlaskClient, headers: Headers, path: str) -> dict[str, Any]:
    return dict(client.get(path, headers=headers).get_json()["data"])


def submissions(client: FlaskClient, headers: Headers) -> list[dict[str, Any]]:
    return list(get(client, headers, "/api/exercises/greet/submissions")["submissions"])


def publish_other_tests(db: Database) -> str:
    source = exercise_versions.get_source(db, "greet")
    (publication,) = publishing.publish(
        db, [dataclasses.replace(source, exercise=dataclasses.replace(source.exercise, test_code=OTHER_TESTS))]
    )
    return publication.version


def ignore(done: int, total: int) -> None:
    return


def regrade(
    db: Database, grader: BackgroundGrader, *, credit: bool = False, on_progress: OnProgress = ignore
) -> RegradeReport:
    return regrading.regrade(db, grader, "greet", credit=credit, on_progress=on_progress)


def test_a_pass_that_would_fail_now_stays_what_it_was(
    client: FlaskClient, db: Database, fake: FakeExecutor, grader: BackgroundGrader
) -> None:
    ada = sign_up(client, "ada")
    first = exercises.get(db, "greet").version
    submit(client, ada, fake, passed=True)
    before = submissions(client, ada), get(client, ada, "/api/progress/greet"), get(client, ada, "/api/progress/stats")
    version = publish_other_tests(db)
    fake.data = result(FAILING_TEST)
    report = regrade(db, grader, credit=True)
    assert (report.version, report.graded, report.outcomes) == (version, 1, {"fails": 1})
    assert [(change.username, change.outcome) for change in report.changes] == [("ada", "fails")]
    after = submissions(client, ada), get(client, ada, "/api/progress/greet"), get(client, ada, "/api/progress/stats")
    assert after == before
    assert after[1]["progress"]["completedVersion"] == first
    assert regrade(db, grader, credit=True).graded == 0


def test_a_failure_that_passes_now_is_credited_only_when_applied(
    client: FlaskClient, db: Database, fake: FakeExecutor, grader: BackgroundGrader
) -> None:
    ada, eve = sign_up(client, "ada"), sign_up(client, "eve")
    submit(client, ada, fake, passed=False)
    submit(client, ada, fake, passed=False)
    submit(client, eve, fake, passed=True)
    before = submissions(client, ada), get(client, ada, "/api/progress/greet")
    of_eve = submissions(client, eve), get(client, eve, "/api/progress/greet")
    version = publish_other_tests(db)
    fake.data = result(PASSING_TEST)
    report = regrade(db, grader)
    assert (report.graded, report.outcomes) == (3, {"passes": 2})
    assert (submissions(client, ada), get(client, ada, "/api/progress/greet")) == before
    report = regrade(db, grader, credit=True)
    assert (report.graded, report.outcomes) == (2, {"credited": 2})
    progress = get(client, ada, "/api/progress/greet")["progress"]
    assert (progress["status"], progress["verified"], progress["attempts"]) == ("completed", True, 2)
    assert (progress["completedVersion"], progress["completionTime"]) == (version, 0)
    stored = submissions(client, ada)
    assert [(item["passed"], item["version"]) for item in stored] == [(True, version)] * 2
    assert stored[0]["testResults"]["summary"] == {"total": 1, "passed": 1, "failed": 0}
    assert [item["id"] for item in stored] == [item["id"] for item in before[0]]
    stats = get(client, ada, "/api/progress/stats")
    assert (stats["attempts"], stats["successRate"]) == (2, 1.0)
    assert (submissions(client, eve), get(client, eve, "/api/progress/greet")) == of_eve
    seen_by_author = analytics.compute(db, "greet")
    assert (seen_by_author.learners, seen_by_author.attempts, seen_by_author.passed) == (2, 3, 2)
    assert seen_by_author.attempts_to_pass == Spread(median=1, p90=1)
    assert regrade(db, grader, credit=True).graded == 0


def test_a_failure_before_the_first_pass_that_passes_now_is_the_first_pass(
    client: FlaskClient, db: Database, fake: FakeExecutor, grader: BackgroundGrader
) -> None:
    ada = sign_up(client, "ada")
    for passed in (False, False, True):
        submit(client, ada, fake, passed=passed)
    publish_other_tests(db)
    assert analytics.compute(db, "greet").attempts_to_pass == Spread(median=3, p90=3)
    fake.data = result(PASSING_TEST)
    assert regrade(db, grader, credit=True).outcomes == {"credited": 2}
    assert analytics.compute(db, "greet").attempts_to_pass == Spread(median=1, p90=1)


def test_a_failure_that_fails_still_is_not_credited(
    client: FlaskClient, db: Database, fake: FakeExecutor, grader: BackgroundGrader
) -> None:
    ada = sign_up(client, "ada")
    submit(client, ada, fake, passed=False)
    before = submissions(client, ada), get(client, ada, "/api/progress/greet"), get(client, ada, "/api/progress/stats")
    publish_other_tests(db)
    assert regrade(db, grader, credit=True).outcomes == {}
    assert before == (
        submissions(client, ada),
        get(client, ada, "/api/progress/greet"),
        get(client, ada, "/api/progress/stats"),
    )


def test_a_regrade_that_stops_continues_where_it_was(
    client: FlaskClient, db: Database, fake: FakeExecutor, grader: BackgroundGrader
) -> None:
    ada = sign_up(client, "ada")
    for _ in range(3):
        submit(client, ada, fake, passed=False)
    publish_other_tests(db)
    fake.data = result(PASSING_TEST)

    def fail_after_one(done: int, total: int) -> None:
        assert (done, total) == (1, 3)
        fake.status = 500

    with pytest.raises(Exception, match="invalid response"):
        regrade(db, grader, credit=True, on_progress=fail_after_one)
    fake.status = 200
    assert [item["passed"] for item in submissions(client, ada)] == [False, False, True]
    asked = len(fake.requests)
    report = regrade(db, grader, credit=True)
    assert (report.graded, len(fake.requests) - asked, report.outcomes) == (2, 2, {"credited": 3})


def test_a_submission_that_the_tests_break_on_keeps_its_verdict_and_stops_no_other(
    client: FlaskClient, db: Database, fake: FakeExecutor, grader: BackgroundGrader
) -> None:
    ada = sign_up(client, "ada")
    for _ in range(2):
        submit(client, ada, fake, passed=False)
    publish_other_tests(db)
    fake.data = result(status="grader_error")

    def mend(done: int, total: int) -> None:
        fake.data = result(PASSING_TEST)

    report = regrade(db, grader, credit=True, on_progress=mend)
    assert (report.graded, report.ungraded, report.outcomes) == (1, 1, {"credited": 1})
    assert [item["passed"] for item in submissions(client, ada)] == [True, False]


def test_a_publication_in_the_midst_stops_a_regrade(
    client: FlaskClient, db: Database, fake: FakeExecutor, grader: BackgroundGrader
) -> None:
    ada = sign_up(client, "ada")
    for _ in range(2):
        submit(client, ada, fake, passed=False)
    first = exercises.get(db, "greet").version
    publish_other_tests(db)
    fake.data = result(PASSING_TEST)

    def roll_back(done: int, total: int) -> None:
        publishing.rollback(db, "greet", first)

    with pytest.raises(ExerciseChanged):
        regrade(db, grader, credit=True, on_progress=roll_back)
    assert [item["passed"] for item in submissions(client, ada)] == [False, True]


def test_an_account_that_is_deleted_in_the_midst_is_passed_over(
    client: FlaskClient, db: Database, fake: FakeExecutor, grader: BackgroundGrader
) -> None:
    for name in ("ada", "eve"):
        submit(client, sign_up(client, name), fake, passed=False)
    publish_other_tests(db)
    fake.data = result(PASSING_TEST)

    def delete_eve(done: int, total: int) -> None:
        db.execute("DELETE FROM users WHERE username = 'eve'")

    report = regrade(db, grader, credit=True, on_progress=delete_eve)
    assert (report.graded, report.outcomes) == (2, {"credited": 1})


def test_a_preview_tries_the_newest_pass_or_attempt_of_each_learner_and_stores_nothing(
    client: FlaskClient, db: Database, fake: FakeExecutor, grader: BackgroundGrader
) -> None:
    ada, eve = sign_up(client, "ada"), sign_up(client, "eve")
    for headers, passed in ((ada, True), (ada, False), (eve, False), (eve, False)):
        submit(client, headers, fake, passed=passed)
    exercise = dataclasses.replace(exercises.get(db, "greet"), test_code=OTHER_TESTS)
    seen: list[tuple[int, int]] = []
    fake.data = result(FAILING_TEST)
    changes = regrading.preview(db, grader, exercise, limit=5, on_progress=lambda *counts: seen.append(counts))
    assert [(change.username, change.outcome) for change in changes] == [("ada", "fails")]
    assert seen == [(1, 2), (2, 2)]
    assert fake.requests[-1]["testCode"] == OTHER_TESTS
    fake.data = result(PASSING_TEST)
    changes = regrading.preview(db, grader, exercise, limit=1, on_progress=lambda *counts: None)
    assert [(change.username, change.outcome) for change in changes] == [("eve", "passes")]
    assert db.all("SELECT submission_id FROM regrades") == []


@pytest.mark.one_database
def test_the_command_tells_what_it_did(app: Flask, client: FlaskClient, db: Database, fake: FakeExecutor) -> None:
    submit(client, sign_up(client, "ada"), fake, passed=False)
    publish_other_tests(db)
    fake.data = result(PASSING_TEST)
    shown = app.test_cli_runner().invoke(args=["regrade", "greet"])
    assert shown.exit_code == 0
    assert "ada, " in shown.stdout
    assert "     1 failures that would pass" in shown.stdout
    assert shown.stderr == "greet: 1 of 1\n"
    applied = app.test_cli_runner().invoke(args=["regrade", "greet", "--apply"])
    assert "     1 failures that became passes" in applied.stdout
    unknown = app.test_cli_runner().invoke(args=["regrade", "nowhere"])
    assert (unknown.exit_code, unknown.output) == (1, "Error: There is no exercise with this id.\n")


@pytest.mark.one_database
def test_a_busy_executor_is_asked_again_after_longer_and_longer_pauses(
    db: Database, fake: FakeExecutor, grader: BackgroundGrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        fake.status = 503 if len(pauses) < 7 else 200

    monkeypatch.setattr(background_grading, "_pause", pause)
    fake.status = 503
    assert grader.grade(exercises.get(db, "greet"), "x = 1").passed is True
    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    assert len({headers["X-Caller"] for headers in fake.request_headers}) == 1
