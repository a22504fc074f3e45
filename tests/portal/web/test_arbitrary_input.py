"""Whatever is sent to whichever endpoint: never a 500, always the envelope, always a request id.

The endpoints come from the table of routes, which is complete, and the names of fields from the schemas.
"""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal.schemas.base import RequestSchema
from tests.conftest import Headers, MakeApp
from tests.portal.fake_executor import FakeExecutor
from tests.portal.web.test_authorization import EXERCISE, ROUTES, World, bearer, body_for

BODY_ROUTES = [route for route in ROUTES if not route.startswith("GET ")]
# Text, pages and files.
NO_ENVELOPE = {
    *("GET /metrics", "GET /", "GET /favicon.ico", "GET /robots.txt", "GET /playground/<path:name>"),
    *("GET /api/openapi.json", "GET /api/docs", "GET /api/docs/errors", "GET /api/docs/<path:name>"),
}
few = settings(
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def field_names(schema: type[RequestSchema] = RequestSchema) -> Iterator[str]:
    """Yield the names of all fields that any request has, as they are sent."""
    for field in schema().fields.values():
        yield str(field.data_key)
    for below in schema.__subclasses__():
        yield from field_names(below)


NAMES = st.sampled_from(sorted(set(field_names())))
TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
NUMBERS = st.integers() | st.floats() | st.sampled_from([-1, 0, 2**31, 2**63, 10**400, -(10**4000), 1e308])
LEAVES = (
    st.none()
    | st.booleans()
    | NUMBERS
    | TEXT
    | st.sampled_from([EXERCISE, "ada@example.org", "completed", "x" * 60_000])
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT | NAMES, inner, max_size=4)
)
NEAR_MISSES = st.dictionaries(NAMES | TEXT, VALUES, max_size=6)
QUERIES = st.dictionaries(NAMES | TEXT, TEXT | st.integers().map(str), max_size=4)
BYTES = st.binary(max_size=40).map(lambda data: data.decode("latin-1"))


@pytest.fixture
def world(make_app: MakeApp, fake: FakeExecutor) -> World:
    return World(make_app(EXECUTOR_SERVICE_URL=fake.url))


def learner(world: World) -> Headers:
    """Return the owner's headers, or another's once a body that happened to be right has ended the owner's session."""
    if world.client.get("/api/auth/me", headers=world.headers["owner"]).status_code != 200:
        world.headers["owner"] = bearer(world.register(uuid.uuid4().hex)["accessToken"])
    return world.headers["owner"]


def send(world: World, route: str, path: str | None = None, **request: Any) -> TestResponse:
    method, _, rule = route.partition(" ")
    path = path or rule.replace("<exercise_id>", EXERCISE).replace("<session_id>", world.session_id)
    return world.client.open(path, method=method, headers=learner(world), **request)


def check(route: str, response: TestResponse) -> None:
    assert response.status_code < 500, response.get_data(as_text=True)
    assert response.headers["X-Request-ID"]
    if response.status_code == 200 and route in NO_ENVELOPE:
        return
    body = response.get_json()
    keys = {"success", "data", "message"} if response.status_code < 400 else {"success", "error"}
    assert set(body) == keys
    assert body["success"] is (response.status_code < 400)
    if "error" in body:
        assert {"code", "message"} <= set(body["error"]) <= {"code", "message", "details"}
        assert all(isinstance(told, list | dict) for told in body["error"].get("details", {}).values())


@pytest.mark.parametrize("route", BODY_ROUTES)
@few
@given(body=NEAR_MISSES | VALUES)
def test_any_json_gets_an_answer_in_the_envelope(world: World, route: str, body: Any) -> None:
    check(route, send(world, route, data=json.dumps(body), content_type="application/json"))


@pytest.mark.parametrize("route", [route for route in BODY_ROUTES if body_for(route, "owner")])
@few
@given(data=st.data())
def test_a_right_body_with_one_field_amiss_gets_an_answer_in_the_envelope(
    world: World, route: str, data: st.DataObject
) -> None:
    body = body_for(route, "owner") or {}
    body[data.draw(st.sampled_from(sorted(body)) | TEXT)] = data.draw(VALUES)
    check(route, send(world, route, data=json.dumps(body), content_type="application/json"))


@pytest.mark.parametrize("route", BODY_ROUTES)
@few
@given(
    data=st.binary(max_size=200),
    content_type=st.just("application/json")
    | st.sampled_from(["", "text/plain", "application/json; charset=\xff"])
    | BYTES,
)
def test_any_bytes_get_an_answer_in_the_envelope(world: World, route: str, data: bytes, content_type: str) -> None:
    check(route, send(world, route, data=data, environ_overrides={"CONTENT_TYPE": content_type}))


@pytest.mark.parametrize("route", ROUTES)
@few
@given(query=QUERIES.map(lambda query: "&".join(f"{name}={value}" for name, value in query.items())) | BYTES)
def test_any_query_gets_an_answer_in_the_envelope(world: World, route: str, query: str) -> None:
    raw = query.encode("utf-8", "surrogatepass").decode("latin-1")
    check(route, send(world, route, json=body_for(route, "owner"), environ_overrides={"QUERY_STRING": raw}))


@pytest.mark.parametrize("route", [route for route in ROUTES if "<" in route])
@few
@given(name=TEXT.map(lambda text: text.encode("utf-8", "surrogatepass").decode("latin-1")) | BYTES)
def test_any_name_in_the_path_gets_an_answer_in_the_envelope(world: World, route: str, name: str) -> None:
    start, _, rest = route.partition(" ")[2].partition("<")
    path = start + name + rest.partition(">")[2]
    check(route, send(world, route, "/", environ_overrides={"PATH_INFO": path}))


@pytest.mark.parametrize("route", ["GET /api/auth/me", "POST /api/auth/login", "POST /api/progress"])
@few
@given(header=st.sampled_from(["AUTHORIZATION", "IDEMPOTENCY_KEY", "USER_AGENT", "HOST", "X_REQUEST_ID"]), value=BYTES)
def test_any_header_gets_an_answer_in_the_envelope(world: World, route: str, header: str, value: str) -> None:
    value = f"Bearer {value}" if header == "AUTHORIZATION" else value
    check(route, send(world, route, json=body_for(route, "owner"), environ_overrides={f"HTTP_{header}": value}))
