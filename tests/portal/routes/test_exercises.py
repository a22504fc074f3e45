from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.dao import submissions as submissions_dao
from portal.database import Database
from tests.conftest import Headers, sign_up, starter_ids
from tests.portal.fake_executor import FAILING_TEST, PASSING_TEST, FakeExecutor, result

CODE = "def greet(name):\n    return name"


def ids(response: Any) -> list[str]:
    return [item["id"] for item in response.get_json()["data"]["exercises"]]


def test_the_list_shows_a_page_in_order(client: FlaskClient) -> None:
    data = client.get("/api/exercises?perPage=3").get_json()["data"]
    assert [item["id"] for item in data["exercises"]] == starter_ids()[:3]
    assert data["pagination"] == {
        "page": 1,
        "perPage": 3,
        "total": len(starter_ids()),
        "pages": -(-len(starter_ids()) // 3),
    }
    assert set(data["exercises"][0]) == {
        "id",
        "position",
        "title",
        "summary",
        "category",
        "difficulty",
        "topics",
        "prerequisites",
    }


def test_pages_follow_each_other_and_end(client: FlaskClient) -> None:
    pages = [ids(client.get(f"/api/exercises?perPage=40&page={page}")) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [40, 40, len(starter_ids()) - 80, 0]
    assert [id_ for page in pages for id_ in page] == starter_ids()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("difficulty=advanced&category=classes", ["playlist", "sections"]),
        ("category=sets", ["new-visitors", "guest-lists"]),
        ("topic=recursion", ["sum-of-digits", "flatten"]),
        ("topic=recursio", []),
        ("search=RECEIPT", ["receipt"]),
        ("search=%25", []),
        ("search=_", ["show-yourself"]),
        ("difficulty=beginner&topic=sets", ["new-visitors", "guest-lists"]),
        ("category=nowhere", []),
    ],
)
def test_filters_narrow_the_list(client: FlaskClient, query: str, expected: list[str]) -> None:
    assert ids(client.get(f"/api/exercises?{query}")) == expected


@pytest.mark.parametrize("search", ["", "%20", "+"])
def test_an_empty_search_is_no_search(client: FlaskClient, search: str) -> None:
    everything = ids(client.get("/api/exercises?difficulty=advanced"))
    assert "in-portions" in everything
    assert ids(client.get(f"/api/exercises?difficulty=advanced&search={search}")) == everything


@pytest.mark.one_database
@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "perPage=101", "perPage=0", "difficulty=hard", "topic=%00", "page=99999999999999"],
)
def test_filters_that_make_no_sense_are_refused(client: FlaskClient, query: str) -> None:
    response = client.get(f"/api/exercises?{query}")
    assert (response.status_code, response.get_json()["error"]["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize("text", ["' OR 1=1 --", "'; DROP TABLE users; --", '" OR ""="', "%' OR '%'='", ":user_id"])
@pytest.mark.parametrize("name", ["search", "category", "topic"])
def test_text_that_looks_like_sql_is_only_text(client: FlaskClient, name: str, text: str) -> None:
    assert client.get("/api/exercises", query_string={name: text}).get_json()["data"]["pagination"]["total"] == 0


def test_a_token_adds_the_learners_status(client: FlaskClient, auth_headers: Headers) -> None:
    client.post("/api/progress", json={"exerciseId": starter_ids()[2], "status": "completed"}, headers=auth_headers)
    items = client.get("/api/exercises?perPage=3", headers=auth_headers).get_json()["data"]["exercises"]
    assert [item["status"] for item in items] == ["not_started", "not_started", "completed"]
    other = client.get("/api/exercises?perPage=3", headers=sign_up(client, "eve")).get_json()["data"]["exercises"]
    assert {item["status"] for item in other} == {"not_started"}


def test_the_list_costs_three_queries_whatever_its_length(
    client: FlaskClient, auth_headers: Headers, statements: list[str]
) -> None:
    client.get("/api/exercises?perPage=100", headers=auth_headers)
    statements.clear()
    client.get("/api/exercises?perPage=100", headers=auth_headers)
    assert len(statements) == 3, "session, version of the catalogue, statuses"


def test_one_exercise_in_full_shows_its_tests_and_hides_the_solution(client: FlaskClient) -> None:
    response = client.get("/api/exercises/greet")
    exercise = response.get_json()["data"]["exercise"]
    assert exercise["starterCode"].startswith("def greet(name):")
    assert exercise["testNames"][0] == "test_greets_by_name"
    assert (exercise["module"], exercise["files"], len(exercise["hints"])) == ("solution.py", [], 3)
    assert not {"solution", "testCode"} & set(exercise)
    assert exercise["tests"][0] == {
        "name": "test_greets_by_name",
        "title": "Greets by name",
        "task": None,
        "source": 'def test_greets_by_name():\n    assert greet("Ada") == "Hello, Ada!"\n',
    }
    assert [test["name"] for test in exercise["tests"]] == exercise["testNames"]
    assert "status" not in exercise


def test_one_exercise_with_a_token_tells_the_status(client: FlaskClient, auth_headers: Headers) -> None:
    assert client.get("/api/exercises/greet", headers=auth_headers).get_json()["data"]["exercise"]["status"] == (
        "not_started"
    )


def test_the_solution_is_locked_until_a_submission_has_passed(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    headers = sign_up(fake_client, "ada")
    path = "/api/exercises/greet/solution"
    assert fake_client.get(path).get_json()["error"]["code"] == "TOKEN_MISSING"
    fake_client.post("/api/progress", json={"exerciseId": "greet", "status": "completed"}, headers=headers)
    locked = fake_client.get(path, headers=headers)
    assert (locked.status_code, locked.get_json()["error"]["code"]) == (403, "SOLUTION_LOCKED")
    fake_client.post("/api/exercises/test", json={"exerciseId": "greet", "code": CODE}, headers=headers)
    opened = fake_client.get(path, headers=headers).get_json()["data"]
    assert opened["solution"].startswith("def greet(name):")
    assert fake_client.get(path, headers=sign_up(fake_client, "eve")).status_code == 403
    assert fake_client.get("/api/exercises/none/solution", headers=headers).status_code == 404


@pytest.mark.usefixtures("distinct_moments")
def test_submissions_are_listed_newest_first_and_only_ones_own(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    ada, eve = sign_up(fake_client, "ada"), sign_up(fake_client, "eve")
    body = {"exerciseId": "greet", "code": CODE}
    fake_client.post("/api/exercises/test", json=body, headers=ada)
    fake.data = result(PASSING_TEST, FAILING_TEST)
    fake_client.post("/api/exercises/test", json={**body, "code": "second"}, headers=ada)
    path = "/api/exercises/greet/submissions"
    data = fake_client.get(path, headers=ada).get_json()["data"]
    assert [(item["code"], item["passed"]) for item in data["submissions"]] == [("second", False), (CODE, True)]
    assert data["submissions"][0]["testResults"]["summary"] == {"total": 2, "passed": 1, "failed": 1}
    assert data["pagination"]["total"] == 2
    assert fake_client.get(path, headers=eve).get_json()["data"]["submissions"] == []
    assert fake_client.get("/api/exercises/none/submissions", headers=ada).status_code == 404
    assert fake_client.get(path).status_code == 401


def test_submissions_of_a_user_are_kept_apart_in_the_table(db: Database) -> None:
    assert submissions_dao.list_for_exercise(db, user_id="x", exercise_id="greet", limit=5, offset=0) == []
