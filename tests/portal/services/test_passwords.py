from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.services import passwords
from tests.conftest import Headers
from tests.portal.routes.test_auth import register

COMMON = {"This is one of the most common passwords; choose another."}
OWN_NAME = {"Must not be your email address, the part of it before the @, or your username."}
LENGTH = {"Must be 8 to 128 characters long."}
REFUSED = {
    "common": ("iloveyou", COMMON),
    "common in capitals": ("PassWord1", COMMON),
    "common in full-width letters": ("\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44", COMMON),
    "blanks": (" \u00a0\t" * 4, COMMON),
    "characters that nobody sees": ("\u200b\u2060" * 4, COMMON),
    "blanks between characters that nobody sees": ("\u200b \u200b" * 4, COMMON),
    "common between blanks": (" password ", COMMON),
    "the email": ("Ada.Lovelace@example.org", OWN_NAME),
    "the email's first part": ("ADA.LOVELACE", OWN_NAME),
    "the username": ("Countess", OWN_NAME),
    "7 characters": ("7 chars", LENGTH),
    "129 characters": ("x" * 129, LENGTH),
    "4 letters and 4 marks that are 4 characters": ("e\u0301" * 4, LENGTH),
    "thousands of characters": ("x" * 2000, {"Longer than maximum length 1024."}),
}
NAMES = {"email": "ada.lovelace@example.org", "username": "countess"}


def complaints(response: Any, field: str) -> set[str]:
    error = response.get_json()["error"]
    assert (response.status_code, error["code"]) == (400, "VALIDATION_ERROR")
    assert list(error["details"]) == [field]
    return set(error["details"][field])


@pytest.mark.one_database
@pytest.mark.parametrize(("password", "why"), REFUSED.values(), ids=REFUSED)
def test_a_password_that_would_be_guessed_is_refused_when_registering(
    client: FlaskClient, password: str, why: set[str]
) -> None:
    assert complaints(register(client, **NAMES, password=password), "password") == why


@pytest.mark.parametrize(("password", "why"), REFUSED.values(), ids=REFUSED)
def test_a_password_that_would_be_guessed_is_refused_when_changing_it(
    client: FlaskClient, password: str, why: set[str]
) -> None:
    data = register(client, **NAMES).get_json()["data"]
    headers = {"Authorization": f"Bearer {data['accessToken']}"}
    body = {"currentPassword": "correct horse", "newPassword": password}
    assert complaints(client.put("/api/auth/password", json=body, headers=headers), "newPassword") == why


@pytest.mark.parametrize(
    "password",
    [
        "8 chars!",
        "x" * 128,
        "only letters and blanks",
        "парольпароль",
        "🐍🐍🐍🐍🐍🐍🐍🐍",
        "e\u0301" * 128,
        " " * 7 + "x",
        "adalovelace!",
    ],
)
def test_a_password_of_8_to_128_characters_of_any_kind_signs_in(client: FlaskClient, password: str) -> None:
    assert register(client, **NAMES, password=password).status_code == 201
    assert client.post("/api/auth/login", json={"username": "countess", "password": password}).status_code == 200


@pytest.mark.parametrize("end", [b"a", b"b"])
def test_a_changed_password_counts_after_byte_72_too(client: FlaskClient, auth_headers: Headers, end: bytes) -> None:
    body = {"currentPassword": "correct horse", "newPassword": "x" * 100 + "a"}
    assert client.put("/api/auth/password", json=body, headers=auth_headers).status_code == 200
    login = client.post("/api/auth/login", json={"username": "ada", "password": "x" * 100 + end.decode()})
    assert login.status_code == (200 if end == b"a" else 401)


def test_the_list_of_common_passwords_holds_the_3000_commonest_of_the_lengths_that_are_allowed() -> None:
    common = passwords._common()
    assert len(common) >= 3000
    assert all(8 <= len(password) <= 128 for password in common)
    assert {"password", "12345678", "qwertyuiop"} <= common
