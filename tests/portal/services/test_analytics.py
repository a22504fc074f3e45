"""What authors learn of how learners get on with an exercise."""

import csv
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from portal import clock
from portal.database import Database
from portal.services import analytics
from tests.conftest import Headers, sign_up, sign_up_author
from tests.portal.fake_executor import FakeExecutor, result

ERROR = {"type": "NameError", "message": "name 'x' is not defined", "line": 1}


def outcome(name: str, **failure: Any) -> dict[str, Any]:
    failed = {"failure": {"kind": "wrong_value", **failure}} if failure else {}
    return {"name": name, "passed": not failure, "error": None, "output": "", "duration": 1.0, **failed}


@pytest.fixture
def author(fake_client: FlaskClient) -> Headers:
    return sign_up_author(fake_client)


def submit(client: FlaskClient, fake: FakeExecutor, headers: Headers, data: dict[str, Any], **more: Any) -> None:
    fake.data = data
    body = {"exerciseId": "greet", "code": "x", **more}
    assert client.post("/api/exercises/test", json=body, headers=headers).status_code == 200


def read(client: FlaskClient, headers: Headers, exercise_id: str = "greet") -> dict[str, Any]:
    answer = client.get(f"/api/exercises/{exercise_id}/analytics", headers=headers)
    assert answer.status_code == 200
    return dict(answer.get_json()["data"]["analytics"])


GREETS, EMPTY = "test_greets", "test_handles_an_empty_name"
PASS = result(outcome(GREETS))


def test_an_exercise_that_nobody_tried_has_no_figures(fake_client: FlaskClient, author: Headers) -> None:
    found = read(fake_client, author)
    assert (found["learners"], found["attempts"], found["passed"]) == (0, 0, 0)
    assert [found[name] for name in ("passRate", "attemptsToPass", "secondsToPass", "hintsOpened")] == [None] * 4
    assert found["failingTests"] == found["errorTypes"] == []


def test_attempts_time_and_hints_count_until_the_first_pass(
    fake_client: FlaskClient, fake: FakeExecutor, author: Headers
) -> None:
    now = clock.now()
    with time_machine.travel(now, tick=False) as moment:
        for number in range(1, 6):  # learner number n passes after n attempts and 60 * (n - 1) seconds
            headers = sign_up(fake_client, f"learner{number}")
            for _ in range(number - 1):
                submit(fake_client, fake, headers, result(outcome(GREETS, kind="wrong_value")))
                moment.shift(timedelta(seconds=60))
            submit(fake_client, fake, headers, PASS)
            submit(fake_client, fake, headers, PASS)  # no more than practice
        stuck = sign_up(fake_client, "stuck")
        for opened in (2, 1, None, 50):
            submit(fake_client, fake, stuck, result(outcome(GREETS, kind="wrong_value")), hintsOpened=opened)
    submit(fake_client, fake, {}, PASS)  # a guest
    found = read(fake_client, author)
    assert (found["learners"], found["attempts"], found["passed"], found["passRate"]) == (6, 24, 5, 0.833)
    assert found["attemptsToPass"] == {"median": 3, "p90": 5}
    assert found["secondsToPass"] == {"median": 120, "p90": 240}
    hints = fake_client.get("/api/exercises/greet").get_json()["data"]["exercise"]["hints"]
    assert found["hintsOpened"] == [1] * len(hints)


def test_what_fails_most_comes_first_and_nothing_that_a_learner_names_is_kept(
    fake_client: FlaskClient, fake: FakeExecutor, author: Headers, auth_headers: Headers, db: Database
) -> None:
    tests = [row["name"] for row in fake_client.get("/api/exercises/greet").get_json()["data"]["exercise"]["tests"]]
    first, second = tests[:2]
    for _ in range(2):
        submit(fake_client, fake, auth_headers, result(outcome(f"{second}[1]", kind="error", actual="TypeError: a")))
    failing = [outcome(first, kind="wrong_value"), outcome(f"{second}[2]", kind="error", actual="Mine: b")]
    submit(fake_client, fake, auth_headers, result(*failing, outcome("test_made_up", kind="wrong_value")))
    submit(fake_client, fake, auth_headers, result(outcome(first, kind="not_run"), status="error", error=ERROR))
    submit(fake_client, fake, auth_headers, result(outcome(first, kind="timeout"), status="timeout"))
    found = read(fake_client, author)
    assert found["failingTests"] == [{"name": name, "submissions": 3} for name in sorted((first, second))]
    assert found["errorTypes"] == [
        {"name": "TypeError", "submissions": 2},
        {"name": "NameError", "submissions": 1},
        {"name": "other", "submissions": 1},
        {"name": "timeout", "submissions": 1},
    ]
    assert [analysis.attempts for analysis in analytics.compute_all(db) if analysis.attempts] == [5]


@pytest.mark.parametrize("opened", [-1, 1001, "1", True, [1], 1.5])
def test_hints_opened_must_be_a_number_in_bounds(fake_client: FlaskClient, auth_headers: Headers, opened: Any) -> None:
    body = {"exerciseId": "greet", "code": "x", "hintsOpened": opened}
    answer = fake_client.post("/api/exercises/test", json=body, headers=auth_headers)
    assert list(answer.get_json()["error"]["details"]) == ["hintsOpened"]


@pytest.mark.parametrize(
    ("values", "places"), [(1, (1, 1)), (2, (1, 2)), (3, (2, 3)), (10, (5, 9)), (11, (6, 10)), (20, (10, 18))]
)
def test_the_places_of_the_median_and_the_90th_percentile(values: int, places: tuple[int, int]) -> None:
    assert analytics._places(values) == places


def test_an_error_without_a_text_counts_as_another_one(
    fake_client: FlaskClient, fake: FakeExecutor, author: Headers, auth_headers: Headers
) -> None:
    submit(fake_client, fake, auth_headers, result(outcome(GREETS, kind="error", actual=None)))
    assert read(fake_client, author)["errorTypes"] == [{"name": "other", "submissions": 1}]


def test_only_authors_read_analytics_and_a_demotion_acts_at_once(
    fake_client: FlaskClient, author: Headers, auth_headers: Headers
) -> None:
    address, run = "/api/exercises/greet/analytics", fake_client.application.test_cli_runner().invoke
    assert fake_client.get(address).get_json()["error"]["code"] == "TOKEN_MISSING"
    assert fake_client.get(address, headers=auth_headers).get_json()["error"]["code"] == "FORBIDDEN"
    assert fake_client.get("/api/exercises/no-such/analytics", headers=auth_headers).status_code == 403
    assert fake_client.get("/api/exercises/no-such/analytics", headers=author).status_code == 404
    for role, status in (("admin", 200), ("learner", 403)):
        run(args=["set-role", "author", role])
        assert fake_client.get(address, headers=author).status_code == status


def test_the_report_is_a_table_or_csv(fake_client: FlaskClient, fake: FakeExecutor, auth_headers: Headers) -> None:
    submit(fake_client, fake, auth_headers, result(outcome("x", kind="error", actual="TypeError")), hintsOpened=1)
    submit(fake_client, fake, auth_headers, PASS)
    run = fake_client.application.test_cli_runner().invoke
    (row,) = csv.DictReader(run(args=["exercise-report", "greet", "--csv"]).output.splitlines())
    assert (row["learners"], row["attempts"], row["attempts_median"], row["worst_error"]) == (
        "1",
        "2",
        "2",
        "TypeError",
    )
    assert (row["worst_test"], row["hints_opened"]) == ("", "1")
    table = run(args=["exercise-report"]).output.splitlines()
    assert len(table) > 80
    assert table[0].startswith("exercise ")
    missing = run(args=["exercise-report", "no-such"])
    assert (missing.exit_code, missing.output) == (1, "Error: There is no exercise with this id.\n")
