"""Running and grading through the API, with an executor whose faults are scripted."""

import json
import socket
import threading
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.database import Database
from tests.conftest import MakeApp, sign_up
from tests.portal.fake_executor import FAILING_TEST, PASSING_TEST, FakeExecutor, result

TEST_BODY = {"exerciseId": "greet", "code": "def greet(name):\n    return name"}


def submit(client: FlaskClient, **changes: Any) -> Any:
    headers = changes.pop("headers", None)
    return client.post("/api/exercises/test", json={**TEST_BODY, **changes}, headers=headers)


def test_a_run_is_passed_on_with_its_own_names(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    fake.data = result(
        status="error",
        success=False,
        output="out",
        errors="err",
        exitCode=1,
        error={"type": "NameError", "message": "name 'x'", "line": 3},
    )
    response = fake_client.post("/api/exercises/run", json={"code": "x", "stdin": "in", "timeout": 500})
    assert response.status_code == 200
    assert response.get_json()["data"] == {
        "status": "error",
        "stdout": "out",
        "stderr": "err",
        "exitCode": 1,
        "error": {"type": "NameError", "message": "name 'x'", "line": 3, "explanation": None},
        "explanation": None,
        "limit": None,
        "executionTime": 12.5,
        "cpuTime": None,
        "memoryUsed": 1000,
        "truncated": False,
        "streams": {"stdout": {"bytes": 3, "truncated": False}, "stderr": {"bytes": 3, "truncated": False}},
    }
    assert fake.requests == [{"code": "x", "stdin": "in", "runTests": False, "timeout": 500}]


NAMED_TEST = "test_greets_by_name"
RUN_FAULTS: list[tuple[dict[str, Any], str]] = [
    ({}, "code"),
    ({"code": ""}, "code"),
    ({"code": " \n"}, "code"),
    ({"code": None}, "code"),
    ({"code": 5}, "code"),
    ({"code": ["print(1)"]}, "code"),
    ({"code": "x" * 50_001}, "code"),
    ({"code": "nul \0"}, "code"),
    ({"code": "half \ud800"}, "code"),
    ({"code": "1", "stdin": "é" * 32_769}, "stdin"),
    ({"code": "1", "stdin": {}}, "stdin"),
    ({"code": "1", "timeout": 99}, "timeout"),
    ({"code": "1", "timeout": 10_001}, "timeout"),
    ({"code": "1", "timeout": "500"}, "timeout"),
    ({"code": "1", "timeout": True}, "timeout"),
    ({"code": "1", "timeout": 500.5}, "timeout"),
    ({"code": "1", "memoryLimit": 5}, "memoryLimit"),
]


@pytest.mark.one_database
@pytest.mark.parametrize(("body", "field"), RUN_FAULTS)
def test_run_with_invalid_data_names_the_field(fake_client: FlaskClient, body: dict[str, Any], field: str) -> None:
    response = fake_client.post("/api/exercises/run", json=body)
    assert (response.status_code, list(response.get_json()["error"]["details"])) == (400, [field])


@pytest.mark.parametrize("exercise_id", ["no-such", "../x", "GREET", " greet"])
def test_submitting_to_an_unknown_exercise_is_404(fake_client: FlaskClient, exercise_id: str) -> None:
    assert submit(fake_client, exerciseId=exercise_id).get_json()["error"]["code"] == "EXERCISE_NOT_FOUND"


@pytest.mark.one_database
@pytest.mark.parametrize("exercise_id", ["", None, 5, "nul\0", "\ud800", "x" * 201])
def test_submitting_with_an_odd_id_is_400(fake_client: FlaskClient, exercise_id: Any) -> None:
    response = submit(fake_client, exerciseId=exercise_id)
    assert (response.status_code, list(response.get_json()["error"]["details"])) == (400, ["exerciseId"])


def test_code_of_exactly_the_limit_is_accepted(fake_client: FlaskClient) -> None:
    assert fake_client.post("/api/exercises/run", json={"code": "x" * 50_000}).status_code == 200


def test_guests_get_a_verdict_and_nothing_is_stored(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    fake.data = result(PASSING_TEST, FAILING_TEST)
    data = submit(fake_client).get_json()["data"]
    assert (data["passed"], data["submissionId"], data["progress"]) == (False, None, None)
    assert data["summary"] == {"total": 2, "passed": 1, "failed": 1}
    assert data["tests"][1] == {
        "name": "test_b",
        "passed": False,
        "message": "assert 1 == 2",
        "output": "hm\n",
        "duration": 1.0,
        "title": None,
        "failure": None,
    }


def test_one_test_runs_alone_and_nothing_is_stored(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    headers = sign_up(fake_client, "ada")
    fake.data = result({**PASSING_TEST, "name": NAMED_TEST})
    data = submit(fake_client, headers=headers, testName=NAMED_TEST).get_json()["data"]
    assert fake.requests[-1]["testName"] == NAMED_TEST
    assert (data["passed"], data["submissionId"], data["progress"]) == (True, None, None)
    assert fake_client.get("/api/progress", headers=headers).get_json()["data"]["progress"] == []
    listed = fake_client.get("/api/exercises/greet/submissions", headers=headers)
    assert listed.get_json()["data"]["submissions"] == []


def test_of_tests_that_could_not_run_only_the_one_asked_for_is_shown(
    fake_client: FlaskClient, fake: FakeExecutor
) -> None:
    fake.data = result(FAILING_TEST, {**FAILING_TEST, "name": f"{NAMED_TEST}[a]"})
    data = submit(fake_client, testName=f"{NAMED_TEST}[b]").get_json()["data"]
    assert (data["passed"], data["summary"]["total"]) == (False, 1)
    fake.data = result(PASSING_TEST)
    assert submit(fake_client, testName=NAMED_TEST).get_json()["data"]["passed"] is False, "it did not run"


@pytest.mark.parametrize("name", ["test_none", "", "nul\0", 5, "x" * 4001, "import os", "[a]"])
def test_a_test_that_the_exercise_does_not_have_is_400(fake_client: FlaskClient, fake: FakeExecutor, name: Any) -> None:
    response = submit(fake_client, testName=name)
    assert (response.status_code, list(response.get_json()["error"]["details"])) == (400, ["testName"])
    assert fake.requests == []


FAILURE = {"kind": "wrong_value", "call": "greet('Ada')", "expected": "'Hello'", "actual": "None", "line": 2}


def test_why_a_test_failed_is_passed_on_and_stored(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    fake.data = result({**FAILING_TEST, "title": "Greets", "failure": FAILURE})
    headers = sign_up(fake_client, "ada")
    (test,) = submit(fake_client, headers=headers).get_json()["data"]["tests"]
    assert test["title"] == "Greets"
    assert test["failure"] == {**FAILURE, "difference": None, "explanation": None, "hint": None}
    stored = fake_client.get("/api/exercises/greet/submissions", headers=headers).get_json()["data"]["submissions"]
    assert stored[0]["testResults"]["tests"] == [test]


def test_a_test_that_passed_has_no_failure(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    fake.data = result({**PASSING_TEST, "failure": FAILURE})
    assert submit(fake_client).get_json()["data"]["tests"][0]["failure"] is None


@pytest.mark.parametrize("changes", [{"kind": "magic"}, {"call": 5}, {"expected": "x" * 2001}, {"line": "2"}])
def test_a_failure_that_breaks_the_contract_is_a_bad_response(
    fake_client: FlaskClient, fake: FakeExecutor, changes: dict[str, Any]
) -> None:
    fake.data = result({**FAILING_TEST, "failure": {**FAILURE, **changes}})
    response = submit(fake_client)
    assert (response.status_code, response.get_json()["error"]["code"]) == (502, "EXECUTOR_BAD_RESPONSE")


def test_the_first_failing_test_gets_the_hint_of_its_task(
    fake_client: FlaskClient, fake: FakeExecutor, db: Database
) -> None:
    db.execute("UPDATE exercises SET hints = '[\"1. Start: no\", \"2. Spaces: strip them\"]' WHERE id = 'greet'")
    failing = {**FAILING_TEST, "task": 2, "failure": FAILURE}
    fake.data = result(PASSING_TEST, failing, {**failing, "name": "test_c"})
    tests = submit(fake_client).get_json()["data"]["tests"]
    assert [test["failure"] and test["failure"]["hint"] for test in tests] == [None, "2. Spaces: strip them", None]


def test_guests_can_be_kept_out(make_app: MakeApp, fake: FakeExecutor) -> None:
    client = make_app(EXECUTOR_SERVICE_URL=fake.url, GUEST_EXECUTION="false").test_client()
    for path, body in (("run", {"code": "1"}), ("test", TEST_BODY)):
        response = client.post(f"/api/exercises/{path}", json=body)
        assert (response.status_code, response.get_json()["error"]["code"]) == (401, "TOKEN_MISSING")
    assert fake.requests == []
    assert submit(client, headers=sign_up(client, "ada")).status_code == 200


def test_a_pass_completes_the_exercise_for_good(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    headers = sign_up(fake_client, "ada")
    passed = submit(fake_client, headers=headers).get_json()["data"]["progress"]
    fake.data = result(FAILING_TEST)
    failed = submit(fake_client, headers=headers, code="worse").get_json()["data"]["progress"]
    assert (passed["status"], passed["attempts"], passed["verified"]) == ("completed", 1, True)
    assert (failed["status"], failed["attempts"], failed["verified"]) == ("completed", 2, True)
    assert failed["completedAt"] == passed["completedAt"]
    assert failed["lastCode"] == "worse"


@pytest.mark.parametrize("missing", [False, True])
def test_a_pass_beside_the_learners_code_is_not_verified(
    fake_client: FlaskClient, fake: FakeExecutor, missing: bool
) -> None:
    headers = sign_up(fake_client, "ada")
    if missing:
        del fake.data["testResult"]["isolated"]
    else:
        fake.data["testResult"]["isolated"] = False
    verdict = submit(fake_client, headers=headers).get_json()["data"]
    assert (verdict["passed"], verdict["isolated"]) == (True, False)
    assert (verdict["progress"]["status"], verdict["progress"]["verified"]) == ("completed", False)
    locked = fake_client.get("/api/exercises/greet/solution", headers=headers)
    assert (locked.status_code, locked.get_json()["error"]["code"]) == (403, "SOLUTION_LOCKED")


def test_a_claimed_completion_is_not_verified_until_it_passes(fake_client: FlaskClient) -> None:
    headers = sign_up(fake_client, "ada")
    body = {"exerciseId": "greet", "status": "completed"}
    claimed = fake_client.post("/api/progress", json=body, headers=headers).get_json()["data"]["progress"]
    proven = submit(fake_client, headers=headers).get_json()["data"]["progress"]
    assert (claimed["verified"], proven["verified"], proven["attempts"]) == (False, True, 1)


def test_two_submissions_at_once_count_two_attempts(make_app: MakeApp, fake: FakeExecutor) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=fake.url)
    headers = sign_up(app.test_client(), "ada")
    threads = [threading.Thread(target=lambda: submit(app.test_client(), headers=headers)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    progress = app.test_client().get("/api/progress", headers=headers).get_json()["data"]["progress"]
    assert progress[0]["attempts"] == 8


OK = result(PASSING_TEST)
NOT_PASSED: dict[str, dict[str, Any]] = {
    "one test failed": {**OK, "testResult": {"passed": True, "testCases": [PASSING_TEST, FAILING_TEST]}},
    "no test": {**OK, "testResult": {"passed": True, "testCases": []}},
    "not passed": {**OK, "testResult": {"passed": False, "testCases": [PASSING_TEST]}},
    "no success": {**OK, "success": False},
    "timeout": {**OK, "status": "timeout"},
    "incomplete": {**OK, "status": "incomplete"},
}


@pytest.mark.parametrize("data", NOT_PASSED.values(), ids=NOT_PASSED)
def test_contradictory_verdicts_are_no_pass(fake_client: FlaskClient, fake: FakeExecutor, data: dict[str, Any]) -> None:
    fake.data = data
    verdict = submit(fake_client, headers=sign_up(fake_client, "ada")).get_json()["data"]
    assert (verdict["passed"], verdict["progress"]["status"]) == (False, "in_progress")


FAULTS: dict[str, tuple[dict[str, Any], int, str]] = {
    "busy": ({"status": 503, "headers": {"Retry-After": "7"}}, 503, "EXECUTOR_BUSY"),
    "none behind the proxy": ({"status": 502, "raw": b"<html>"}, 503, "EXECUTOR_UNAVAILABLE"),
    "late behind the proxy": ({"status": 504, "raw": b"<html>"}, 504, "EXECUTOR_TIMEOUT"),
    "refused": ({"status": 400}, 502, "EXECUTOR_BAD_RESPONSE"),
    "broken": ({"status": 500}, 502, "EXECUTOR_BAD_RESPONSE"),
    "elsewhere": ({"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}}, 502, "EXECUTOR_BAD_RESPONSE"),
    "not JSON": ({"raw": b"<html>"}, 502, "EXECUTOR_BAD_RESPONSE"),
    "not UTF-8": ({"raw": b"\xff"}, 502, "EXECUTOR_BAD_RESPONSE"),
    "deep": ({"raw": b"[" * 100_000}, 502, "EXECUTOR_BAD_RESPONSE"),
    "a list": ({"raw": b"[]"}, 502, "EXECUTOR_BAD_RESPONSE"),
    "no data": ({"raw": b'{"success": true}'}, 502, "EXECUTOR_BAD_RESPONSE"),
    "empty": ({"raw": b""}, 502, "EXECUTOR_BAD_RESPONSE"),
    "huge": ({"raw": b" " * 3_000_000}, 502, "EXECUTOR_BAD_RESPONSE"),
    "cut off": ({"hang_up": True}, 502, "EXECUTOR_BAD_RESPONSE"),
    "unknown status": ({"data": {**OK, "status": "fine"}}, 502, "EXECUTOR_BAD_RESPONSE"),
    "passed as text": (
        {"data": {**OK, "testResult": {"passed": "true", "testCases": [PASSING_TEST]}}},
        502,
        "EXECUTOR_BAD_RESPONSE",
    ),
    "no verdicts": ({"data": {**OK, "testResult": None}}, 502, "EXECUTOR_BAD_RESPONSE"),
    "broken tests": ({"data": {**OK, "status": "grader_error", "testResult": None}}, 500, "GRADER_ERROR"),
    "slow": ({"delay_s": 1.5}, 504, "EXECUTOR_TIMEOUT"),
    "dripping": ({"drip_s": 0.01}, 504, "EXECUTOR_TIMEOUT"),
}


@pytest.mark.parametrize(("fault", "status", "code"), FAULTS.values(), ids=FAULTS)
def test_when_the_executor_fails_nothing_is_recorded(
    make_app: MakeApp, fake: FakeExecutor, fault: dict[str, Any], status: int, code: str
) -> None:
    timeout_ms = 1000 if code == "EXECUTOR_TIMEOUT" else 30_000
    client = make_app(EXECUTOR_SERVICE_URL=fake.url, EXECUTOR_TIMEOUT=str(timeout_ms)).test_client()
    headers = sign_up(client, "ada")
    for name, value in fault.items():
        setattr(fake, name, value)
    response = submit(client, headers=headers)
    assert (response.status_code, response.get_json()["error"]["code"]) == (status, code)
    assert client.get("/api/progress", headers=headers).get_json()["data"]["progress"] == []
    listed = client.get("/api/exercises/greet/submissions", headers=headers).get_json()["data"]
    assert listed["pagination"]["total"] == 0
    assert len(fake.requests) == 1, "what may have run is never sent again"


@pytest.mark.parametrize(
    ("given", "answered"), [("7", "7"), ("0", "1"), ("999", "60"), ("soon", "1"), ("-5", "1"), ("", "1")]
)
def test_retry_after_is_passed_on_when_it_is_sane(
    fake_client: FlaskClient, fake: FakeExecutor, given: str, answered: str
) -> None:
    fake.status, fake.headers = 503, {"Retry-After": given}
    assert submit(fake_client).headers["Retry-After"] == answered


@pytest.mark.one_database
@pytest.mark.parametrize("variables", [{}, {"EXECUTOR_SERVICE_URL": "http://127.0.0.1:9"}])
def test_without_an_executor_code_cannot_be_run(make_app: MakeApp, variables: dict[str, str]) -> None:
    response = make_app(**variables).test_client().post("/api/exercises/run", json={"code": "1"})
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "EXECUTOR_UNAVAILABLE")


def test_half_surrogates_from_the_executor_do_not_break_the_answer(
    fake_client: FlaskClient, fake: FakeExecutor
) -> None:
    fake.data = result(output="half \ud800 pair")
    data = fake_client.post("/api/exercises/run", json={"code": "1"}).get_json()["data"]
    assert data["stdout"] == "half ? pair"


def test_what_is_sent_for_grading(fake_client: FlaskClient, fake: FakeExecutor, db: Database) -> None:
    db.execute("UPDATE exercises SET time_limit_ms = 15000 WHERE id = 'greet'")
    submit(fake_client, exerciseId="points")
    submit(fake_client, exerciseId="greet")
    sent, limited = fake.requests
    assert set(sent) == {"code", "exerciseId", "runTests", "testCode", "module", "files", "timeout"}
    assert (sent["exerciseId"], sent["runTests"], sent["module"], sent["files"]) == ("points", True, "shapes.py", {})
    assert (sent["timeout"], limited["timeout"]) == (10_000, 15_000)


RUNS_ON = b"\n"
VERDICT = json.dumps({"success": True, "data": result(PASSING_TEST)}).encode()


@pytest.mark.parametrize(
    ("answer", "changes"),
    [(RUNS_ON + VERDICT, {}), (VERDICT, {}), (RUNS_ON + VERDICT, {"testName": NAMED_TEST})],
)
def test_a_client_that_leaves_ends_the_tests_and_nothing_is_stored(
    fake_client: FlaskClient, fake: FakeExecutor, answer: bytes, changes: dict[str, Any]
) -> None:
    headers = sign_up(fake_client, "ada")
    fake.raw = answer
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours:
        response = fake_client.post(
            "/api/exercises/test",
            json={**TEST_BODY, **changes},
            headers=headers,
            environ_overrides={"gunicorn.socket": ours},
        )
    assert response.status_code == 499
    assert fake_client.get("/api/progress", headers=headers).get_json()["data"]["progress"] == []
    assert submit(fake_client, headers=headers).get_json()["data"]["progress"]["attempts"] == 1
