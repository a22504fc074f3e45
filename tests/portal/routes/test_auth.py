import threading
import unicodedata
from collections import Counter
from typing import Any

import bcrypt
import pytest
from flask.testing import FlaskClient

from portal.database import Database
from tests.conftest import Headers, MakeApp, sign_up

ADA = {"email": "ada@example.org", "username": "ada", "password": "correct horse"}


def register(client: FlaskClient, **changes: Any) -> Any:
    return client.post("/api/auth/register", json={**ADA, **changes})


def test_register_returns_201_with_the_user_and_a_pair_of_tokens(client: FlaskClient) -> None:
    response = register(client)
    data = response.get_json()["data"]
    assert response.status_code == 201
    assert set(data) == {"user", "accessToken", "refreshToken", "tokenType", "expiresIn"}
    assert set(data["user"]) == {"id", "email", "username", "role", "createdAt"}
    assert (data["tokenType"], data["expiresIn"]) == ("Bearer", 86_400)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "no-at-sign"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"email": 5}, "email"),
        ({"email": None}, "email"),
        ({"email": "x" * 250 + "@a.org"}, "email"),
        ({"username": "ab"}, "username"),
        ({"username": "with space"}, "username"),
        ({"username": "nul\0name"}, "username"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"password": ["a list of eight or more"]}, "password"),
        ({"password": "half a pair \ud800"}, "password"),
        ({"admin": True}, "admin"),
    ],
)
def test_register_with_invalid_data_returns_400_and_names_the_field(
    client: FlaskClient, changes: dict[str, Any], field: str
) -> None:
    response = register(client, **changes)
    assert response.status_code == 400
    assert response.get_json()["error"]["code"] == "VALIDATION_ERROR"
    assert list(response.get_json()["error"]["details"]) == [field]


def test_accounts_need_no_email_where_the_operator_allows_it(make_app: MakeApp) -> None:
    client = make_app(REQUIRE_EMAIL="false").test_client()
    assert client.get("/api/auth/registration").get_json()["data"] == {"emailRequired": False}
    for number, body in enumerate(({"email": None}, {})):  # UNIQUE allows any number without one
        account = {"username": f"ada{number}", "password": ADA["password"], **body}
        response = client.post("/api/auth/register", json=account)
        assert (response.status_code, response.get_json()["data"]["user"]["email"]) == (201, None)
    signed_in = client.post("/api/auth/login", json={"username": "ADA1", "password": ADA["password"]})
    headers = {"Authorization": f"Bearer {signed_in.get_json()['data']['accessToken']}"}
    assert client.get("/api/auth/me", headers=headers).get_json()["data"]["user"]["email"] is None
    assert client.get("/api/auth/me/export", headers=headers).get_json()["data"]["user"]["email"] is None
    assert register(client).status_code == 201
    assert register(client, username="other").get_json()["error"]["code"] == "EMAIL_TAKEN"
    for changes, field in (({"email": ""}, "email"), ({"email": None, "username": "correct horse"}, "username")):
        assert list(register(client, **changes).get_json()["error"]["details"]) == [field]
    easy = {"username": "ada-lovelace", "password": "Ada-Lovelace"}
    assert list(client.post("/api/auth/register", json=easy).get_json()["error"]["details"]) == ["password"]


def test_an_account_needs_an_email_by_default(client: FlaskClient) -> None:
    assert client.get("/api/auth/registration").get_json()["data"] == {"emailRequired": True}
    response = client.post("/api/auth/register", json={"username": "ada", "password": ADA["password"]})
    assert response.get_json()["error"]["details"] == {"email": ["Missing data for required field."]}


def test_register_an_email_again_in_other_letter_case_returns_409(client: FlaskClient) -> None:
    register(client)
    response = register(client, email=" ADA@Example.ORG ", username="other")
    assert (response.status_code, response.get_json()["error"]["code"]) == (409, "EMAIL_TAKEN")


def test_register_a_username_again_in_other_letter_case_returns_409(client: FlaskClient) -> None:
    register(client)
    response = register(client, email="other@example.org", username="ADA")
    assert (response.status_code, response.get_json()["error"]["code"]) == (409, "USERNAME_TAKEN")


def test_registering_one_email_twenty_times_at_once_yields_one_account(make_app: MakeApp, db: Database) -> None:
    app = make_app(WEB_THREADS="64")  # so that none of them is refused for want of a place to hash its password
    codes: Counter[str] = Counter()

    def attempt(number: int) -> None:
        answer = register(app.test_client(), username=f"ada{number}").get_json()
        codes[answer["error"]["code"] if "error" in answer else "created"] += 1

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == {"created": 1, "EMAIL_TAKEN": 19}
    assert len(db.all("SELECT id FROM users")) == 1
    assert len(db.all("SELECT id FROM sessions")) == 1


@pytest.mark.parametrize("name", [{"email": "ADA@example.org"}, {"username": "Ada"}])
def test_login_by_either_name_returns_tokens_that_work(client: FlaskClient, name: dict[str, str]) -> None:
    register(client)
    data = client.post("/api/auth/login", json={**name, "password": "correct horse"}).get_json()["data"]
    me = client.get("/api/auth/me", headers={"Authorization": f"Bearer {data['accessToken']}"})
    assert me.get_json()["data"]["user"]["email"] == "ada@example.org"


@pytest.mark.parametrize("name", [{"email": "ada@example.org"}, {"email": "nobody@example.org"}, {"username": "no"}])
def test_login_with_a_wrong_name_or_password_gives_the_same_401(client: FlaskClient, name: dict[str, str]) -> None:
    register(client)
    response = client.post("/api/auth/login", json={**name, "password": "wrong horse"})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.get_json()["error"] == {
        "code": "INVALID_CREDENTIALS",
        "message": "The name or the password is wrong.",
    }


@pytest.mark.one_database
@pytest.mark.parametrize("body", [{"password": "x"}, {"email": "a@b.c", "username": "a", "password": "x"}, {}, []])
def test_login_without_exactly_one_name_returns_400(client: FlaskClient, body: Any) -> None:
    assert client.post("/api/auth/login", json=body).status_code == 400


def test_login_of_an_unknown_user_still_checks_a_hash(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[bytes] = []
    check = bcrypt.checkpw

    def watched(word: bytes, hash_: bytes) -> bool:
        checked.append(hash_)
        return check(word, hash_)

    monkeypatch.setattr(bcrypt, "checkpw", watched)
    client.post("/api/auth/login", json={"email": "nobody@example.org", "password": "whatever"})
    assert [hash_[:7] for hash_ in checked] == [b"$2b$04$"]


def test_passwords_that_differ_after_72_bytes_are_different(client: FlaskClient) -> None:
    register(client, password="x" * 100 + "a")
    response = client.post("/api/auth/login", json={"username": "ada", "password": "x" * 100 + "b"})
    assert response.status_code == 401


def test_a_password_typed_in_another_unicode_form_is_the_same(client: FlaskClient) -> None:
    register(client, password=unicodedata.normalize("NFC", "crème brûlée"))
    body = {"username": "ada", "password": unicodedata.normalize("NFD", "crème brûlée")}
    assert client.post("/api/auth/login", json=body).status_code == 200


def test_the_password_is_stored_as_bcrypt_with_the_configured_rounds(client: FlaskClient, db: Database) -> None:
    register(client)
    row = db.one("SELECT password_hash FROM users")
    assert row is not None
    assert row["password_hash"].startswith("$2b$04$")


def test_me_shows_the_account_and_nothing_of_the_password(client: FlaskClient, auth_headers: Headers) -> None:
    user = client.get("/api/auth/me", headers=auth_headers).get_json()["data"]["user"]
    assert set(user) == {"id", "email", "username", "role", "createdAt"}


def test_a_changed_password_works_and_the_old_one_does_not(client: FlaskClient, auth_headers: Headers) -> None:
    body = {"currentPassword": "correct horse", "newPassword": "battery staple"}
    assert client.put("/api/auth/password", json=body, headers=auth_headers).status_code == 200
    assert client.post("/api/auth/login", json={"username": "ada", "password": "battery staple"}).status_code == 200
    assert client.post("/api/auth/login", json={"username": "ada", "password": "correct horse"}).status_code == 401


def test_changing_the_password_signs_out_everywhere_else(client: FlaskClient, auth_headers: Headers) -> None:
    other = client.post("/api/auth/login", json={"username": "ada", "password": "correct horse"}).get_json()["data"]
    body = {"currentPassword": "correct horse", "newPassword": "battery staple"}
    answer = client.put("/api/auth/password", json=body, headers=auth_headers).get_json()
    assert answer["data"] == {"endedSessions": 1}
    assert client.get("/api/auth/me", headers=auth_headers).status_code == 200
    ended = client.get("/api/auth/me", headers={"Authorization": f"Bearer {other['accessToken']}"})
    assert ended.get_json()["error"]["code"] == "TOKEN_REVOKED"


def test_changing_the_password_needs_the_current_one(client: FlaskClient, auth_headers: Headers) -> None:
    body = {"currentPassword": "wrong horse", "newPassword": "battery staple"}
    response = client.put("/api/auth/password", json=body, headers=auth_headers)
    assert (response.status_code, response.get_json()["error"]["code"]) == (401, "INVALID_CREDENTIALS")


def test_tokens_never_appear_in_what_is_stored(client: FlaskClient, db: Database) -> None:
    token = register(client).get_json()["data"]["refreshToken"]
    row = db.one("SELECT * FROM sessions")
    assert row is not None
    assert not any(token[-40:] in str(value) for value in dict(row).values())


def test_learners_do_not_see_each_others_account(make_app: MakeApp) -> None:
    client = make_app().test_client()
    first, second = sign_up(client, "first"), sign_up(client, "second")
    names = [client.get("/api/auth/me", headers=who).get_json()["data"]["user"]["username"] for who in (first, second)]
    assert names == ["first", "second"]
