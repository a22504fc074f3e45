import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.services import account_names
from tests.portal.routes.test_auth import ADA, register

REPEATABLE = settings(derandomize=True, database=None, deadline=None)
LOGIN_EMAIL_AND_KEPT = {
    "letter case": (" ADA@Example.ORG ", "ada@example.org"),
    "full-width letters": ("\uff21\uff44\uff41\uff20example.org", "ada@example.org"),
    "a ligature": ("\ufb01n@example.org", "fin@example.org"),
    "a domain in its ASCII form": ("ada@xn--bcher-kva.example", "ada@bücher.example"),
    "an invisible character in the domain": ("ada@exam\u200bple.org", "ada@example.org"),
    "a combining mark": ("e\u0301va@example.org", "\u00e9va@example.org"),
    "an ideographic full stop": ("ada@example\u3002org", "ada@example.org"),
    "letters of another alphabet": ("संपर्क@डाटामेल.भारत", "संपर्क@डाटामेल.भारत"),
    "a sharp s, which is not ss": ("straße@example.org", "straße@example.org"),
    "a dotless i, which is not i": ("\u0131da@example.org", "\u0131da@example.org"),
}


@pytest.mark.parametrize(("typed", "kept"), LOGIN_EMAIL_AND_KEPT.values(), ids=LOGIN_EMAIL_AND_KEPT)
def test_an_email_is_kept_in_one_form_and_signs_in_in_any(client: FlaskClient, typed: str, kept: str) -> None:
    assert register(client, email=typed).get_json()["data"]["user"]["email"] == kept
    for form in (typed, kept):
        assert client.post("/api/auth/login", json={"email": form, "password": ADA["password"]}).status_code == 200
    again = register(client, email=kept, username="other")
    assert (again.status_code, again.get_json()["error"]["code"]) == (409, "EMAIL_TAKEN")


@pytest.mark.one_database
@pytest.mark.parametrize(
    "email",
    [
        "ada@example.org.",
        "ada@example..org",
        "ada@-example.org",
        "ada@exa_mple.org",
        "ada@localhost",
        "ada@[127.0.0.1]",
        "ada@xn--zzzz.org",
        "@example.org",
        "a@b@example.org",
        "=?utf-8?q?ada?=@example.org",
        "a\u200bda@example.org",
        "ada\u034f@example.org",
        "ada\n@example.org",
        "a" * 65 + "@example.org",
        "é" * 33 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + ".".join(["b" * 50] * 5),
    ],
)
def test_an_address_that_mail_could_not_reach_is_refused(client: FlaskClient, email: str) -> None:
    response = register(client, email=email)
    assert response.get_json()["error"]["details"] == {"email": ["Not a valid email address."]}


def test_an_email_of_254_bytes_is_the_longest() -> None:
    longest = "a" * 64 + "@" + ".".join(["b" * 61, "c" * 61, "d" * 61, "org"])
    assert len(longest) == 254
    assert account_names.normalise_email(longest) == longest
    assert account_names.normalise_email(longest.replace("@b", "@bb")) is None
    assert account_names.normalise_email("\ud800@example.org") is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ada", "aDA"),
        ("ada", "\uff41\uff44\uff41"),
        ("fin", "\ufb01n"),
        ("\u00e9va", "e\u0301va"),
        ("straße", "STRASSE"),
        ("\u0130da", "i\u0307da"),
        ("Ωmega", "\u2126mega"),
    ],
)
def test_usernames_that_are_the_same_name_are_taken(client: FlaskClient, first: str, second: str) -> None:
    assert register(client, username=first).status_code == 201
    again = register(client, email="other@example.org", username=second)
    assert (again.status_code, again.get_json()["error"]["code"]) == (409, "USERNAME_TAKEN")
    assert client.post("/api/auth/login", json={"username": second, "password": ADA["password"]}).status_code == 200


@pytest.mark.parametrize("username", ["ada", "\u0131da", "Иван", "हिन्दी", "สมชาย", "李小龙", "a.b-c_1"])
def test_a_username_may_be_of_any_alphabet(client: FlaskClient, username: str) -> None:
    assert register(client, username=username).get_json()["data"]["user"]["username"] == username


@pytest.mark.one_database
@pytest.mark.parametrize(
    "username",
    [
        "ada@example.org",
        "ada\u200b",
        "a\u200dda",
        "ada\u3164",
        "ada\u115f",
        "\u0301ada",
        "ad\u202ea",
        "ada\ufe0f",
        "ada/eve",
        "\ufdfa\ufdfa\ufdfa",
        "a" * 33,
        "\ufb03" * 30,
    ],
)
def test_usernames_that_could_pass_for_something_else_are_refused(client: FlaskClient, username: str) -> None:
    response = register(client, username=username)
    assert (response.status_code, list(response.get_json()["error"]["details"])) == (400, ["username"])


@REPEATABLE
@given(st.text(max_size=40))
def test_the_form_a_name_is_kept_in_is_its_own_form(text: str) -> None:
    email, username = account_names.normalise_email(f"{text}@{text}.org"), account_names.normalise_username(text)
    assert email is None or account_names.normalise_email(email) == email
    assert username is None or account_names.normalise_username(username) == username
    assert account_names.key(account_names.key(text)) == account_names.key(text)


@pytest.mark.one_database
@pytest.mark.parametrize("field", ["email", "username", "password"])
def test_a_text_that_is_slow_to_normalise_is_refused_unread(client: FlaskClient, field: str) -> None:
    """Putting combining marks in order takes time that grows with the square of their number: here, many seconds."""
    marks = "a" + "\u0300\u0323" * 50_000
    name = {"email": "ada@example.org"} if field == "email" else {"username": "ada"}
    login = client.post("/api/auth/login", json={**name, "password": "correct horse", field: marks})
    assert register(client, **{field: marks}).status_code == 400
    assert login.status_code == (400 if field == "password" else 401)


def test_when_both_names_are_taken_the_email_comes_first_and_both_are_named(client: FlaskClient) -> None:
    register(client)
    error = register(client).get_json()["error"]
    assert error["code"] == "EMAIL_TAKEN"
    assert error["details"] == {"email": ["Already taken."], "username": ["Already taken."]}
    error = register(client, email="other@example.org").get_json()["error"]
    assert (error["code"], error["details"]) == ("USERNAME_TAKEN", {"username": ["Already taken."]})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([{"username": "ada"}, {"username": "eve"}], "EMAIL_TAKEN"),
        ([{"email": "ada@example.org"}, {"email": "eve@example.org"}], "USERNAME_TAKEN"),
    ],
)
def test_two_who_register_one_name_at_once_get_one_201_and_one_409(
    app: Flask, changes: list[dict[str, str]], code: str
) -> None:
    barrier = threading.Barrier(2)
    answers: list[Any] = []

    def attempt(change: dict[str, str]) -> None:
        client = app.test_client()
        barrier.wait()
        answers.append(register(client, **change))

    threads = [threading.Thread(target=attempt, args=(change,)) for change in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won, lost = sorted(answers, key=lambda answer: int(answer.status_code))
    assert (won.status_code, lost.status_code) == (201, 409)
    assert lost.get_json()["error"]["code"] == code
