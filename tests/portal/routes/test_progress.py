from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal import clock
from portal.dao import activity_days as activity_days_dao
from portal.dao import submissions as submissions_dao
from portal.database import Database
from portal.models import Submission
from portal.services import stats
from tests.conftest import Headers, sign_up, starter_ids
from tests.portal.fake_executor import FAILING_TEST, FakeExecutor, result

TOTAL = len(starter_ids())


def save(client: FlaskClient, headers: Headers, **body: Any) -> Any:
    return client.post("/api/progress", json={"exerciseId": "greet", **body}, headers=headers)


def test_a_draft_is_saved_in_one_statement(client: FlaskClient, auth_headers: Headers, statements: list[str]) -> None:
    """Each takes a round trip to the server; the first finds out who is asking."""
    save(client, auth_headers, lastCode="x = 1")
    statements.clear()
    assert save(client, auth_headers, lastCode="x = 2").status_code == 200
    assert [text.split()[0] for text in statements] == ["SELECT", "INSERT"]


def stats_of(client: FlaskClient, headers: Headers) -> dict[str, Any]:
    return dict(client.get("/api/progress/stats", headers=headers).get_json()["data"])


def test_saving_progress_and_reading_it_again(client: FlaskClient, auth_headers: Headers) -> None:
    saved = save(client, auth_headers, lastCode="x = 1", completionTime=90).get_json()["data"]["progress"]
    assert set(saved) == {
        "exerciseId",
        "status",
        "attempts",
        "completionTime",
        "lastCode",
        "startedAt",
        "completedAt",
        "updatedAt",
        "verified",
        "completedVersion",
    }
    assert (saved["status"], saved["attempts"], saved["lastCode"], saved["completionTime"]) == (
        "in_progress",
        0,
        "x = 1",
        90,
    )
    listed = client.get("/api/progress", headers=auth_headers).get_json()["data"]["progress"]
    assert listed == [saved]


def test_what_is_not_sent_keeps_its_value(client: FlaskClient, auth_headers: Headers) -> None:
    save(client, auth_headers, lastCode="x = 1", completionTime=90)
    saved = save(client, auth_headers, status="in_progress").get_json()["data"]["progress"]
    assert (saved["lastCode"], saved["completionTime"]) == ("x = 1", 90)


@pytest.mark.parametrize("status", ["not_started", "in_progress"])
def test_completed_is_never_taken_back(client: FlaskClient, auth_headers: Headers, status: str) -> None:
    done = save(client, auth_headers, status="completed").get_json()["data"]["progress"]
    later = save(client, auth_headers, status=status).get_json()["data"]["progress"]
    assert (later["status"], later["completedAt"]) == ("completed", done["completedAt"])
    assert later["verified"] is False


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"exerciseId": None}, "exerciseId"),
        ({"status": "done"}, "status"),
        ({"status": 1}, "status"),
        ({"lastCode": "x" * 50_001}, "lastCode"),
        ({"lastCode": "nul \0"}, "lastCode"),
        ({"completionTime": -1}, "completionTime"),
        ({"completionTime": 1.5}, "completionTime"),
        ({"completionTime": "90"}, "completionTime"),
        ({"completionTime": True}, "completionTime"),
        ({"completionTime": 10**12}, "completionTime"),
        ({"verified": True}, "verified"),
        ({"attempts": 5}, "attempts"),
    ],
)
def test_invalid_progress_names_the_field(
    client: FlaskClient, auth_headers: Headers, body: dict[str, Any], field: str
) -> None:
    response = save(client, auth_headers, **body)
    assert (response.status_code, list(response.get_json()["error"]["details"])) == (400, [field])


def test_progress_with_an_unknown_exercise_is_404(client: FlaskClient, auth_headers: Headers) -> None:
    assert save(client, auth_headers, exerciseId="../x").get_json()["error"]["code"] == "EXERCISE_NOT_FOUND"


def test_progress_can_be_filtered_by_status(client: FlaskClient, auth_headers: Headers) -> None:
    save(client, auth_headers, status="completed")
    save(client, auth_headers, exerciseId="flatten")
    listed = client.get("/api/progress?status=completed", headers=auth_headers).get_json()["data"]["progress"]
    assert [item["exerciseId"] for item in listed] == ["greet"]
    assert client.get("/api/progress?status=done", headers=auth_headers).status_code == 400


@pytest.mark.usefixtures("distinct_moments")
def test_progress_has_pages_and_a_total(client: FlaskClient, auth_headers: Headers) -> None:
    for exercise in ("greet", "temperature", "keep-even"):
        save(client, auth_headers, exerciseId=exercise)
    data = client.get("/api/progress?perPage=2&page=2", headers=auth_headers).get_json()["data"]
    assert [item["exerciseId"] for item in data["progress"]] == ["greet"]
    assert data["pagination"] == {"page": 2, "perPage": 2, "total": 3, "pages": 2, "next": None}
    everything = client.get("/api/progress", headers=auth_headers).get_json()["data"]
    assert (len(everything["progress"]), everything["pagination"]["perPage"]) == (3, 100)


def test_progress_with_one_exercise(client: FlaskClient, auth_headers: Headers) -> None:
    saved = save(client, auth_headers, lastCode="x = 1").get_json()["data"]["progress"]
    assert client.get("/api/progress/greet", headers=auth_headers).get_json()["data"]["progress"] == saved


@pytest.mark.parametrize(("exercise_id", "code"), [("greet", "PROGRESS_NOT_FOUND"), ("no-such", "EXERCISE_NOT_FOUND")])
def test_progress_that_does_not_exist_is_404(
    client: FlaskClient, auth_headers: Headers, exercise_id: str, code: str
) -> None:
    save(client, sign_up(client, "eve"))
    response = client.get(f"/api/progress/{exercise_id}", headers=auth_headers)
    assert (response.status_code, response.get_json()["error"]["code"]) == (404, code)


def test_learners_see_only_their_own_progress(client: FlaskClient, auth_headers: Headers) -> None:
    save(client, auth_headers, status="completed")
    eve = sign_up(client, "eve")
    assert client.get("/api/progress", headers=eve).get_json()["data"]["progress"] == []
    assert stats_of(client, eve)["totals"]["completed"] == 0


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["/api/progress", "/api/progress/stats"])
def test_guests_have_no_progress(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 401


def test_completion_time_runs_from_the_first_touch_to_the_first_pass(
    fake_client: FlaskClient, fake: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = sign_up(fake_client, "ada")
    begin = clock.now()
    monkeypatch.setattr(clock, "now", lambda: begin)
    body = {"exerciseId": "greet", "code": "x"}
    fake.data = result(FAILING_TEST)
    fake_client.post("/api/exercises/test", json=body, headers=headers)
    fake.data = result({**FAILING_TEST, "passed": True})
    monkeypatch.setattr(clock, "now", lambda: begin + timedelta(seconds=125))
    first = fake_client.post("/api/exercises/test", json=body, headers=headers).get_json()["data"]["progress"]
    monkeypatch.setattr(clock, "now", lambda: begin + timedelta(seconds=900))
    second = fake_client.post("/api/exercises/test", json=body, headers=headers).get_json()["data"]["progress"]
    assert (first["completionTime"], second["completionTime"]) == (125, 125)


def test_statistics_of_a_newcomer(client: FlaskClient, auth_headers: Headers) -> None:
    found = stats_of(client, auth_headers)
    assert found["totals"] == {"total": TOTAL, "notStarted": TOTAL, "inProgress": 0, "completed": 0}
    assert (found["completionRate"], found["successRate"], found["attempts"], found["timeSpent"]) == (0, 0, 0, 0)
    assert (found["currentStreak"], found["longestStreak"], found["activity"]) == (0, 0, [])
    assert found["recommended"]["id"] == starter_ids()[0]


def test_statistics_count_by_status_difficulty_and_category(client: FlaskClient, auth_headers: Headers) -> None:
    save(client, auth_headers, status="completed", completionTime=60)
    save(client, auth_headers, exerciseId="flatten", status="completed", completionTime=30)
    save(client, auth_headers, exerciseId="ranking")
    found = stats_of(client, auth_headers)
    assert found["totals"] == {"total": TOTAL, "notStarted": TOTAL - 3, "inProgress": 1, "completed": 2}
    assert found["byDifficulty"]["intermediate"]["completed"] == 1
    assert found["byCategory"]["recursion"] == {"total": 2, "notStarted": 1, "inProgress": 0, "completed": 1}
    assert (found["completionRate"], found["timeSpent"]) == (round(2 / TOTAL, 3), 90)


def test_the_next_exercise_is_one_begun_else_one_whose_prerequisites_are_done(
    client: FlaskClient, auth_headers: Headers
) -> None:
    for done in range(1, 3):
        save(client, auth_headers, exerciseId=starter_ids()[done - 1], status="completed")
        assert stats_of(client, auth_headers)["recommended"]["id"] == starter_ids()[done]
    save(client, auth_headers, exerciseId="playlist")
    assert stats_of(client, auth_headers)["recommended"]["id"] == "playlist"


def submit_on(db: Database, user_id: str, day: datetime, *, success: bool) -> None:
    at = clock.to_text(day)
    id_ = f"{at}-{success}"
    submissions_dao.insert(db, Submission(id_, user_id, "greet", "code", {}, success, "ok", at))
    activity_days_dao.record(db, user_id=user_id, day=at[:10], passed=success)


def test_streaks_and_activity_count_days_in_utc(db: Database, client: FlaskClient, auth_headers: Headers) -> None:
    user_id = client.get("/api/auth/me", headers=auth_headers).get_json()["data"]["user"]["id"]
    today = clock.now().replace(hour=12)
    for days_ago in (1, 2, 10, 11, 12, 13, 400):
        submit_on(db, user_id, today - timedelta(days=days_ago), success=days_ago == 1)
    submit_on(db, user_id, today - timedelta(days=1), success=False)
    found = stats.compute(db, user_id)
    assert (found.current_streak, found.longest_streak) == (2, 4)
    assert (found.attempts, found.success_rate) == (8, 0.125)
    assert [day["submissions"] for day in found.activity] == [1, 1, 1, 1, 1, 2]
    assert found.activity[-1]["passed"] == 1


def test_a_streak_that_ended_the_day_before_yesterday_is_over(
    db: Database, client: FlaskClient, auth_headers: Headers
) -> None:
    user_id = client.get("/api/auth/me", headers=auth_headers).get_json()["data"]["user"]["id"]
    submit_on(db, user_id, datetime.now(UTC) - timedelta(days=2), success=True)
    found = stats.compute(db, user_id)
    assert (found.current_streak, found.longest_streak) == (0, 1)
