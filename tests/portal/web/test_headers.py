"""What every answer carries, and which origins may read it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web.authentication import public
from tests.conftest import Headers, MakeApp

LEARN = "https://learn.example"
# What Helmet 8 sends by default, the Content-Security-Policy apart.
HELMET = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Download-Options": "noopen",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-XSS-Protection": "0",
}
PREFLIGHT = {
    "Origin": LEARN,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization, content-type, idempotency-key",
}


@pytest.fixture
def listed(make_app: MakeApp) -> FlaskClient:
    """A client of an app that two origins may read."""
    return make_app(CORS_ORIGIN=f"{LEARN}, http://[::1]:5173").test_client()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/health"),
        ("GET", "/api/exercises"),
        ("HEAD", "/api/exercises"),
        ("GET", "/nowhere"),
        ("DELETE", "/api/exercises"),
        ("GET", "/api/auth/me"),
        ("POST", "/api/exercises/run"),
        ("OPTIONS", "/api/exercises"),
        ("GET", "/metrics"),
    ],
)
def test_every_answer_carries_the_security_headers_once(client: FlaskClient, method: str, path: str) -> None:
    headers = client.open(path, method=method).headers
    assert {name: headers.getlist(name) for name in HELMET} == {name: [value] for name, value in HELMET.items()}
    assert headers.getlist("Content-Security-Policy") == [
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ]
    assert "X-Powered-By" not in headers


@pytest.mark.changes_app
def test_internal_errors_carry_the_headers_too(app: Flask) -> None:
    @app.get("/broken")
    @public
    def broken() -> str:
        raise RuntimeError

    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.changes_app
def test_a_page_keeps_its_own_content_security_policy(app: Flask) -> None:
    @app.get("/page")
    @public
    def page() -> tuple[str, dict[str, str]]:
        return "", {"Content-Security-Policy": "script-src 'self'"}

    headers = app.test_client().get("/page").headers
    assert headers.getlist("Content-Security-Policy") == ["script-src 'self'"]
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_preflight_is_answered_for_two_hours(listed: FlaskClient) -> None:
    answer = listed.options("/api/exercises/test", headers=PREFLIGHT)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == LEARN
    assert answer.headers["Access-Control-Max-Age"] == "7200"
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert {name.strip() for name in allowed.split(",")} == {"authorization", "content-type", "idempotency-key"}
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_headers_that_nobody_needs_are_not_allowed(listed: FlaskClient) -> None:
    asked = {**PREFLIGHT, "Access-Control-Request-Headers": "x-evil, cookie"}
    assert "Access-Control-Allow-Headers" not in listed.options("/api/exercises/test", headers=asked).headers


@pytest.mark.parametrize("path", ["/api/exercises", "/api/nowhere", "/api/auth/me"])
def test_answers_and_errors_may_be_read_by_a_listed_origin(listed: FlaskClient, path: str) -> None:
    headers = listed.get(path, headers={"Origin": LEARN}).headers
    assert headers.getlist("Access-Control-Allow-Origin") == [LEARN]
    exposed = headers["Access-Control-Expose-Headers"]
    assert {"RateLimit", "Retry-After", "X-Request-ID", "ETag", "Location", "Idempotency-Replayed"} <= set(
        exposed.split(", ")
    )
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://learn.example.evil.example",
        "https://learnXexample",
        "http://learn.example",
        "https://learn.example:8443",
        "https://sub.learn.example",
        "null",
        "http://:5173",
    ],
)
def test_no_other_origin_may_read(listed: FlaskClient, origin: str) -> None:
    for answer in (
        listed.get("/api/exercises", headers={"Origin": origin}),
        listed.options("/api/exercises/test", headers={**PREFLIGHT, "Origin": origin}),
    ):
        assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118
        assert "Origin" in answer.headers["Vary"]


def test_an_origin_with_an_ipv6_address_is_taken_literally(listed: FlaskClient) -> None:
    answer = listed.get("/api/exercises", headers={"Origin": "http://[::1]:5173"})
    assert answer.headers["Access-Control-Allow-Origin"] == "http://[::1]:5173"


def test_an_answer_asked_for_without_an_origin_still_tells_caches_that_it_matters(listed: FlaskClient) -> None:
    headers = listed.get("/api/exercises").headers
    assert "Origin" in headers["Vary"]
    assert "Access-Control-Allow-Origin" not in headers


def test_in_development_any_origin_may_read(client: FlaskClient) -> None:
    headers = client.get("/api/exercises", headers={"Origin": "http://localhost:5173"}).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers


def test_a_refusal_by_the_rate_limit_may_be_read(make_app: MakeApp) -> None:
    client = make_app(CORS_ORIGIN=LEARN, RATE_LIMIT_MAX_REQUESTS="1", RATE_LIMIT_WINDOW_MS="86400000").test_client()
    answers = [client.get("/api/exercises", headers={"Origin": LEARN}) for _ in range(2)]
    assert answers[1].status_code == 429
    assert answers[1].headers["Access-Control-Allow-Origin"] == LEARN


def test_a_refused_token_names_the_scheme(client: FlaskClient, auth_headers: Headers) -> None:
    assert client.get("/api/auth/me").headers["WWW-Authenticate"] == "Bearer"
    bad = client.get("/api/auth/me", headers={"Authorization": "Bearer bad"})
    assert bad.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert "WWW-Authenticate" not in client.get("/api/auth/me", headers=auth_headers).headers
