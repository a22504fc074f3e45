"""Who may call what. The table is complete: a route that is not in it fails a test.

Every caller is tried on every route, with a request that is right but for the token. A row holds the answer to each
caller: the status of a success, the code of a refusal.
"""

from typing import Any

import jwt as pyjwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.extensions import get_db
from tests.conftest import Headers, MakeApp
from tests.portal.fake_executor import FakeExecutor

Answers = tuple[int | str, ...]

CALLERS = ("no token", "garbage", "expired", "refresh token", "ended session", "deleted account", "another", "owner")
NO_TOKEN: Answers = ("TOKEN_MISSING",)
NOT_SIGNED_IN: Answers = ("TOKEN_INVALID", "TOKEN_EXPIRED", "TOKEN_INVALID", "TOKEN_REVOKED", "TOKEN_REVOKED")
NO_REFRESH_TOKEN: Answers = ("TOKEN_INVALID",) * 4

ROUTES: dict[str, Answers] = {
    # Anyone; a token is not looked at.
    "POST /api/auth/register": (201,) * 8,
    "GET /api/auth/registration": (200,) * 8,
    "POST /api/auth/login": (200,) * 8,
    "POST /api/auth/password/forgot": (202,) * 8,
    "POST /api/auth/password/reset": ("RESET_LINK_INVALID",) * 8,
    "GET /health": (200,) * 8,
    "GET /health/ready": (200,) * 8,
    "GET /health/deps": (200,) * 8,
    "GET /metrics": (200,) * 8,
    "GET /": (200,) * 8,
    "GET /api": (200,) * 8,
    "GET /favicon.ico": (200,) * 8,
    "GET /robots.txt": (200,) * 8,
    "GET /playground/<path:name>": (200,) * 8,
    "GET /api/openapi.json": (200,) * 8,
    "GET /api/docs": (200,) * 8,
    "GET /api/docs/errors": (200,) * 8,
    "GET /api/docs/<path:name>": (200,) * 8,
    # Anyone; a bad token is refused rather than taken for a guest's.
    "GET /api/exercises": (200, *NOT_SIGNED_IN, 200, 200),
    "GET /api/exercises/<exercise_id>": (200, *NOT_SIGNED_IN, 200, 200),
    "POST /api/exercises/run": (200, *NOT_SIGNED_IN, 200, 200),
    "POST /api/exercises/test": (200, *NOT_SIGNED_IN, 200, 200),
    # A learner, for what is their own.
    "POST /api/auth/logout": (*NO_TOKEN, *NOT_SIGNED_IN, 200, 200),
    "GET /api/auth/me": (*NO_TOKEN, *NOT_SIGNED_IN, 200, 200),
    "GET /api/auth/me/export": (*NO_TOKEN, *NOT_SIGNED_IN, 200, 200),
    "DELETE /api/auth/me": (*NO_TOKEN, *NOT_SIGNED_IN, 200, 200),
    "PUT /api/auth/password": (*NO_TOKEN, *NOT_SIGNED_IN, 200, 200),
    "GET /api/auth/sessions": (*NO_TOKEN, *NOT_SIGNED_IN, 200, 200),
    "GET /api/exercises/<exercise_id>/submissions": (*NO_TOKEN, *NOT_SIGNED_IN, 200, 200),
    "GET /api/progress": (*NO_TOKEN, *NOT_SIGNED_IN, 200, 200),
    "POST /api/progress": (*NO_TOKEN, *NOT_SIGNED_IN, 200, 200),
    "GET /api/progress/stats": (*NO_TOKEN, *NOT_SIGNED_IN, 200, 200),
    "GET /api/progress/<exercise_id>": (*NO_TOKEN, *NOT_SIGNED_IN, "PROGRESS_NOT_FOUND", 200),
    # The owner of the session; the learner who has passed the exercise.
    "DELETE /api/auth/sessions/<session_id>": (*NO_TOKEN, *NOT_SIGNED_IN, "SESSION_NOT_FOUND", 200),
    "GET /api/exercises/<exercise_id>/solution": (*NO_TOKEN, *NOT_SIGNED_IN, "SOLUTION_LOCKED", 200),
    # Authors, whom others try to be; `test_analytics.py` and `test_authoring.py` try them with an author's token.
    "POST /api/exercises/check": (*NO_TOKEN, *NOT_SIGNED_IN, "FORBIDDEN", "FORBIDDEN"),
    "PUT /api/exercises/<exercise_id>": (*NO_TOKEN, *NOT_SIGNED_IN, "FORBIDDEN", "FORBIDDEN"),
    "DELETE /api/exercises/<exercise_id>": (*NO_TOKEN, *NOT_SIGNED_IN, "FORBIDDEN", "FORBIDDEN"),
    "GET /api/exercises/<exercise_id>/source": (*NO_TOKEN, *NOT_SIGNED_IN, "FORBIDDEN", "FORBIDDEN"),
    "GET /api/exercises/<exercise_id>/versions": (*NO_TOKEN, *NOT_SIGNED_IN, "FORBIDDEN", "FORBIDDEN"),
    "GET /api/exercises/<exercise_id>/analytics": (*NO_TOKEN, *NOT_SIGNED_IN, "FORBIDDEN", "FORBIDDEN"),
    # Whoever has a refresh token.
    "POST /api/auth/refresh": (*NO_TOKEN, "TOKEN_INVALID", "TOKEN_EXPIRED", 200, *NO_REFRESH_TOKEN),
}
PASSWORD = "correct horse"
EXERCISE = "greet"
MARK = "owners_own = 1"
SECRET = "s" * 64


class World:
    """An application with an owner, who has passed an exercise and is signed in twice, and everyone else."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        owner = self.register("owner")
        self.owner_id = owner["user"]["id"]
        self.session_id = pyjwt.decode(self.sign_in("owner")["accessToken"], SECRET, ["HS256"])["session"]
        self.headers = {
            "no token": {},
            "garbage": bearer("garbage"),
            "expired": bearer(expired(owner["accessToken"])),
            "refresh token": bearer(owner["refreshToken"]),
            "ended session": bearer(self.ended("owner")),
            "deleted account": bearer(self.deleted("gone")),
            "another": bearer(self.register("another")["accessToken"]),
            "owner": bearer(owner["accessToken"]),
        }
        self.pass_exercise()

    def register(self, name: str) -> Any:
        body = {"email": f"{name}@example.org", "username": name, "password": PASSWORD}
        return self.client.post("/api/auth/register", json=body).get_json()["data"]

    def sign_in(self, name: str) -> Any:
        body = {"username": name, "password": PASSWORD}
        return self.client.post("/api/auth/login", json=body).get_json()["data"]

    def ended(self, name: str) -> str:
        token: str = self.sign_in(name)["accessToken"]
        assert self.client.post("/api/auth/logout", headers=bearer(token)).status_code == 200
        return token

    def deleted(self, name: str) -> str:
        data = self.register(name)
        with self.app.app_context():
            get_db().execute("DELETE FROM users WHERE id = :id", {"id": data["user"]["id"]})
        return str(data["accessToken"])

    def pass_exercise(self) -> None:
        body = {"exerciseId": EXERCISE, "code": MARK}
        answer = self.client.post("/api/exercises/test", json=body, headers=self.headers["owner"])
        assert answer.get_json()["data"]["passed"]

    def ask(self, route: str, caller: str) -> TestResponse:
        method, _, rule = route.partition(" ")
        path = rule.replace("<session_id>", self.session_id).replace("<exercise_id>", EXERCISE)
        path = path.replace("<path:name>", "page.js" if "/docs/" in rule else "main.js")
        return self.client.open(path, method=method, json=body_for(route, caller), headers=self.headers[caller])


def bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}"}


def expired(token: str) -> str:
    header = pyjwt.get_unverified_header(token)
    claims = {**pyjwt.decode(token, SECRET, ["HS256"]), "iat": 1, "nbf": 1, "exp": 2}
    return pyjwt.encode(claims, SECRET, "HS256", headers=header)


def body_for(route: str, caller: str) -> dict[str, Any] | None:
    """Return a body that the route accepts, None when it takes none."""
    name = caller.replace(" ", "-")
    return {
        "POST /api/auth/register": {
            "email": f"new-{name}@example.org",
            "username": f"new-{name}",
            "password": PASSWORD,
        },
        "POST /api/auth/login": {"username": "owner", "password": PASSWORD},
        "POST /api/auth/password/forgot": {"email": "owner@example.org"},
        "POST /api/auth/password/reset": {"token": "garbage", "newPassword": "battery staple"},
        "DELETE /api/auth/me": {"password": PASSWORD},
        "PUT /api/auth/password": {"currentPassword": PASSWORD, "newPassword": "battery staple"},
        "POST /api/exercises/run": {"code": "print(1)"},
        "POST /api/exercises/test": {"exerciseId": EXERCISE, "code": "def greet(name): ..."},
        "POST /api/progress": {"exerciseId": EXERCISE, "lastCode": "draft"},
    }.get(route)


def routes_of(app: Flask) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


@pytest.fixture
def world(make_app: MakeApp, fake: FakeExecutor) -> World:
    return World(make_app(EXECUTOR_SERVICE_URL=fake.url, JWT_SECRET=SECRET))


def outcome_of(response: TestResponse) -> int | str:
    body = response.get_json(silent=True) or {}
    return str(body["error"]["code"]) if "error" in body else response.status_code


def test_every_route_is_in_the_table(app: Flask) -> None:
    assert routes_of(app) == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_answers_each_caller_as_the_table_says(world: World, route: str) -> None:
    outcomes = {caller: outcome_of(world.ask(route, caller)) for caller in CALLERS}
    assert outcomes == dict(zip(CALLERS, ROUTES[route], strict=True))


@pytest.mark.parametrize("refused", ["TOKEN_MISSING", "TOKEN_INVALID", "TOKEN_EXPIRED", "TOKEN_REVOKED"])
def test_a_refusal_for_want_of_a_token_is_a_401_that_says_bearer(world: World, refused: str) -> None:
    challenge = "Bearer" if refused == "TOKEN_MISSING" else 'Bearer error="invalid_token"'
    for caller, answer in zip(CALLERS, ROUTES["GET /api/auth/me"], strict=True):
        if answer == refused:
            response = world.ask("GET /api/auth/me", caller)
            assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, challenge)


def test_anothers_session_and_no_session_are_the_same_404(world: World) -> None:
    anothers = world.ask("DELETE /api/auth/sessions/<session_id>", "another")
    none = world.client.delete("/api/auth/sessions/no-such", headers=world.headers["another"])
    assert (anothers.status_code, anothers.get_json()) == (404, none.get_json())
    assert none.status_code == 404
    assert world.ask("DELETE /api/auth/sessions/<session_id>", "owner").status_code == 200


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith("GET /api/")])
def test_nothing_of_the_owner_is_in_what_another_reads(world: World, route: str) -> None:
    answer = world.ask(route, "another").get_data(as_text=True)
    assert not [secret for secret in (world.owner_id, world.session_id, "owner@", MARK) if secret in answer]


def test_the_owner_does_read_what_is_theirs(world: World) -> None:
    """So that the test above looks for what is there to be found."""
    read = "".join(
        world.ask(route, "owner").get_data(as_text=True) for route in ROUTES if route.startswith("GET /api/")
    )
    assert all(own in read for own in (world.owner_id, world.session_id, "owner@", MARK))
