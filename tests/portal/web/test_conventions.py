"""What docs/api-conventions.md promises of every operation: pages, links, addresses, strict queries."""

import re

import pytest
from flask.testing import FlaskClient

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
        # An exercise might be called so: GET /api/exercises/{exerciseId}.
        spare = {"get"} if path in {"/api/exercises/run", "/api/exercises/test"} else set()
        assert allowed == set(operations) | spare, path
