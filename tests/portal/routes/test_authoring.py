"""The author's API: check, publish, retire, source and versions."""

import itertools
import logging
import re
import threading
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.services import authoring
from tests.conftest import Headers, sign_up, sign_up_author
from tests.portal.authored import DOUBLE_IT, SOLUTION
from tests.portal.fake_executor import PASSING_TEST, FakeExecutor, result

TESTS = '''from solution import double


def test_three():
    """Three is doubled to six"""
    assert double(3) == 6


def test_zero():
    """Zero stays zero"""
    assert double(0) == 0
'''
EXERCISE: dict[str, Any] = {
    **DOUBLE_IT,
    "tests": TESTS,
    "approaches": [{"slug": "plus", "title": "Plus", "summary": "", "content": "`number + number`"}],
    "wrongSamples": [
        {"name": "adds.py", "code": "def double(number):\n    return number + 3\n", "caughtBy": "Zero stays zero"}
    ],
}
# For the scripted executor, which cannot tell which test fails.
PLAIN = {**EXERCISE, "wrongSamples": []}
WEAK = {**EXERCISE, "tests": "from solution import double\n\n\ndef test_three():\n    assert double(3)\n"}
ADDRESS = "/api/exercises/double-it"


def error_of(response: Any) -> tuple[int, str]:
    return response.status_code, response.get_json()["error"]["code"]


@pytest.fixture
def author(fake_client: FlaskClient, fake: FakeExecutor) -> Headers:
    """An author, in front of an executor that passes the reference alone."""
    fake.only_passes = SOLUTION
    return sign_up_author(fake_client)


@pytest.mark.integration
@pytest.mark.one_database
def test_an_exercise_from_its_first_check_to_its_retirement(
    real_client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client, author = real_client, sign_up_author(real_client)
    learner = sign_up(client, "learner")

    def put(body: dict[str, Any]) -> Any:
        return client.put(ADDRESS, json=body, headers=author)

    checked = client.post("/api/exercises/check", json={**EXERCISE, "id": "double-it"}, headers=author)
    data = checked.get_json()["data"]
    assert (data["passed"], data["report"]["faults"], data["report"]["tests"]) == (True, [], 2)
    assert data["report"]["wrongSamples"] == 1
    assert data["report"]["mutants"] == data["report"]["caught"] > 0
    assert client.get(ADDRESS).status_code == 404

    with caplog.at_level(logging.WARNING, logger="portal.security"):
        published = put(EXERCISE).get_json()["data"]
        assert (published["previous"], published["changed"]) == (None, True)
        attempt = {"exerciseId": "double-it", "code": SOLUTION}
        verdict = client.post("/api/exercises/test", json=attempt, headers=learner).get_json()["data"]
        assert verdict["progress"]["status"] == "completed"
        shown = client.get(f"{ADDRESS}/solution", headers=learner).get_json()["data"]
        assert shown == {"exerciseId": "double-it", "solution": SOLUTION, "approaches": EXERCISE["approaches"]}
        assert client.get(f"{ADDRESS}/solution", headers=author).status_code == 403
        assert put(EXERCISE).get_json()["data"]["changed"] is False

        refused = put(WEAK)
        assert error_of(refused) == (422, "EXERCISE_CHECK_FAILED")
        faults = refused.get_json()["error"]["details"]["report"]["faults"]
        assert "an object that equals everything passes all tests" in faults
        assert any("does not exist" in fault for fault in _faults(put({**EXERCISE, "prerequisites": ["nowhere"]})))
        assert any("form a circle" in fault for fault in _faults(put({**EXERCISE, "prerequisites": ["double-it"]})))

        renamed = put({**EXERCISE, "title": "Twice"}).get_json()["data"]
        assert (renamed["previous"], renamed["changed"]) == (published["version"], True)
        source = client.get(f"{ADDRESS}/source", headers=author).get_json()["data"]
        assert (source["version"], source["exercise"]["tests"]) == (renamed["version"], TESTS)
        assert put(source["exercise"]).get_json()["data"]["changed"] is False
        versions = client.get(f"{ADDRESS}/versions", headers=author).get_json()["data"]["versions"]
        assert {item["version"]: item["current"] for item in versions} == {
            published["version"]: False,
            renamed["version"]: True,
        }
        assert all(item["publishedBy"] for item in versions)

        assert client.delete(ADDRESS, headers=author).status_code == 200
    found = client.get("/api/exercises?search=twice").get_json()["data"]["exercises"]
    assert "double-it" not in {exercise["id"] for exercise in found}
    assert client.get("/api/progress/double-it", headers=learner).get_json()["data"]["progress"]["verified"] is True
    assert put(EXERCISE).status_code == 200
    assert client.get(ADDRESS).get_json()["data"]["exercise"]["retired"] is False
    events = [record.message for record in caplog.records if record.message.startswith("exercise_")]
    assert events == ["exercise_published"] * 4 + ["exercise_retired", "exercise_published"]


def _faults(response: Any) -> list[str]:
    assert error_of(response) == (422, "EXERCISE_CHECK_FAILED")
    return list(response.get_json()["error"]["details"]["report"]["faults"])


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": None}, "title"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"difficulty": "easy"}, "difficulty"),
        ({"topics": "loops"}, "topics"),
        ({"topics": ["x"] * 51}, "topics"),
        ({"hints": [1]}, "hints"),
        ({"files": ["a.txt"]}, "files"),
        ({"files": {"a.txt": 1}}, "files"),
        ({"position": "1"}, "position"),
        ({"position": True}, "position"),
        ({"minutes": 0}, "minutes"),
        ({"timeLimitMs": 99}, "timeLimitMs"),
        ({"refactoring": "yes"}, "refactoring"),
        ({"refactoring": 1}, "refactoring"),
        ({"refactoring": 0.0}, "refactoring"),
        ({"wrongSamples": [{"name": "../x.py", "code": "x", "caughtBy": "y"}]}, "wrongSamples"),
        ({"solution": "a\0b"}, "solution"),
        ({"id": "double-it"}, "id"),
        ({"source": "starter"}, "source"),
    ],
)
def test_a_body_of_the_wrong_shape_is_refused_by_field(
    fake_client: FlaskClient, author: Headers, change: dict[str, Any], field: str
) -> None:
    response = fake_client.put(ADDRESS, json={**PLAIN, **change}, headers=author)
    assert error_of(response) == (400, "VALIDATION_ERROR")
    (named,) = response.get_json()["error"]["details"]
    assert named.partition(".")[0] == field


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"module": "os.py"}, "cannot be named"),
        ({"module": "../solution.py"}, "not named like a Python module"),
        ({"tests": "def test_("}, "solution_test.py does not parse"),
        ({"tests": "x = 1"}, "solution_test.py does not define a test"),
        ({"tests": f"{TESTS}\nx = {'-' * 50_000}1\n"}, "parse"),
        ({"solution": "def ("}, "the reference solution does not parse"),
        ({"solution": SOLUTION + "#" * 50_000}, "the reference solution is longer than 50000"),
        ({"starterCode": "#" * 50_001}, "the starter is longer than 50000"),
        ({"files": {"../x": "y"}}, "does not accept a file"),
        ({"files": {"solution.py": "y"}}, "has the name of the learner's module"),
        ({"files": {"./solution.py": "y"}}, "does not accept a file"),
        ({"files": {"solution.py/x": "y"}}, "is a file and the folder of another one"),
        ({"files": {".meta/example.py": "y"}}, "does not accept a file"),
        (
            {"wrongSamples": [{"name": "x.py", "code": code, "caughtBy": "Zero stays zero"} for code in "ab"]},
            "two wrong samples are named x.py",
        ),
        ({"files": {"notes.py": SOLUTION}}, "is the same as the reference solution"),
        ({"approaches": [{"slug": "../x", "title": "X", "content": "y"}]}, "the slug may contain only"),
        ({"approaches": [{"slug": "x", "title": "X", "content": " "}]}, ".approaches/x/content.md is empty"),
        ({"title": " "}, "the title is empty"),
        ({"summary": "\u3000", "hints": [" "]}, "a hint is empty"),
        ({"topics": ["\u2028"]}, "a topic is empty"),
    ],
)
def test_what_the_sandbox_would_refuse_is_a_fault_and_nothing_runs(
    fake_client: FlaskClient, fake: FakeExecutor, author: Headers, change: dict[str, Any], fault: str
) -> None:
    body = {**PLAIN, **change}
    (found,) = _faults(fake_client.put(ADDRESS, json=body, headers=author))
    assert fault in found
    checked = fake_client.post("/api/exercises/check", json={**body, "id": "double-it"}, headers=author)
    assert checked.get_json()["data"]["report"]["faults"] == [found]
    assert fake.requests == []


@pytest.mark.one_database
def test_an_id_that_is_no_slug_and_a_body_that_is_too_large_are_refused(
    fake_client: FlaskClient, author: Headers
) -> None:
    for id_ in ("Double", "a--b", "x" * 101, "a_b"):
        response = fake_client.put(f"/api/exercises/{id_}", json=PLAIN, headers=author)
        assert error_of(response) == (400, "VALIDATION_ERROR")
        assert list(response.get_json()["error"]["details"]) == ["id"]
    big = {**PLAIN, "files": {"a.txt": "x" * 2**20}}
    assert error_of(fake_client.put(ADDRESS, json=big, headers=author)) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.one_database
def test_no_exercise_gets_an_id_with_which_its_address_is_another_one(
    fake_client: FlaskClient, author: Headers
) -> None:
    rules = [(rule.rule, rule.methods or set()) for rule in fake_client.application.url_map.iter_rules()]
    taken = set()
    for (address, methods), (other, others) in itertools.product(rules, repeat=2):
        match = re.fullmatch(address.replace("<exercise_id>", "([a-z0-9-]+)"), other)
        if "<exercise_id>" in address and match and (methods & others) - {"HEAD", "OPTIONS"}:
            taken.add(match[1])
    assert "stats" in taken
    for id_ in taken:
        (fault,) = _faults(fake_client.put(f"/api/exercises/{id_}", json=PLAIN, headers=author))
        assert fault == f"the slug '{id_}' is taken: /api/progress/{id_} is an address of the API"


@pytest.mark.one_database
def test_a_check_ends_when_it_takes_too_long(
    fake_client: FlaskClient, author: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authoring, "_MAX_CHECK_S", -1.0)
    assert "the check takes longer than" in _faults(fake_client.put(ADDRESS, json=PLAIN, headers=author))[0]


@pytest.mark.one_database
def test_at_most_twenty_mutants_are_run(fake_client: FlaskClient, fake: FakeExecutor, author: Headers) -> None:
    solution = SOLUTION + "".join(f"X{number} = {number}\n" for number in range(100))
    fake.only_passes = solution
    report = fake_client.put(ADDRESS, json={**PLAIN, "solution": solution}, headers=author).get_json()["data"]["report"]
    assert 10 < report["mutants"] == report["caught"] <= 20


@pytest.mark.one_database
def test_a_check_says_whether_there_are_faults_and_what_could_be_better(
    fake_client: FlaskClient, fake: FakeExecutor, author: Headers
) -> None:
    fake.only_passes = None
    fake.data = result(PASSING_TEST, executionTime=9000.0, cpuTime=2001.0, memoryUsed=65 * 2**20)
    body = {"id": "double-it", **PLAIN}
    response = fake_client.post("/api/exercises/check", json=body, headers=author).get_json()
    assert (response["message"], response["data"]["passed"]) == ("The check found faults", False)
    assert response["data"]["report"]["warnings"][:2] == [
        "the reference takes 2001 ms, over 2000, a fifth of the time limit",
        "the reference uses 65 MB, over 64",
    ]
    fake.only_passes = SOLUTION
    response = fake_client.post("/api/exercises/check", json=body, headers=author).get_json()
    assert (response["message"], response["data"]["passed"]) == ("No faults", True)


@pytest.mark.one_database
def test_what_should_fail_is_graded_until_it_does_and_bounded_by_the_processor_time_of_the_reference(
    fake_client: FlaskClient, fake: FakeExecutor, author: Headers
) -> None:
    fake.only_passes = SOLUTION
    assert fake_client.put(ADDRESS, json=EXERCISE, headers=author).status_code == 200
    reference, reversed_tests, *others = fake.requests
    assert not reference.keys() & {"verdictOnly", "cpuTimeout", "testName"}
    assert (reversed_tests["verdictOnly"], "cpuTimeout" in reversed_tests) == (True, False)
    assert others
    for request in others:
        assert (request["verdictOnly"], request["cpuTimeout"] >= 60) == (True, True)


class InBackground:
    """A request that waits for the executor; `end` lets it go on and returns its response."""

    def __init__(self, client: FlaskClient, fake: FakeExecutor, headers: Headers) -> None:
        self._fake, self._found = fake, list[Any]()
        fake.hold.clear()
        self._thread = threading.Thread(
            target=lambda: self._found.append(client.put(ADDRESS, json=PLAIN, headers=headers))
        )
        self._thread.start()
        for _ in range(2000):
            if fake.requests:
                break
            threading.Event().wait(0.005)

    def end(self) -> Any:
        self._fake.hold.set()
        self._thread.join()
        return self._found[0]


def test_two_at_once_are_checked_one_after_the_other_and_learners_are_served(
    fake_client: FlaskClient, fake: FakeExecutor, author: Headers
) -> None:
    other = fake_client.application.test_client()
    running = InBackground(fake_client, fake, author)
    second = other.put(ADDRESS, json=PLAIN, headers=author)
    assert error_of(second) == (503, "SERVICE_BUSY")
    assert second.headers["Retry-After"] == "1"
    body = {"exerciseId": "greet", "code": "x"}
    attempt = threading.Thread(target=lambda: other.post("/api/exercises/test", json=body))
    attempt.start()
    assert other.get("/api/exercises/greet").status_code == 200
    assert running.end().status_code == 200
    attempt.join()
    assert [request["exerciseId"] for request in fake.requests].count("greet") == 1
    assert other.put(ADDRESS, json=PLAIN, headers=author).get_json()["data"]["changed"] is False


@pytest.mark.parametrize(("change", "code"), [("demoted", "FORBIDDEN"), ("signed out", "TOKEN_REVOKED")])
def test_an_author_who_is_none_any_more_when_the_check_ends_publishes_nothing(
    fake_client: FlaskClient, fake: FakeExecutor, author: Headers, change: str, code: str
) -> None:
    other = fake_client.application.test_client()
    running = InBackground(fake_client, fake, author)
    if change == "demoted":
        other.application.test_cli_runner().invoke(args=["set-role", "author", "learner"])
    else:
        other.post("/api/auth/logout", headers=author)
    response = running.end()
    assert response.get_json()["error"]["code"] == code
    assert other.get(ADDRESS).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize("call", ["PUT greet", "DELETE greet", "POST check"])
def test_learners_and_those_demoted_write_nothing(
    fake_client: FlaskClient, fake: FakeExecutor, author: Headers, auth_headers: Headers, call: str
) -> None:
    method, _, last = call.partition(" ")
    fake_client.application.test_cli_runner().invoke(args=["set-role", "author", "learner"])
    before = fake_client.get("/api/exercises/greet").get_json()
    forbidden = (403, "FORBIDDEN")
    for headers, refusal in (({}, (401, "TOKEN_MISSING")), (auth_headers, forbidden), (author, forbidden)):
        response = fake_client.open(f"/api/exercises/{last}", method=method, json=PLAIN, headers=headers)
        assert error_of(response) == refusal
    assert fake_client.get("/api/exercises/greet").get_json() == before
    assert fake.requests == []
