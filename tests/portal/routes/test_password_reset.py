"""Forgotten passwords: the link, and the mail that brings it, through a real SMTP server."""

import re
import threading
import time
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import jwt as pyjwt
import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import MakeApp
from tests.portal.routes.test_sessions import ADA, SECRET, bearer, code_of, sign_in
from tests.serving import free_port

NEW = "battery staple"


class Inbox(MessageHandler):
    """Keeps the messages that the server received."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.messages.append(message)


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    handler, port = Inbox(), free_port()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    yield handler, f"127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def mailing(make_app: MakeApp, inbox: tuple[Inbox, str]) -> Flask:
    """An application that sends mail to the inbox."""
    return make_app(
        SMTP_URL=f"smtp://{inbox[1]}", MAIL_FROM="portal@example.org", PUBLIC_URL="https://learn.example/school/"
    )


def forget(client: FlaskClient, email: str = ADA["email"]) -> Any:
    return client.post("/api/auth/password/forgot", json={"email": email})


def reset(client: FlaskClient, token: str, password: str = NEW) -> Any:
    return client.post("/api/auth/password/reset", json={"token": token, "newPassword": password})


def link_of(app: Flask, name: str = "ada") -> str:
    """Return the token of a link made by the command line."""
    printed = app.test_cli_runner().invoke(args=["reset-password", name]).output
    return printed.strip().partition("#reset-password=")[2]


def test_a_forgotten_password_is_replaced_with_the_link_of_the_mail(mailing: Flask, inbox: tuple[Inbox, str]) -> None:
    client = mailing.test_client()
    pair = sign_in(client)
    assert forget(client, "ADA@example.org").status_code == 202
    mailing.extensions["portal"].mailer.close()
    (message,) = inbox[0].messages
    assert (message["To"], message["From"]) == ("ada@example.org", "portal@example.org")
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    text = body.decode()
    link = re.search(r"https://learn\.example/school/#reset-password=(\S+)", text)
    assert link is not None
    assert reset(client, link[1]).get_json()["data"] == {"endedSessions": 2}
    assert code_of(client.get("/api/auth/me", headers=bearer(pair["accessToken"]))) == "TOKEN_REVOKED"
    assert client.post("/api/auth/login", json={"username": "ada", "password": NEW}).status_code == 200
    old = client.post("/api/auth/login", json={"username": "ada", "password": ADA["password"]})
    assert code_of(old) == "INVALID_CREDENTIALS"


def test_the_mail_is_in_the_language_of_the_request(mailing: Flask, inbox: tuple[Inbox, str]) -> None:
    client = mailing.test_client()
    sign_in(client)
    client.post("/api/auth/password/forgot", json={"email": ADA["email"]}, headers={"Accept-Language": "es"})
    mailing.extensions["portal"].mailer.close()
    (message,) = inbox[0].messages
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert str(make_header(decode_header(message["Subject"]))) == "Elige una contraseña nueva"
    assert body.decode().startswith("Hola, ada:")
    assert "https://learn.example/school/#reset-password=" in body.decode()


def test_an_unknown_address_gets_the_same_response_and_no_mail(mailing: Flask, inbox: tuple[Inbox, str]) -> None:
    client = mailing.test_client()
    sign_in(client)
    known, unknown = forget(client), forget(client, "nobody@example.org")
    assert (known.status_code, known.get_json()) == (unknown.status_code, unknown.get_json())
    mailing.extensions["portal"].mailer.close()
    assert len(inbox[0].messages) == 1


def test_a_link_is_good_once(app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    token = link_of(app)
    assert reset(client, token).status_code == 200
    assert code_of(reset(client, token, "another staple")) == "RESET_LINK_INVALID"
    assert client.post("/api/auth/login", json={"username": "ada", "password": NEW}).status_code == 200


def test_a_link_used_twice_at_once_sets_one_password(app: Flask) -> None:
    sign_in(app.test_client())
    token, statuses = link_of(app), list[int]()
    threads = [
        threading.Thread(target=lambda word=word: statuses.append(reset(app.test_client(), token, word).status_code))
        for word in ("battery staple", "staple battery")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 400]


def test_a_link_expires_after_fifteen_minutes(app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    token = link_of(app, "ada@example.org")
    with time_machine.travel(time.time() + 16 * 60):
        assert code_of(reset(client, token)) == "RESET_LINK_INVALID"
    assert reset(client, token).status_code == 200


def test_a_change_of_the_password_ends_a_link(app: Flask) -> None:
    client = app.test_client()
    pair = sign_in(client)
    token = link_of(app)
    body = {"currentPassword": ADA["password"], "newPassword": "something else"}
    assert client.put("/api/auth/password", json=body, headers=bearer(pair["accessToken"])).status_code == 200
    assert code_of(reset(client, token)) == "RESET_LINK_INVALID"


def test_no_other_token_resets_a_password(app: Flask) -> None:
    client = app.test_client()
    pair = sign_in(client)
    token = link_of(app)
    for other in (pair["accessToken"], pair["refreshToken"], token[:-2], "", "a.b.c", "x" * 2048):
        assert code_of(reset(client, other)) == "RESET_LINK_INVALID"
    claims = pyjwt.decode(token, options={"verify_signature": False})
    for change in ({"sub": "\ud800"}, {"sub": "\0"}, {"for": "\xe9"}, {"for": None}):
        forged = pyjwt.encode({**claims, **change}, SECRET, algorithm="HS256")
        assert code_of(reset(client, forged)) == "RESET_LINK_INVALID"
    assert code_of(client.get("/api/auth/me", headers=bearer(token))) == "TOKEN_INVALID"
    assert code_of(reset(client, "x" * 2049)) == "VALIDATION_ERROR"


def test_a_link_survives_a_rotation_of_the_secret(make_app: MakeApp) -> None:
    before = make_app(JWT_SECRET="o" * 64)
    sign_in(before.test_client())
    token = link_of(before)
    after = make_app(JWT_SECRET="n" * 64, JWT_SECRET_PREVIOUS="o" * 64)
    assert reset(after.test_client(), token).status_code == 200


def test_a_common_password_is_refused_and_the_link_stays_good(app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    token = link_of(app)
    refusal = reset(client, token, "password123").get_json()["error"]
    assert (refusal["code"], list(refusal["details"])) == ("VALIDATION_ERROR", ["newPassword"])
    assert reset(client, token).status_code == 200


def test_a_deleted_account_has_no_link(app: Flask) -> None:
    client = app.test_client()
    pair = sign_in(client)
    token = link_of(app)
    client.delete("/api/auth/me", json={"password": ADA["password"]}, headers=bearer(pair["accessToken"]))
    assert code_of(reset(client, token)) == "RESET_LINK_INVALID"
    assert forget(client).status_code == 202


def test_the_command_names_an_account_that_does_not_exist(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["reset-password", "nobody"])
    assert (result.exit_code, result.output) == (1, "Error: There is no account 'nobody'.\n")


def test_links_by_mail_are_limited_by_account(make_app: MakeApp) -> None:
    client = make_app(AUTH_RATE_LIMIT_MAX_REQUESTS="8").test_client()
    assert [forget(client).status_code for _ in range(3)] == [202, 202, 429]
    assert forget(client, "eve@example.org").status_code == 202


def test_an_unreachable_mail_server_is_logged_and_counted(make_app: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    app = make_app(SMTP_URL="smtp://127.0.0.1:1", MAIL_FROM="portal@example.org", PUBLIC_URL="https://learn.example")
    client = app.test_client()
    sign_in(client)
    assert forget(client).status_code == 202
    app.extensions["portal"].mailer.close()
    assert "mail could not be sent" in caplog.text
    assert 'portal_mails_total{result="failed"}' in client.get("/metrics").get_data(as_text=True)


class RefusingServer:
    """Repeats the recipient's address in its refusals, as servers do."""

    def __init__(self, command: str) -> None:
        self._command = command

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self._command == "RCPT":
            return f"550 5.1.1 <{address}> unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        return f"554 5.7.1 message for {envelope.rcpt_tos[0]} refused"


@pytest.mark.parametrize(("command", "code"), [("RCPT", "550"), ("DATA", "554")])
def test_a_refused_mail_is_logged_without_the_address(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture, command: str, code: str
) -> None:
    port = free_port()
    server = Controller(RefusingServer(command), hostname="127.0.0.1", port=port)
    server.start()
    url = f"smtp://127.0.0.1:{port}"
    app = make_app(SMTP_URL=url, MAIL_FROM="portal@example.org", PUBLIC_URL="https://learn.example")
    client = app.test_client()
    sign_in(client)
    assert forget(client).status_code == 202
    app.extensions["portal"].mailer.close()
    server.stop()
    (line,) = [record.getMessage() for record in caplog.records if "mail could not be sent" in record.getMessage()]
    assert code in line
    assert ADA["email"] not in line


def test_a_mail_password_is_never_sent_in_clear_text(
    make_app: MakeApp, inbox: tuple[Inbox, str], caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(SMTP_URL=f"smtp://me:pw@{inbox[1]}", MAIL_FROM="portal@example.org", PUBLIC_URL="https://l.example")
    client = app.test_client()
    sign_in(client)
    forget(client)
    app.extensions["portal"].mailer.close()
    assert inbox[0].messages == []
    assert "no encryption" in caplog.text


def test_an_account_without_an_email_is_reset_with_the_link_of_the_operator(
    make_app: MakeApp, inbox: tuple[Inbox, str]
) -> None:
    app = make_app(
        REQUIRE_EMAIL="false", SMTP_URL=f"smtp://{inbox[1]}", MAIL_FROM="a@example.org", PUBLIC_URL="https://a.example"
    )
    client = app.test_client()
    account = {"username": "ada", "password": ADA["password"]}
    assert client.post("/api/auth/register", json=account).status_code == 201
    assert reset(client, link_of(app)).status_code == 200
    assert client.post("/api/auth/login", json={**account, "password": NEW}).status_code == 200
    assert inbox[0].messages == []
