import base64
import io
import json
import threading
import time
from datetime import timedelta
from typing import Any

import jwt as pyjwt
import pytest
import time_machine
from flask.testing import FlaskClient

from portal import clock
from portal.database import Database
from tests.conftest import Headers, MakeApp

SECRET = "s" * 64
ADA = {"email": "ada@example.org", "username": "ada", "password": "correct horse"}


def sign_in(client: FlaskClient) -> dict[str, Any]:
    client.post("/api/auth/register", json=ADA)
    answer = client.post("/api/auth/login", json={"username": "ada", "password": "correct horse"}).get_json()
    return dict(answer["data"])


def bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}"}


def refresh(client: FlaskClient, token: str) -> Any:
    return client.post("/api/auth/refresh", json={"refreshToken": token})


def code_of(response: Any) -> str:
    return str(response.get_json()["error"]["code"]) if response.status_code >= 400 else "ok"


@pytest.fixture
def strict_client(make_app: MakeApp) -> FlaskClient:
    return make_app(JWT_REFRESH_GRACE="0").test_client()


def test_refresh_gives_a_new_pair_that_works(client: FlaskClient) -> None:
    pair = sign_in(client)
    answer = refresh(client, pair["refreshToken"]).get_json()["data"]
    assert answer["refreshToken"] != pair["refreshToken"]
    assert client.get("/api/auth/me", headers=bearer(answer["accessToken"])).status_code == 200
    assert refresh(client, answer["refreshToken"]).status_code == 200


def test_refresh_reads_the_token_from_the_header_too(client: FlaskClient) -> None:
    pair = sign_in(client)
    assert client.post("/api/auth/refresh", headers=bearer(pair["refreshToken"])).status_code == 200


def test_reuse_without_grace_ends_the_whole_session(strict_client: FlaskClient) -> None:
    pair = sign_in(strict_client)
    newer = refresh(strict_client, pair["refreshToken"]).get_json()["data"]
    assert code_of(refresh(strict_client, pair["refreshToken"])) == "TOKEN_REUSED"
    assert code_of(refresh(strict_client, newer["refreshToken"])) == "TOKEN_REVOKED"
    assert code_of(strict_client.get("/api/auth/me", headers=bearer(newer["accessToken"]))) == "TOKEN_REVOKED"


def test_reuse_within_the_grace_gets_a_working_pair(client: FlaskClient) -> None:
    pair = sign_in(client)
    first = refresh(client, pair["refreshToken"]).get_json()["data"]
    second = refresh(client, pair["refreshToken"]).get_json()["data"]
    assert client.get("/api/auth/me", headers=bearer(second["accessToken"])).status_code == 200
    assert refresh(client, first["refreshToken"]).status_code == 200
    assert refresh(client, second["refreshToken"]).status_code == 200, "both belong to one chain"


def test_a_refresh_counts_as_a_use_of_the_session(client: FlaskClient, auth_headers: Headers) -> None:
    pair, later = sign_in(client), clock.now() + timedelta(seconds=60)  # after which its requests are not noted yet
    with time_machine.travel(later, tick=False):
        access = bearer(refresh(client, pair["refreshToken"]).get_json()["data"]["accessToken"])
        sessions = client.get("/api/auth/sessions", headers=access).get_json()["data"]["sessions"]
    (current,) = (entry for entry in sessions if entry["current"])
    assert current["lastUsedAt"] == clock.to_text(later) > current["createdAt"]


def test_reuse_after_the_grace_ends_the_session(make_app: MakeApp) -> None:
    client = make_app(JWT_REFRESH_GRACE="60").test_client()
    pair = sign_in(client)
    refresh(client, pair["refreshToken"])
    with time_machine.travel(time.time() + 61):
        assert code_of(refresh(client, pair["refreshToken"])) == "TOKEN_REUSED"


def test_reuse_of_a_token_that_was_spent_long_ago_ends_the_session(client: FlaskClient) -> None:
    first = sign_in(client)["refreshToken"]
    second = refresh(client, first).get_json()["data"]["refreshToken"]
    with time_machine.travel(time.time() + 3600):
        third = refresh(client, second).get_json()["data"]["refreshToken"]
        assert code_of(refresh(client, first)) == "TOKEN_REUSED"
        assert code_of(refresh(client, third)) == "TOKEN_REVOKED"


def test_twenty_parallel_refreshes_leave_one_living_generation(make_app: MakeApp, db: Database) -> None:
    app = make_app(WEB_THREADS="32")
    token = sign_in(app.test_client())["refreshToken"]
    codes: list[str] = []
    threads = [
        threading.Thread(target=lambda: codes.append(code_of(refresh(app.test_client(), token)))) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["TOKEN_REUSED"] * 18 + ["ok"] * 2, "the first, and one within the grace"
    assert sorted(row["generation"] for row in db.all("SELECT generation FROM sessions")) == [1, 2]


def test_logout_stops_access_and_refresh_tokens_at_once(client: FlaskClient) -> None:
    pair = sign_in(client)
    assert client.post("/api/auth/logout", headers=bearer(pair["accessToken"])).status_code == 200
    assert code_of(client.get("/api/auth/me", headers=bearer(pair["accessToken"]))) == "TOKEN_REVOKED"
    assert code_of(refresh(client, pair["refreshToken"])) == "TOKEN_REVOKED"


def test_sessions_are_listed_and_one_can_be_ended(client: FlaskClient) -> None:
    pair, other = sign_in(client), sign_in(client)
    listed = client.get("/api/auth/sessions", headers=bearer(pair["accessToken"])).get_json()["data"]["sessions"]
    assert [entry["current"] for entry in listed].count(True) == 1
    assert set(listed[0]) == {"id", "createdAt", "lastUsedAt", "expiresAt", "address", "userAgent", "current"}
    claims = pyjwt.decode(other["accessToken"], SECRET, algorithms=["HS256"])
    ended = client.delete(f"/api/auth/sessions/{claims['session']}", headers=bearer(pair["accessToken"]))
    assert ended.status_code == 200
    assert code_of(client.get("/api/auth/me", headers=bearer(other["accessToken"]))) == "TOKEN_REVOKED"


def test_another_learners_session_answers_404_as_one_that_does_not_exist(client: FlaskClient) -> None:
    pair = sign_in(client)
    claims = pyjwt.decode(pair["accessToken"], SECRET, algorithms=["HS256"])
    body = {"email": "eve@example.org", "username": "eve", "password": "correct horse"}
    eve = client.post("/api/auth/register", json=body).get_json()["data"]
    taken = client.delete(f"/api/auth/sessions/{claims['session']}", headers=bearer(eve["accessToken"]))
    absent = client.delete("/api/auth/sessions/none", headers=bearer(eve["accessToken"]))
    assert taken.status_code == absent.status_code == 404
    assert taken.get_json() == absent.get_json()
    assert client.get("/api/auth/me", headers=bearer(pair["accessToken"])).status_code == 200


def test_an_expired_access_token_says_so(make_app: MakeApp) -> None:
    client = make_app(JWT_EXPIRES_IN="1s").test_client()
    pair = sign_in(client)
    for path in ("/api/auth/me", "/api/exercises"):
        with time_machine.travel(time.time() + 4):
            assert code_of(client.get(path, headers=bearer(pair["accessToken"]))) == "ok", "clocks may differ"
        with time_machine.travel(time.time() + 10):
            assert code_of(client.get(path, headers=bearer(pair["accessToken"]))) == "TOKEN_EXPIRED"


def test_a_refresh_token_is_no_access_token_and_the_reverse(client: FlaskClient) -> None:
    pair = sign_in(client)
    assert code_of(client.get("/api/auth/me", headers=bearer(pair["refreshToken"]))) == "TOKEN_INVALID"
    assert code_of(refresh(client, pair["accessToken"])) == "TOKEN_INVALID"
    assert code_of(client.post("/api/auth/refresh", headers=bearer(pair["accessToken"]))) == "TOKEN_INVALID"


def forged(**changes: Any) -> str:
    now = int(time.time())
    claims = {"sub": "u", "jti": "j", "iat": now, "exp": now + 3600, "type": "access", "session": "s"}
    merged = {**claims, **changes}
    return pyjwt.encode({key: value for key, value in merged.items() if value is not None}, SECRET, algorithm="HS256")


UNSIGNED = ".".join(
    base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
    for part in ({"alg": "none"}, {"sub": "u", "type": "access", "session": "s"})
)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "token",
    [
        "garbage",
        "a.b.c",
        "é",
        "x" * 7000,
        "x" * 10_240,
        pyjwt.encode({"sub": "u" * 10_240}, "another secret of some length, 40 bytes", algorithm="HS256"),
        UNSIGNED + ".",
        pyjwt.encode({"sub": "u", "type": "access"}, "another secret of some length, 40 bytes", algorithm="HS256"),
        pyjwt.encode({"sub": "u", "type": "access"}, SECRET, algorithm="HS512"),
        forged(sub=None),
        forged(sub=5),
        forged(type="refresh"),
        forged(exp="soon"),
        forged(session="\ud800"),
        forged(session="\0"),
        forged(sub="\ud800"),
    ],
)
def test_a_token_that_is_not_ours_is_a_401_never_a_500(client: FlaskClient, token: str) -> None:
    response = client.get("/api/auth/me", headers=bearer(token))
    assert (response.status_code, code_of(response)) == (401, "TOKEN_INVALID")
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_an_access_token_without_a_living_session_is_revoked(client: FlaskClient) -> None:
    assert code_of(client.get("/api/auth/me", headers=bearer(forged(session="gone")))) == "TOKEN_REVOKED"


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["exp", "iat", "sub", "jti", "session", "type"])
@pytest.mark.parametrize("value", [None, 5.5, [], "", True])
def test_a_token_lacks_no_claim_and_none_has_another_type(client: FlaskClient, name: str, value: Any) -> None:
    response = client.get("/api/auth/me", headers=bearer(forged(**{name: value})))
    assert (response.status_code, code_of(response)) == (401, "TOKEN_INVALID")


@pytest.mark.one_database
@pytest.mark.parametrize(
    "header", [{"kid": "another"}, {"jku": "https://evil.example/keys"}, {"jwk": {"kty": "oct", "k": "eA"}}]
)
def test_a_header_of_a_token_that_points_elsewhere_is_not_followed(client: FlaskClient, header: dict[str, Any]) -> None:
    claims = {"sub": "u", "jti": "j", "iat": int(time.time()), "exp": int(time.time()) + 60, "session": "s"}
    token = pyjwt.encode({**claims, "type": "access"}, "x" * 40, algorithm="HS256", headers=header)
    assert code_of(client.get("/api/auth/me", headers=bearer(token))) == "TOKEN_INVALID"


@pytest.mark.one_database
@pytest.mark.parametrize("changes", [{}, {"gen": "1"}, {"gen": True}, {"gen": 1, "session": None}])
def test_a_refresh_token_with_odd_claims_is_a_401(client: FlaskClient, changes: dict[str, Any]) -> None:
    assert refresh(client, forged(type="refresh", **changes)).status_code == 401


@pytest.mark.one_database
@pytest.mark.parametrize("body", [{}, {"refreshToken": None}])
def test_refresh_without_a_token_is_missing_one(client: FlaskClient, body: Any) -> None:
    assert code_of(client.post("/api/auth/refresh", json=body)) == "TOKEN_MISSING"


def test_refresh_without_a_body_is_missing_a_token(client: FlaskClient) -> None:
    assert code_of(client.post("/api/auth/refresh")) == "TOKEN_MISSING"


@pytest.mark.one_database
@pytest.mark.parametrize(
    "body", [{"refreshToken": 5}, {"refreshToken": "\ud800"}, {"refreshToken": "a\0"}, {"other": 1}]
)
def test_refresh_with_a_body_of_another_shape_names_the_field(client: FlaskClient, body: dict[str, Any]) -> None:
    response = client.post("/api/auth/refresh", json=body)
    assert (response.status_code, code_of(response)) == (400, "VALIDATION_ERROR")
    assert response.get_json()["error"]["details"].keys() == body.keys()


def test_refresh_reads_a_body_of_undeclared_length(client: FlaskClient) -> None:
    response = client.post(
        "/api/auth/refresh",
        input_stream=io.BytesIO(json.dumps({"refreshToken": sign_in(client)["refreshToken"]}).encode()),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert response.status_code == 200


def test_a_deleted_users_token_is_revoked(client: FlaskClient, db: Database) -> None:
    pair = sign_in(client)
    db.execute("DELETE FROM users")
    assert code_of(client.get("/api/auth/me", headers=bearer(pair["accessToken"]))) == "TOKEN_REVOKED"


def test_tokens_signed_before_a_rotation_of_the_secret_still_work(make_app: MakeApp) -> None:
    pair = sign_in(make_app().test_client())
    rotated = make_app(JWT_SECRET="n" * 40, JWT_SECRET_PREVIOUS=SECRET).test_client()
    assert rotated.get("/api/auth/me", headers=bearer(pair["accessToken"])).status_code == 200
    assert refresh(rotated, pair["refreshToken"]).status_code == 200
    forgotten = make_app(JWT_SECRET="n" * 40).test_client()
    assert code_of(forgotten.get("/api/auth/me", headers=bearer(pair["accessToken"]))) == "TOKEN_INVALID"


def test_an_authenticated_request_costs_one_query(
    client: FlaskClient, auth_headers: Headers, statements: list[str]
) -> None:
    statements.clear()
    client.get("/api/auth/me", headers=auth_headers)
    assert len(statements) == 1
