"""Clients that are slow, rude or wrong, against the service as it is shipped; none of them holds a thread."""

import json
import socket
import time
from collections.abc import Iterator

import pytest

from tests.serving import Server, call

pytestmark = pytest.mark.integration

GET = b"GET /health HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /api/exercises/run HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One process with two threads, whose executor is nowhere."""
    running = Server(
        tmp_path_factory.mktemp("server"),
        ready="/health/ready",
        WEB_CONCURRENCY="1",
        WEB_THREADS="2",
        EXECUTOR_SERVICE_URL="http://127.0.0.1:9",
        RATE_LIMIT_MAX_REQUESTS="100000",
    )
    yield running
    running.close()


def connect(server: Server, data: bytes = b"") -> socket.socket:
    client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    client.sendall(data)
    return client


def answers(client: socket.socket) -> bytes:
    """What comes until the server hangs up."""
    received = b""
    with client:
        while data := client.recv(65_536):
            received += data
    return received


def error_code(answer: bytes) -> str:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"\r\nContent-Type: application/json" in head
    assert b"\r\nX-Request-ID: " in head
    assert b"\r\nX-Content-Type-Options: nosniff\r\n" in head
    return str(json.loads(body)["error"]["code"])


SLOW = {
    "says nothing": b"",
    "begins a head": GET + b"X-Slow: ",
    "begins a body": POST + b"Content-Length: 1000\r\n\r\n{",
    "begins a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nFFFF\r\n{",
    "waits for consent, then for nothing": POST + b"Expect: 100-continue\r\nContent-Length: 9\r\n\r\n",
    "never hangs up": GET + b"Connection: close\r\n\r\n",
}


@pytest.mark.parametrize("data", SLOW.values(), ids=SLOW)
def test_fifty_slow_clients_keep_nobody_else_waiting(server: Server, data: bytes) -> None:
    clients = [connect(server, data) for _ in range(50)]
    time.sleep(0.2)
    start = time.monotonic()
    for _ in range(20):
        assert call(f"{server.url}/health")["status"] == "ok"
    assert time.monotonic() - start < 1.9, "a client that never hangs up was waited for, or one that is slow"
    for client in clients:
        client.close()


def test_a_request_that_drips_in_is_answered(server: Server) -> None:
    client = connect(server)
    for byte in GET + b"Connection: close\r\n\r\n":
        client.sendall(bytes([byte]))
        time.sleep(0.001)
    assert answers(client).startswith(b"HTTP/1.1 200 OK\r\n")


def test_requests_in_one_packet_are_answered_in_order(server: Server) -> None:
    bad = POST + b"Content-Length: 2\r\n\r\n[]"
    chunked = POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    received = answers(connect(server, GET + b"\r\n" + bad + chunked + GET + b"Connection: close\r\n\r\n"))
    assert [part.split(b" ")[0] for part in received.split(b"HTTP/1.1 ")[1:]] == [b"200", b"400", b"400", b"200"]


def test_a_token_of_ten_kilobytes_is_told_that_it_is_none_of_ours(server: Server) -> None:
    head = b"GET /api/auth/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
    answer = answers(connect(server, head + b"x" * 10_240 + b"\r\n\r\n"))
    assert answer.startswith(b"HTTP/1.1 401 ")
    assert error_code(answer) == "TOKEN_INVALID"


def test_a_caller_who_asks_first_is_told_to_go_on(server: Server) -> None:
    client = connect(server, POST + b"Expect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\n")
    assert client.recv(100).startswith(b"HTTP/1.1 100 ")
    client.sendall(b"[]")
    assert error_code(b"HTTP/1.1 400 " + answers(client).split(b"HTTP/1.1 400 ")[1]) == "VALIDATION_ERROR"


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\n\r\n", 414, "URI_TOO_LONG"),
        (GET + b"X: " + b"x" * 20_000 + b"\r\n\r\n", 431, "HEADERS_TOO_LARGE"),
        (GET + b"X: x\r\n" * 70 + b"\r\n", 431, "HEADERS_TOO_LARGE"),
        (GET + b"X: " + b"x" * 40_000, 431, "HEADERS_TOO_LARGE"),
        (b"\x16\x03\x01\r\n\r\n", 400, "VALIDATION_ERROR"),
        (b"GET /health HTTP/9.9\r\n\r\n", 400, "VALIDATION_ERROR"),
        (GET + b"No colon\r\n\r\n", 400, "VALIDATION_ERROR"),
        (POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "VALIDATION_ERROR"),
        (POST + b"Content-Length: -1\r\n\r\n", 400, "VALIDATION_ERROR"),
        (POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}    ", 400, "VALIDATION_ERROR"),
        (POST + b"Content-Length: 2000000\r\n\r\n{", 413, "PAYLOAD_TOO_LARGE"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n" + (b"FFFF\r\n" + b" " * 65_535 + b"\r\n") * 17, 413,
         "PAYLOAD_TOO_LARGE"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_the_envelope(server: Server, data: bytes, status: int, code: str) -> None:
    received = answers(connect(server, data))
    assert received.startswith(f"HTTP/1.1 {status} ".encode())
    assert error_code(received) == code
    assert received.count(b"HTTP/1.1 ") == 1, "the rest is not taken for another request"


def test_no_answer_names_the_server(server: Server) -> None:
    for data in (GET + b"Connection: close\r\n\r\n", b"nonsense\r\n\r\n"):
        received = answers(connect(server, data)).lower()
        assert b"\r\nserver:" not in received
        assert b"gunicorn" not in received


def test_a_request_that_never_ends_is_given_up_after_a_while(server: Server) -> None:
    begun, silent = connect(server, GET), connect(server)
    for client in (begun, silent):
        client.settimeout(20)
    assert error_code(answers(begun)) == "REQUEST_TIMEOUT"
    assert answers(silent) == b""
