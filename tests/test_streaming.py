"""Runs that are followed while they go on, from gunicorn and through nginx to the sandbox: live, and ended by Stop."""

import http.client
import json
import select
import socket
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from portal.web import client_connection
from tests.nginx import NGINX, Proxy
from tests.serving import Server, call, read_events, until, value_of

pytestmark = pytest.mark.integration

# The executor counts them when their worker is free again.
CANCELLED_RUNS = 'executor_runs_total{kind="run",status="cancelled"}'
CANCELLED_SUBMISSIONS = 'executor_runs_total{kind="grade",status="cancelled"}'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, executor_url: str) -> Iterator[Server]:
    """A service in which one program runs at a time: more are refused by the bulkhead."""
    variables = {"WEB_CONCURRENCY": "1", "WEB_THREADS": "3", "TRUSTED_PROXIES": "1"}
    running = Server(tmp_path_factory.mktemp("server"), EXECUTOR_SERVICE_URL=executor_url, **variables)
    yield running
    running.close()


@pytest.fixture(params=["direct", "nginx"])
def port(request: pytest.FixtureRequest, server: Server, tmp_path: Path) -> Iterator[int]:
    if request.param == "direct":
        yield server.port
        return
    if NGINX is None:
        pytest.skip("nginx is not installed (apt-get install nginx)")
    proxy = Proxy(tmp_path, f"127.0.0.1:{server.port}")
    yield proxy.port
    proxy.close()


def send(port: int, method: str, path: str, body: Any, **headers: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, json.dumps(body), {"Content-Type": "application/json", **headers})
    return connection


def start(port: int, code: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    headers = {"Accept": "text/event-stream", "Accept-Encoding": "gzip, br"}
    connection = send(port, "POST", "/api/exercises/run", {"code": code}, **headers)
    return connection, connection.getresponse()


def read_event(response: http.client.HTTPResponse) -> str:
    """Return the next event; comments before it are left out."""
    while not (line := response.readline().decode()).startswith("event:"):
        assert line, "the stream ended"
    return line + response.readline().decode() + response.readline().decode()


def text_of(output: list[tuple[str, dict[str, Any]]]) -> str:
    """The text of output events; a line may come in several."""
    assert all((name, event["stream"]) == ("output", "stdout") for name, event in output)
    return "".join(event["text"] for _, event in output)


def test_output_arrives_while_the_program_runs_and_the_result_at_last(port: int) -> None:
    code = "import time\nprint('first')\ntime.sleep(3)\nprint('last')"
    connection, response = start(port, code)
    with closing(connection):
        assert (response.status, response.headers["Content-Encoding"]) == (200, None)
        first = read_event(response)
        rest = response.read().decode()
    before_last, _, _ = rest.partition("last")
    assert ": the program is still running" in before_last, "the first output was sent while it slept"
    *output, (name, answer) = read_events(first + rest)
    assert text_of(output) == "first\nlast\n"
    assert (name, answer["data"]["stdout"]) == ("result", "first\nlast\n")


def test_closing_the_connection_ends_the_program_and_frees_its_thread_and_its_worker(
    executor_url: str, port: int
) -> None:
    before = value_of(executor_url, CANCELLED_RUNS)
    connection, response = start(port, "print('on')\nwhile True: pass")
    assert "on" in read_event(response)
    refused, answer = start(port, "print('a second program')")
    with closing(refused):
        assert (answer.status, json.load(answer)["error"]["code"]) == (503, "EXECUTOR_BUSY"), "the bulkhead counts it"
    connection.close()
    response.close()
    until(lambda: value_of(executor_url, CANCELLED_RUNS) > before)
    until(lambda: is_free(port))


def is_free(port: int) -> bool:
    """Run a program, which is refused while another one runs."""
    connection, answer = start(port, "print('a second program')")
    with closing(connection):
        return answer.status == 200 and "a second program" in answer.read().decode()


def test_closing_the_connection_ends_a_submission_which_is_not_recorded(
    server: Server, executor_url: str, port: int
) -> None:
    name = f"ada-{uuid.uuid4().hex[:8]}"
    account = {"email": f"{name}@example.org", "username": name, "password": "correct horse"}
    token = call(f"{server.url}/api/auth/register", account)["accessToken"]
    as_learner = {"Authorization": f"Bearer {token}"}
    body = {"exerciseId": "keep-even", "code": "while True: pass"}
    before = value_of(executor_url, CANCELLED_SUBMISSIONS)

    def leave_and_find_it_ended() -> bool:
        with closing(send(port, "POST", "/api/exercises/test", body, **as_learner)) as connection:
            select.select([connection.sock], [], [], 0.7)  # for the tests to begin
        return value_of(executor_url, CANCELLED_SUBMISSIONS) > before

    until(leave_and_find_it_ended)
    until(lambda: is_free(port))
    with closing(send(port, "GET", "/api/progress", None, **as_learner)) as connection:
        assert json.load(connection.getresponse())["data"]["progress"] == []


def test_a_write_fails_when_the_client_reads_nothing() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        client_connection.limit_sends(ours, 1)
        with pytest.raises(BlockingIOError):
            ours.sendall(b"x" * 2**24)
        assert not client_connection.is_closed(ours)
        theirs.close()
        assert client_connection.is_closed(ours)
