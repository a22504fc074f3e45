"""What the shipped nginx configuration caches of public reads, and what never."""

import json
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nginx import NGINX, Proxy, ScriptedPortal
from tests.portal import fake_executor
from tests.serving import Server, call, until

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt-get install nginx)"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with fake_executor.serve() as fake:
        running = Server(
            tmp_path_factory.mktemp("server"),
            EXECUTOR_SERVICE_URL=fake.url,
            WEB_CONCURRENCY="1",
            TRUSTED_PROXIES="1",
            LOG_FORMAT="json",
        )
        yield running
        running.close()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[Proxy]:
    running = Proxy(tmp_path_factory.mktemp("nginx"), f"127.0.0.1:{server.port}")
    yield running
    running.close()


@pytest.fixture
def portal() -> Iterator[ScriptedPortal]:
    running = ScriptedPortal()
    yield running
    running.close()


@pytest.fixture
def scripted(tmp_path: Path, portal: ScriptedPortal) -> Iterator[Proxy]:
    running = Proxy(tmp_path, portal.address)
    portal.paths.clear()
    yield running
    running.close()


def addresses_of(server: Server, request_id: str) -> list[str]:
    """The addresses of the requests with an id that the portal has logged, once the log is up to date."""
    last = uuid.uuid4().hex
    urllib.request.urlopen(urllib.request.Request(f"{server.url}/health", headers={"X-Request-ID": last})).close()  # noqa: S310
    text: str = until(lambda: text if last in (text := Path(server.log.name).read_text()) else None)
    lines = [json.loads(line) for line in text.splitlines() if f'"{request_id}"' in line]
    return [line["address"] for line in lines if "address" in line]


@pytest.mark.parametrize("encoding", ["zstd", "gzip", "identity"])
@pytest.mark.parametrize(
    "path",
    ["/api/exercises?perPage=5", "/api/exercises/greet", "/api/openapi.json", "/api/docs", "/", "/robots.txt"],
)
def test_a_public_read_is_answered_from_the_cache_as_the_portal_answered_it(
    proxy: Proxy, server: Server, path: str, encoding: str
) -> None:
    name = f"{path.strip('/').translate(str.maketrans('/?=', '...'))}.{encoding}"
    first = proxy.ask("GET", path, headers={"Accept-Encoding": encoding, "X-Request-ID": f"1.{name}"})
    again = proxy.ask("GET", path, headers={"Accept-Encoding": f"x-other, {encoding}", "X-Request-ID": f"2.{name}"})
    assert first[0] == again[0] == 200
    if "/api/exercises?" in path or "openapi" in path:  # small ones are not compressed
        assert first[1]["Content-Encoding"] == (None if encoding == "identity" else encoding)
    assert again[2] == first[2]
    ours = {"X-Request-ID", "Connection", "RateLimit", "RateLimit-Policy"}
    assert {name: value for name, value in again[1].items() if name not in ours} == {
        name: value for name, value in first[1].items() if name not in ours
    }
    assert again[1]["X-Request-ID"] == f"2.{name}"
    assert again[1]["RateLimit"] is None, "only the portal counts, and only what reaches it"
    condition = {"Accept-Encoding": encoding, "If-None-Match": first[1]["ETag"], "X-Request-ID": f"3.{name}"}
    assert proxy.ask("GET", path, headers=condition)[::2] == (304, b"")
    assert addresses_of(server, f"1.{name}") == ["127.0.0.1"]
    assert addresses_of(server, f"2.{name}") == addresses_of(server, f"3.{name}") == []


def test_the_longest_request_line_that_nginx_passes_is_read_by_the_portal(proxy: Proxy) -> None:
    path = "/api/nothing/"
    path += "x" * (8190 - len(f"GET {path} HTTP/1.1"))
    status, _, body = proxy.ask("GET", path)
    assert (status, json.loads(body)["error"]["message"]) == (
        404,
        json.loads(proxy.ask("GET", "/api/no")[2])["error"]["message"],
    )
    assert proxy.ask("GET", path + "x")[0] == 414


def test_a_signed_in_learner_gets_their_own_list_and_a_guest_the_public_one(proxy: Proxy, server: Server) -> None:
    account = {"email": "a@example.org", "username": "ada", "password": "a long enough passphrase"}
    token = call(f"{server.url}/api/auth/register", account)["accessToken"]
    path = "/api/exercises?perPage=1"
    answers = [
        json.loads(proxy.ask("GET", path, headers=headers)[2])["data"]["exercises"][0]
        for headers in ({}, {"Authorization": f"Bearer {token}"}, {}, {"Authorization": f"Bearer {token}"})
    ]
    assert ["status" in answer for answer in answers] == [False, True, False, True]
    assert proxy.ask("GET", path, headers={"Authorization": "Bearer wrong"})[0] == 401


@pytest.mark.parametrize("authorization", ["Bearer a", "bearer", "Basic x", ","])
def test_a_request_with_credentials_is_never_answered_from_the_cache_nor_stored(
    scripted: Proxy, portal: ScriptedPortal, authorization: str
) -> None:
    portal.headers = {"Cache-Control": "public, max-age=60"}
    credentials = {"Authorization": authorization}
    portal.body = b"private"
    assert scripted.ask("GET", "/api/exercises", headers=credentials)[2] == b"private"
    portal.body = b"public"
    assert [scripted.ask("GET", "/api/exercises")[2] for _ in range(2)] == [b"public"] * 2
    portal.body = b"private again"
    assert scripted.ask("GET", "/api/exercises", headers=credentials)[2] == b"private again"
    assert scripted.ask("GET", "/api/exercises")[2] == b"public"
    assert len(portal.paths) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private, max-age=60"},
        {"Cache-Control": "no-cache"},
        {"Cache-Control": "public, max-age=0"},
        {"Cache-Control": "public, max-age=60", "Set-Cookie": "a=b"},
        {},
    ],
)
def test_responses_that_the_portal_marks_private_are_not_cached(
    scripted: Proxy, portal: ScriptedPortal, headers: dict[str, str]
) -> None:
    portal.headers = headers
    for path in ("/api/exercises", "/api/docs", "/playground/app.js"):
        assert [scripted.ask("GET", path)[0] for _ in range(2)] == [200, 200]
    assert len(portal.paths) == 6


@pytest.mark.parametrize("path", ["/api/progress", "/api/exercises/greet/solution", "/health/ready", "/api/auth/me"])
def test_other_paths_are_not_cached_whatever_the_portal_says(
    scripted: Proxy, portal: ScriptedPortal, path: str
) -> None:
    portal.headers = {"Cache-Control": "public, max-age=60"}
    assert [scripted.ask("GET", path)[0] for _ in range(2)] == [200, 200]
    assert portal.paths == [path] * 2


def test_a_change_is_seen_when_max_age_has_passed_and_not_much_later(scripted: Proxy, portal: ScriptedPortal) -> None:
    portal.headers, portal.body = {"Cache-Control": "public, max-age=2"}, b"before the import"
    assert scripted.ask("GET", "/api/exercises")[2] == b"before the import"
    portal.body = b"after the import"
    assert scripted.ask("GET", "/api/exercises?page=2")[2] == b"after the import"
    assert scripted.ask("HEAD", "/api/exercises")[0] == 200
    until(lambda: scripted.ask("GET", "/api/exercises")[2] == b"after the import", 10)


def test_each_origin_gets_its_own_cors_headers(scripted: Proxy, portal: ScriptedPortal) -> None:
    for origin in ("https://a.example", "https://b.example", "https://a.example"):
        portal.headers = {"Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": origin}
        _, headers, _ = scripted.ask("GET", "/api/exercises", headers={"Origin": origin})
        assert headers["Access-Control-Allow-Origin"] == origin
    assert len(portal.paths) == 2
