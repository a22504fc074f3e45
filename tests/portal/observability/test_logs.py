"""The log: what each line tells, what no line ever tells, and that a stranger's text stays harmless in it."""

import functools
import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.database import Database
from portal.observability import security_log
from portal.observability.gunicorn_logger import GunicornLogger
from portal.observability.log_format import formatter
from portal.web.authentication import public
from tests.conftest import Headers, MakeApp, sign_up
from tests.portal.fake_executor import FAILING_TEST, FakeExecutor, result

ReadLog = Callable[[], str]
ReadJson = Callable[[], list[dict[str, Any]]]
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
NASTY = "line\nbreak\r\x1b[31mred\x1b]0;title\x07\x9b2J\u2028\u202e\x7f"


@pytest.fixture(params=["combined", "json"])
def read_log(request: pytest.FixtureRequest) -> Iterator[ReadLog]:
    yield from log_of(request.param)


@pytest.fixture
def read_lines() -> Iterator[ReadLog]:
    yield from log_of("combined")


@pytest.fixture
def read_json() -> Iterator[ReadJson]:
    for read in log_of("json"):
        yield functools.partial(parsed, read)


def parsed(read: ReadLog) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read().splitlines()]


def log_of(log_format: str) -> Iterator[ReadLog]:
    """Write all of the portal's log into memory too; reading it empties it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(log_format))

    def read() -> str:
        text = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        return text

    logging.getLogger("portal").addHandler(handler)
    yield read
    logging.getLogger("portal").removeHandler(handler)


def test_a_line_tells_who_asked_for_what_and_how_it_went(
    client: FlaskClient, auth_headers: Headers, read_json: ReadJson
) -> None:
    user = client.get("/api/auth/me", headers=auth_headers).get_json()["data"]["user"]
    read_json()
    headers = {**auth_headers, "X-Request-ID": "find-me", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    client.get("/api/exercises/greet", headers=headers)
    (line,) = read_json()
    told = {name: line[name] for name in ("requestId", "traceId", "userId", "method", "path", "route", "status")}
    assert told == {
        "requestId": "find-me",
        "traceId": TRACE,
        "userId": user["id"],
        "method": "GET",
        "path": "/api/exercises/greet",
        "route": "/api/exercises/<exercise_id>",
        "status": 200,
    }
    assert line["durationMs"] > 0


def test_the_combined_line_tells_the_same(client: FlaskClient, auth_headers: Headers, read_lines: ReadLog) -> None:
    user = client.get("/api/auth/me", headers=auth_headers).get_json()["data"]["user"]
    read_lines()
    client.get("/api/exercises/greet", headers={**auth_headers, "X-Request-ID": "find-me"})
    assert re.fullmatch(
        rf'127\.0\.0\.1 - {user["id"]} \[[^]]+\] "GET /api/exercises/greet HTTP/1\.1" 200 \d+ "-" "Werkzeug/\S+"'
        r" [\d.]+ms /api/exercises/<exercise_id> - find-me\n",
        read_lines(),
    )


def test_a_guest_after_a_learner_is_a_guest(client: FlaskClient, auth_headers: Headers, read_json: ReadJson) -> None:
    client.get("/api/auth/me", headers=auth_headers)
    client.get("/api/exercises")
    assert read_json()[-1]["userId"] is None


def test_the_log_holds_no_secret(make_app: MakeApp, fake: FakeExecutor, read_log: ReadLog) -> None:
    client = make_app(EXECUTOR_SERVICE_URL=fake.url, EXECUTOR_TIMEOUT="2000").test_client()
    secrets = drive_everything(client, fake)
    text = read_log()
    assert text.count("/api/") > 20, "the paths were driven and logged"
    assert [secret for secret in secrets if secret in text] == []


def drive_everything(client: FlaskClient, fake: FakeExecutor) -> list[str]:
    """Take the main job and its errors, and return all that was secret in it."""
    email, name = "secret-address@example.org", "secretname"
    passwords = ["secret old password", "secret new password", "secret wrong password"]
    code, stdin = "print('secret code')", "secret stdin"
    account = {"email": email, "username": name, "password": passwords[0]}
    client.post("/api/auth/register?token=secret-query", json=account)
    first = client.post("/api/auth/register", json=account).get_json()["data"]
    client.post("/api/auth/register", json=account)
    client.post("/api/auth/login", json={"email": email, "password": passwords[2]})
    client.post("/api/auth/login", json={"email": "secret-nobody@example.org", "password": passwords[2]})
    second = client.post("/api/auth/login", json={"username": name, "password": passwords[0]}).get_json()["data"]
    headers = {"Authorization": f"Bearer {second['accessToken']}"}
    fake.data = result(FAILING_TEST, output="secret output")
    for status, raw in ((200, None), (500, code.encode()), (200, code.encode()), (200, b'{"data": "secret data"}')):
        fake.status, fake.raw = status, raw
        client.post("/api/exercises/run", json={"code": code, "stdin": stdin})
        client.post("/api/exercises/test", json={"exerciseId": "greet", "code": code}, headers=headers)
    client.post("/api/exercises/run", json={"code": code, "secret field": "secret value"})
    client.post("/api/exercises/run", data=b'{"code": "secret code', content_type="application/json")
    client.post("/api/progress", json={"exerciseId": "greet", "lastCode": code}, headers=headers)
    for current in (passwords[2], passwords[0]):
        change = {"currentPassword": current, "newPassword": passwords[1]}
        client.put("/api/auth/password", json=change, headers=headers)
    rotated = [
        client.post("/api/auth/refresh", json={"refreshToken": second["refreshToken"]}).get_json() for _ in range(2)
    ]
    client.get("/api/auth/me", headers={"Authorization": f"Bearer {first['accessToken']}"})
    client.get("/api/auth/me", headers={"Authorization": f"Bearer {first['accessToken'][:-5]}wrong"})
    client.post("/api/auth/logout", headers=headers)
    tokens = [pair[kind] for pair in (first, second, rotated[0]["data"]) for kind in ("accessToken", "refreshToken")]
    return ["secret", *tokens, *(token.split(".")[2] for token in tokens)]


def test_the_events_of_security_have_names(make_app: MakeApp, fake: FakeExecutor, read_json: ReadJson) -> None:
    client = make_app(EXECUTOR_SERVICE_URL=fake.url, JWT_REFRESH_GRACE="0").test_client()
    drive_everything(client, fake)
    headers = sign_up(client, "ada")
    client.delete("/api/auth/me", json={"password": "correct horse"}, headers=headers)
    client.post("/api/auth/logout", headers=sign_up(client, "ada"))
    client.get("/api/exercises", headers=headers)
    limited = make_app(RATE_LIMIT_MAX_REQUESTS="1").test_client()
    assert [limited.get("/api/exercises").status_code for _ in range(2)][-1] == 429
    events = {line["event"] for line in read_json() if "event" in line}
    assert events == {
        *("account_created", "login", "login_failed", "password_refused", "password_changed", "token_reused"),
        *("session_ended", "account_deleted", "rate_limited"),
    }


def test_a_token_that_is_reused_is_told_with_its_account_and_session(
    make_app: MakeApp, read_json: ReadJson, db: Database
) -> None:
    client = make_app(JWT_REFRESH_GRACE="0").test_client()
    body = {"email": "ada@example.org", "username": "ada", "password": "correct horse"}
    token = client.post("/api/auth/register", json=body).get_json()["data"]["refreshToken"]
    for _ in range(2):
        client.post("/api/auth/refresh", json={"refreshToken": token})
    (event,) = (line for line in read_json() if line.get("event") == "token_reused")
    assert (event["userId"], event["sessionId"]) == tuple(dict(db.all("SELECT user_id, id FROM sessions")[0]).values())


def test_an_event_has_an_address_and_a_request_id_and_no_name(client: FlaskClient, read_json: ReadJson) -> None:
    body = {"username": "nobody", "password": "a wrong one"}
    client.post("/api/auth/login", json=body, headers={"X-Request-ID": "find-me"})
    event = next(line for line in read_json() if "event" in line)
    assert {**event, "time": ""} == {
        "time": "",
        "level": "warning",
        "logger": "portal.security",
        "event": "login_failed",
        "address": "127.0.0.1",
        "requestId": "find-me",
    }


def test_a_mail_that_cannot_be_sent_is_found_by_the_request_that_asked_for_it(
    make_app: MakeApp, read_json: ReadJson
) -> None:
    app = make_app(SMTP_URL="smtp://127.0.0.1:1", MAIL_FROM="portal@example.org", PUBLIC_URL="https://learn.example")
    client = app.test_client()
    sign_up(client, "ada")
    body = {"email": "ada@example.org"}
    client.post("/api/auth/password/forgot", json=body, headers={"X-Request-ID": "find-me"})
    client.get("/api/exercises")
    app.extensions["portal"].mailer.close()
    (line,) = [line for line in read_json() if line["logger"] == "portal.services.mail"]
    assert line["requestId"] == "find-me"


def stranger(client: FlaskClient) -> None:
    """Send what would break a line or a terminal wherever it fits."""
    client.get("/api/exercises/%0aline%0d%1b[31m%e2%80%a8%9b?x=%0a", headers={"User-Agent": '\x1b[2J \u202e " \\'})
    client.post("/api/exercises/test", json={"exerciseId": NASTY, "code": "1"})
    client.get("/health", headers={"X-Request-ID": "\x1b]0;x\x07", "traceparent": "\x1b[31m"})
    client.open("/health", method="\x1b[31m")
    client.get("/", environ_overrides={"REMOTE_ADDR": "\x1b[31m\n", "SERVER_PROTOCOL": "\nX"})


def test_a_strangers_text_breaks_no_line_and_no_terminal(client: FlaskClient, read_log: ReadLog) -> None:
    stranger(client)
    text = read_log()
    assert len(text.splitlines()) == 5, "one line for each request"
    assert not re.search(r"[^\x20-\x7e\n]", text)


@pytest.mark.changes_app
def test_the_text_of_an_exception_cannot_pass_for_a_line_of_the_log(
    app: Flask, client: FlaskClient, read_lines: ReadLog
) -> None:
    @app.get("/broken")
    @public
    def broken() -> str:
        raise RuntimeError(NASTY)

    client.get("/broken")
    text = read_lines()
    assert not re.search(r"[^\x20-\x7e\n]", text)
    starts = [line for line in text.splitlines() if not line.startswith("    ")]
    assert len(starts) == 2, "the error and the request; the traceback stands indented"
    assert "RuntimeError: line" in text


@pytest.mark.changes_app
def test_json_lines_parse_whatever_is_logged(app: Flask, client: FlaskClient, read_json: ReadJson) -> None:
    @app.get("/broken")
    @public
    def broken() -> str:
        raise RuntimeError(NASTY)

    stranger(client)
    client.get("/broken")
    security_log.event("odd", userId=NASTY)
    logging.getLogger("portal.odd").error("odd %s", NASTY, extra={"fields": {"at": object()}})
    lines = read_json()
    assert len(lines) == 9
    assert any(NASTY in line.get("traceback", "") for line in lines)


def test_gunicorns_own_complaints_have_the_same_form() -> None:
    from gunicorn.config import Config

    logger = GunicornLogger(Config())
    record = logging.LogRecord("gunicorn.error", logging.ERROR, __file__, 1, "bad request from %s", (NASTY,), None)
    (handler,) = logger.error_log.handlers
    assert isinstance(handler, logging.StreamHandler)
    line = handler.format(record)
    assert re.fullmatch(r"[\x20-\x7e]+ ERROR gunicorn\.error: bad request from line\\nbreak[\x20-\x7e]+", line)


# Writes more lines than the queue and a pipe hold, then says on standard error how many were dropped.
WRITE_LINES = """
import logging, os, sys
from portal.config import Settings
from portal.observability import logs, metrics

logs.configure(Settings.from_environment({"JWT_SECRET": "s" * 64}))
for number in range(int(sys.argv[1])):
    logging.getLogger("portal.test").warning("line %d.", number)
dropped = [sample.value for family in metrics._dropped.collect() for sample in family.samples]
print(int(dropped[0]), file=sys.stderr, flush=True)
"""


def start_writing(lines: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITE_LINES, str(lines)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_every_line_is_written_in_order_before_the_process_ends() -> None:
    written, dropped = start_writing(5000).communicate(timeout=120)
    assert re.findall(r"line (\d+)\.", written) == [str(number) for number in range(5000)]
    assert dropped == "0\n"


def test_a_blocked_stream_loses_lines_which_are_counted_and_holds_nobody() -> None:
    process = start_writing(20_000)
    assert process.stderr is not None
    dropped = int(process.stderr.readline())  # although nobody has read a line so far
    written, _ = process.communicate(timeout=120)
    assert dropped > 0
    assert written.count("line ") + dropped == 20_000


def test_a_stream_that_nobody_reads_any_more_costs_lines_and_no_tracebacks() -> None:
    with start_writing(100) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
