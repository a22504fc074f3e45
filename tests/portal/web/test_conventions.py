"""What docs/api-conventions.md promises of every operation: pages, links, addresses, strict queries."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.dao import submissions as submissions_dao
from portal.database import Database
from portal.models import Submission
from tests import document
from tests.conftest import Headers, starter_ids


def links_of(client: FlaskClient, address: str, headers: Headers | None = None) -> dict[str, str]:
    """The `Link` header of an answer, by relation."""
    header = client.get(address, headers=headers).headers["Link"]
    return {name: target for target, name in re.findall(r'<([^>]+)>; rel="(\w+)"', header)}


def test_a_page_links_to_the_pages_around_it(client: FlaskClient) -> None:
    assert links_of(client, "/api/exercises?perPage=10&page=2") == {
        "first": "/api/exercises?perPage=10&page=1",
        "prev": "/api/exercises?perPage=10&page=1",
        "next": "/api/exercises?perPage=10&page=3",
        "last": f"/api/exercises?perPage=10&page={-(-len(starter_ids()) // 10)}",
    }


def test_links_keep_the_filters_and_say_nothing_of_pages_that_do_not_exist(client: FlaskClient) -> None:
    assert links_of(client, "/api/exercises?search=a%26b&perPage=5") == {
        "first": "/api/exercises?search=a%26b&perPage=5&page=1",
        "last": "/api/exercises?search=a%26b&perPage=5&page=1",
    }
    assert set(links_of(client, "/api/exercises?page=99")) == {"first", "last"}


def test_following_next_meets_every_exercise_once_in_order(client: FlaskClient) -> None:
    address, found = "/api/exercises?perPage=7", []
    while address:
        found += [exercise["id"] for exercise in client.get(address).get_json()["data"]["exercises"]]
        address = links_of(client, address).get("next", "")
    everything = client.get("/api/exercises?perPage=100").get_json()["data"]["exercises"]
    assert found == [exercise["id"] for exercise in everything]
    assert found == starter_ids()


def test_submissions_are_paged_alike(client: FlaskClient, auth_headers: Headers) -> None:
    assert set(links_of(client, "/api/exercises/greet/submissions", auth_headers)) == {"first", "last"}


def submit_again(db: Database, number: int) -> None:
    user = db.one("SELECT id FROM users")
    assert user is not None
    at = f"2026-11-01T00:00:00.{number // 2:03d}Z"  # two at the same time
    id_ = f"4fff6157-9b1f-4cdb-996c-{number:012d}"
    results: dict[str, Any] = {"summary": {"total": 0, "passed": 0, "failed": 0}, "tests": [], "error": None}
    submissions_dao.insert(db, Submission(id_, user["id"], "greet", f"{number}", results, False, "ok", at))


@pytest.mark.parametrize("writes", [0, 3])
def test_following_the_cursor_meets_every_submission_once_while_others_arrive(
    client: FlaskClient, db: Database, auth_headers: Headers, writes: int
) -> None:
    for number in range(10):
        submit_again(db, number)
    path = "/api/exercises/greet/submissions?perPage=3"
    address, found, newest = path, [], 10
    while address:
        data = client.get(address, headers=auth_headers).get_json()["data"]
        found += [int(item["code"]) for item in data["submissions"]]
        cursor = data["pagination"]["next"]
        address = cursor and f"{path}&after={cursor}"
        for _ in range(writes):
            submit_again(db, newest)
            newest += 1
    assert found == list(range(9, -1, -1))


@pytest.mark.usefixtures("distinct_moments")
def test_following_the_cursor_meets_no_progress_twice_while_it_changes(
    client: FlaskClient, auth_headers: Headers
) -> None:
    for exercise in ("greet", "temperature", "keep-even", "leap-day", "flatten"):
        client.post("/api/progress", json={"exerciseId": exercise}, headers=auth_headers)
    address, found = "/api/progress?perPage=2", []
    while address:
        data = client.get(address, headers=auth_headers).get_json()["data"]
        found += [item["exerciseId"] for item in data["progress"]]
        client.post("/api/progress", json={"exerciseId": found[0], "lastCode": "changed"}, headers=auth_headers)
        cursor = data["pagination"]["next"]
        address = cursor and f"/api/progress?perPage=2&after={cursor}"
    assert found == ["flatten", "leap-day", "keep-even", "temperature", "greet"]


@pytest.mark.usefixtures("distinct_moments")
def test_the_link_of_a_list_read_by_cursor_leads_on_and_ends(client: FlaskClient, auth_headers: Headers) -> None:
    for exercise in ("greet", "temperature", "keep-even", "leap-day", "flatten"):
        client.post("/api/progress", json={"exerciseId": exercise}, headers=auth_headers)
    first = client.get("/api/progress?status=in_progress&perPage=2", headers=auth_headers).get_json()["data"]
    address = f"/api/progress?status=in_progress&perPage=2&after={first['pagination']['next']}"
    found = [item["exerciseId"] for item in first["progress"]]
    while address:
        found += [
            item["exerciseId"] for item in client.get(address, headers=auth_headers).get_json()["data"]["progress"]
        ]
        links = links_of(client, address, auth_headers)
        assert links["first"] == "/api/progress?status=in_progress&perPage=2&page=1"
        address = links.get("next", "")
    assert found == ["flatten", "leap-day", "keep-even", "temperature", "greet"]


@pytest.mark.parametrize(
    "cursor", ["", "x", "!", "a" * 201, "YQ", "YSBiIGM", "é", "_-_-", "IA===", "ACAA", "IA", "YSAK"]
)
def test_an_invalid_cursor_is_refused_by_name(client: FlaskClient, auth_headers: Headers, cursor: str) -> None:
    for path in ("/api/progress", "/api/exercises/greet/submissions"):
        answer = client.get(path, query_string={"after": cursor}, headers=auth_headers)
        assert (answer.status_code, list(answer.get_json()["error"]["details"])) == (400, ["after"])


@pytest.mark.parametrize("query", ["perPage=101", "perPage=0", "page=0", "page=x", "page=1.0", "perPage="])
def test_pages_beyond_the_bounds_are_refused_by_name(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/exercises?{query}")
    assert answer.status_code == 400
    assert list(answer.get_json()["error"]["details"]) == [query.partition("=")[0]]


def test_what_was_made_has_an_address_that_works(client: FlaskClient) -> None:
    account = {"email": "ada@example.org", "username": "ada", "password": "correct horse"}
    made = client.post("/api/auth/register", json=account)
    token = made.get_json()["data"]["accessToken"]
    found = client.get(made.headers["Location"], headers={"Authorization": f"Bearer {token}"})
    assert found.get_json()["data"]["user"] == made.get_json()["data"]["user"]


OPERATIONS = [(method, path) for path, operations in document.read()["paths"].items() for method in operations]


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
def test_a_query_parameter_that_is_not_known_is_refused_by_name(
    client: FlaskClient, auth_headers: Headers, method: str, path: str
) -> None:
    answer = client.open(f"{path}?colour=red", method=method, headers=auth_headers, json={})
    refusal = answer.get_json()["error"]
    assert (refusal["code"], refusal["details"]) == ("VALIDATION_ERROR", {"colour": ["Unknown field."]})


def test_options_names_the_methods_of_the_document(client: FlaskClient) -> None:
    for path, operations in document.read()["paths"].items():
        allowed = set(client.options(path).headers["Allow"].lower().split(", ")) - {"head", "options"}
        # An exercise might be called so: /api/exercises/{exerciseId}.
        spare = {"get", "put", "delete"} if re.fullmatch("/api/exercises/(run|test|check)", path) else set()
        assert allowed == set(operations) | spare, path
