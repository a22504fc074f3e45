"""The shipped nginx configuration in a real nginx: own errors, limits, and what it passes on."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.nginx import NGINX, Answer, Proxy, ScriptedPortal
from tests.serving import free_port, until

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt-get install nginx)"),
]
GREETING = b"GET / HTTP/1.1\r\nHost: portal\r\n"
StartProxy = Callable[..., Proxy]


@pytest.fixture
def portal() -> Iterator[ScriptedPortal]:
    running = ScriptedPortal()
    yield running
    running.close()


@pytest.fixture
def start_proxy(tmp_path: Path, portal: ScriptedPortal) -> Iterator[StartProxy]:
    proxies: list[Proxy] = []

    def start(*replacements: tuple[str, str], portal_address: str = portal.address) -> Proxy:
        proxies.append(Proxy(tmp_path, portal_address, *replacements))
        portal.paths.clear()
        return proxies[-1]

    yield start
    for proxy in proxies:
        proxy.close()


@pytest.fixture
def proxy(start_proxy: StartProxy) -> Proxy:
    return start_proxy()


def check_error(answer: Answer, status: int, code: str, retry_after: str | None = None) -> None:
    """Check an error of nginx itself: the envelope, readable for scripts of every origin, never cached."""
    answered, headers, body = answer
    envelope = json.loads(body)
    assert (answered, envelope["error"].pop("code")) == (status, code)
    assert envelope["error"].pop("message").endswith(".")
    assert envelope == {"success": False, "error": {}}
    assert headers["Content-Type"] == "application/json"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "X-Request-ID" in headers["Access-Control-Expose-Headers"]
    assert headers.get_all("X-Request-ID") == [headers["X-Request-ID"]]
    assert headers["Retry-After"] == retry_after


@pytest.mark.parametrize(
    ("request_bytes", "status", "code"),
    [
        (b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "VALIDATION_ERROR"),
        (b"GET / HTTP/1.1\r\n\r\n", 400, "VALIDATION_ERROR"),
        (b"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "VALIDATION_ERROR"),
        (GREETING + b"Content-Length: x\r\n\r\n", 400, "VALIDATION_ERROR"),
        (b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405, "METHOD_NOT_ALLOWED"),
        (b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 405, "METHOD_NOT_ALLOWED"),
        (GREETING + b"Content-Length: 3000000\r\n\r\n", 413, "PAYLOAD_TOO_LARGE"),
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414, "URI_TOO_LONG"),
        (GREETING + b"X-Long: " + b"x" * 9000 + b"\r\n\r\n", 431, "HEADERS_TOO_LARGE"),
        (GREETING + b"X-Many: many\r\n" * 3000 + b"\r\n", 431, "HEADERS_TOO_LARGE"),
        (GREETING + b"Transfer-Encoding: gzip\r\n\r\n", 501, "NOT_IMPLEMENTED"),
        (b"GET /_error HTTP/1.1\r\nHost: a\r\n\r\n", 404, "NOT_FOUND"),
        (b"GET /api/progress/\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "VALIDATION_ERROR"),
        (b"GET /api/exercises/\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "VALIDATION_ERROR"),
        (b"GET /api/exercises?search=\xe4 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "VALIDATION_ERROR"),
    ],
)
def test_requests_that_nginx_refuses_get_the_envelope(
    proxy: Proxy, portal: ScriptedPortal, request_bytes: bytes, status: int, code: str
) -> None:
    check_error(proxy.send(request_bytes), status, code)
    assert portal.paths == []


@pytest.mark.parametrize("path", ["/api/exercises", "/", "/api/docs", "/api/progress"])
def test_an_address_as_long_as_allowed_reaches_the_portal(proxy: Proxy, portal: ScriptedPortal, path: str) -> None:
    long = f"{path}?search={'x' * 7000}"
    assert proxy.ask("GET", long)[0] == 200
    assert portal.paths == [long]


def test_a_portal_that_is_gone_is_502(start_proxy: StartProxy) -> None:
    check_error(start_proxy(portal_address=f"127.0.0.1:{free_port()}").ask("GET", "/x"), 502, "PORTAL_UNAVAILABLE", "5")


def test_a_portal_closed_for_maintenance_is_503(start_proxy: StartProxy) -> None:
    closed = start_proxy(("proxy_pass http://$portal;", "return 503;"))
    check_error(closed.ask("GET", "/api/exercises"), 503, "PORTAL_UNAVAILABLE", "5")


def test_a_portal_that_does_not_respond_is_504(start_proxy: StartProxy, portal: ScriptedPortal) -> None:
    proxy = start_proxy(("proxy_read_timeout 40s;", "proxy_read_timeout 200ms;"))
    portal.delay_s = 2
    for path in ("/api/progress", "/api/exercises"):
        check_error(proxy.ask("POST", path, "{}"), 504, "PORTAL_TIMEOUT")
    assert portal.paths == ["/api/progress", "/api/exercises"], "neither was repeated"


def test_too_many_requests_at_once_from_one_address_are_429(start_proxy: StartProxy, portal: ScriptedPortal) -> None:
    proxy = start_proxy(("per_address 256", "per_address 2"))
    portal.delay_s = 1
    with ThreadPoolExecutor(2) as clients:
        slow = [clients.submit(proxy.ask, "GET", f"/slow/{number}") for number in range(2)]
        until(lambda: len(portal.paths) == 2)
        check_error(proxy.ask("GET", "/api/exercises"), 429, "RATE_LIMITED", "1")
        assert [answer.result()[0] for answer in slow] == [200, 200]
    assert proxy.ask("GET", "/api/exercises")[0] == 200


@pytest.mark.parametrize("sent", [GREETING, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{"])
def test_a_client_that_sends_too_slowly_is_disconnected(
    start_proxy: StartProxy, portal: ScriptedPortal, sent: bytes
) -> None:
    proxy = start_proxy(
        ("client_header_timeout 10s;", "client_header_timeout 200ms;"),
        ("client_body_timeout 10s;", "client_body_timeout 200ms;"),
    )
    with socket.create_connection(("127.0.0.1", proxy.port), 10) as connection:
        connection.sendall(sent)
        assert connection.recv(1000) == b""
    assert portal.paths == [], "it never held a thread of the portal"


def test_errors_can_be_limited_to_the_origins_of_the_portal(start_proxy: StartProxy) -> None:
    proxy = start_proxy(('default "*";', '"https://learn.example.org" $http_origin;'))
    for origin, allowed in (("https://learn.example.org", "https://learn.example.org"), ("https://evil.example", None)):
        _, headers, _ = proxy.ask("GET", "/metrics", headers={"Origin": origin})
        assert (headers["Access-Control-Allow-Origin"], headers["Vary"]) == (allowed, "Origin")


@pytest.mark.parametrize(
    "path",
    [
        "/metrics",
        "/metrics/",
        "/metrics%2f",
        "//metrics",
        "/%6Detrics",
        "/METRICS",
        "/metrics?x=1",
        "/metrics;x",
        "/./metrics",
        "/health/../metrics",
        "/api%2f..%2fmetrics",
        "http://portal/metrics",
        "/health/deps",
        "/health/deps/",
        "/health//deps",
        "//health/deps",
        "/health%2fdeps",
        "/health/%64eps",
        "/Health/Deps",
    ],
)
def test_no_spelling_of_an_operators_path_reaches_the_portal(proxy: Proxy, portal: ScriptedPortal, path: str) -> None:
    check_error(proxy.ask("GET", path), 404, "NOT_FOUND")
    check_error(proxy.ask("POST", path, "{}"), 404, "NOT_FOUND")
    assert portal.paths == []


def test_health_and_similar_paths_reach_the_portal(proxy: Proxy, portal: ScriptedPortal) -> None:
    paths = ["/health", "/health/ready", "/api/metrics", "/api/exercises/metrics"]
    assert [proxy.ask("GET", path)[0] for path in paths] == [200] * 4
    assert portal.paths == paths


def test_behind_another_proxy_the_portal_gets_the_address_of_the_client(
    start_proxy: StartProxy, portal: ScriptedPortal
) -> None:
    proxy = start_proxy(
        ("# set_real_ip_from 10.0.0.0/8;", "set_real_ip_from 127.0.0.0/8;"),
        ("# real_ip_header X-Forwarded-For;", "real_ip_header X-Forwarded-For;"),
    )
    proxy.ask("GET", "/health", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    assert portal.request_headers[-1].get_all("X-Forwarded-For") == ["203.0.113.9"]


def test_the_portal_gets_address_id_and_start_of_a_request_from_nginx_alone(
    proxy: Proxy, portal: ScriptedPortal
) -> None:
    before = time.time()
    claims = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Request-Start": "t=1"}
    for request_id in ("valid-id", "not valid"):
        _, headers, _ = proxy.ask("GET", "/health", headers={**claims, "X-Request-ID": request_id})
        got = portal.request_headers[-1]
        assert headers.get_all("X-Request-ID") == [got["X-Request-ID"]]
        assert (got["X-Request-ID"] == request_id) == (request_id == "valid-id")
        assert got.get_all("X-Forwarded-For") == ["127.0.0.1"]
        assert got.get_all("X-Forwarded-Proto") == ["http"]
        assert before - 1 < float(got["X-Request-Start"].removeprefix("t=")) < time.time() + 1
        assert len(got.get_all("X-Request-Start", [])) == 1
