"""Rate limits: exact, shared, told to the client, and lenient where Redis is down."""

import contextlib
import multiprocessing
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.web import rate_limit_storage
from portal.web.rate_limit_storage import SharedMemoryStorage
from tests.conftest import Headers, MakeApp, sign_up
from tests.portal.fake_executor import FakeExecutor
from tests.redis_server import Redis

RUN = {"code": "print(1)"}


def limited(make_app: MakeApp, most: int = 3, **variables: str) -> Flask:
    """An app whose window is so long that no test sees it end."""
    return make_app(RATE_LIMIT_MAX_REQUESTS=str(most), RATE_LIMIT_WINDOW_MS="86400000", **variables)


def get(client: FlaskClient, address: str = "192.0.2.1", headers: Headers | None = None) -> TestResponse:
    return client.get("/api/exercises", headers=headers, environ_base={"REMOTE_ADDR": address})


def statuses(client: FlaskClient, times: int, address: str = "192.0.2.1") -> list[int]:
    return [get(client, address).status_code for _ in range(times)]


def login(client: FlaskClient, name: str, address: str = "192.0.2.1") -> TestResponse:
    body = {"username": name, "password": "not the password"}
    return client.post("/api/auth/login", json=body, environ_base={"REMOTE_ADDR": address})


def test_the_request_after_the_last_is_refused_in_the_envelope(make_app: MakeApp) -> None:
    client = limited(make_app).test_client()
    assert statuses(client, 3) == [200, 200, 200]
    refused = get(client)
    assert refused.status_code == 429
    error = refused.get_json()["error"]
    assert error["code"] == "RATE_LIMITED"
    assert refused.headers["Retry-After"] == str(error["details"]["retryAfter"])
    assert 0 < int(refused.headers["Retry-After"]) <= 86_400


def test_every_answer_tells_what_is_left(make_app: MakeApp) -> None:
    client = limited(make_app).test_client()
    answers = [get(client), client.get("/api/nowhere", environ_base={"REMOTE_ADDR": "192.0.2.1"}), get(client)]
    answers.append(get(client))
    left = [answer.headers["RateLimit"].split(";")[1] for answer in answers]
    assert left == ["r=2", "r=1", "r=0", "r=0"]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"default";q=3;w=86400'}


def test_the_next_window_starts_anew(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    client = make_app(RATE_LIMIT_MAX_REQUESTS="2", RATE_LIMIT_WINDOW_MS="100000").test_client()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert statuses(client, 3) == [200, 200, 429]
    now += 99
    assert statuses(client, 1) == [429]
    now += 1
    assert statuses(client, 3) == [200, 200, 429]


def test_who_waits_as_long_as_told_is_served(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    client = make_app(RATE_LIMIT_MAX_REQUESTS="1", RATE_LIMIT_WINDOW_MS="100000").test_client()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert get(client).status_code == 200
    now += 0.9
    now += int(get(client).headers["Retry-After"])
    assert get(client).status_code == 200


def test_a_clock_that_is_set_back_makes_no_window_longer(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    client = make_app(RATE_LIMIT_MAX_REQUESTS="1", RATE_LIMIT_WINDOW_MS="100000").test_client()
    assert statuses(client, 2) == [200, 429]
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() - 3600)
    assert int(get(client).headers["Retry-After"]) <= 100


def test_health_metrics_and_preflights_are_not_counted(make_app: MakeApp) -> None:
    client = limited(make_app, 1).test_client()
    for _ in range(3):
        for path in ("/health", "/health/ready", "/metrics"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert "RateLimit" not in answer.headers
        asked = {"Origin": "https://learn.example", "Access-Control-Request-Method": "GET"}
        assert client.options("/api/exercises", headers=asked).status_code == 200
    assert client.get("/api/exercises").status_code == 200


def test_a_learner_is_counted_wherever_they_are_and_apart_from_guests(make_app: MakeApp) -> None:
    client = limited(make_app).test_client()
    ada = sign_up(client, "ada")
    assert [get(client, f"192.0.2.{n}", ada).status_code for n in range(1, 5)] == [200, 200, 200, 429]
    assert get(client, "192.0.2.1").status_code == 200, "the address is another caller"


def test_a_token_that_is_refused_counts_for_its_address(make_app: MakeApp) -> None:
    client = limited(make_app).test_client()
    bad = {"Authorization": "Bearer bad"}
    assert [get(client, headers=bad).status_code for _ in range(4)] == [401, 401, 401, 429]
    assert get(client).status_code == 429


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_addresses_share_a_limit_within_a_64(make_app: MakeApp, first: str, second: str, shared: bool) -> None:
    client = limited(make_app, 1).test_client()
    assert get(client, first).status_code == 200
    assert get(client, second).status_code == (429 if shared else 200)


def test_forwarded_addresses_are_ignored_unless_a_proxy_is_trusted(make_app: MakeApp) -> None:
    client = limited(make_app, 1).test_client()
    told = [get(client, headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(2)]
    assert told == [200, 429]


def test_a_trusted_proxy_tells_the_address_and_nothing_before_it_does(make_app: MakeApp) -> None:
    client = limited(make_app, 1, TRUSTED_PROXIES="1").test_client()
    chains = ["198.51.100.1", "198.51.100.2", "203.0.113.9, 198.51.100.1"]
    assert [get(client, headers={"X-Forwarded-For": chain}).status_code for chain in chains] == [200, 200, 429]


def test_failed_logins_are_limited_per_network_whatever_the_account(make_app: MakeApp) -> None:
    client = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="1").test_client()
    assert [login(client, f"user{n}").status_code for n in range(6)] == [401] * 5 + [429]
    assert get(client).status_code == 200, "the rest of the service is not affected"


def test_failed_logins_are_limited_per_account_and_network(make_app: MakeApp) -> None:
    client = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="3").test_client()
    sign_up(client, "ada")
    attempts = [login(client, name) for name in ("ada", "ADA", " ada ", "ada")]
    assert [attempt.status_code for attempt in attempts] == [401, 401, 401, 429]
    policies = set(attempts[1].headers["RateLimit-Policy"].split(", "))
    assert policies == {'"default";q=100;w=86400', '"auth";q=3;w=86400'}
    assert '"auth";r=1;' in attempts[1].headers["RateLimit"]
    assert '"auth";r=0;' in attempts[-1].headers["RateLimit"]
    assert login(client, "bob").status_code == 401, "another account"
    assert login(client, "ada", "192.0.2.9").status_code == 401, "another network: strangers do not lock the owner out"


def test_guesses_that_are_sent_at_once_are_limited_to_the_last_one(make_app: MakeApp) -> None:
    app = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="3")
    sign_up(app.test_client(), "ada")
    start = threading.Barrier(12)

    def guess(_: int) -> int:
        start.wait(10)
        return login(app.test_client(), "ada").status_code

    with ThreadPoolExecutor(12) as threads:
        assert sorted(threads.map(guess, range(12))) == [401] * 3 + [429] * 9


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_failed_logins_are_limited_per_account_from_many_networks(make_app: MakeApp, name: str) -> None:
    client = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="1").test_client()
    sign_up(client, "ada")
    sent = [login(client, name, f"192.0.2.{n}").status_code for n in range(11)]
    assert sent == [401] * 10 + [429], "the same whether the account exists or not"


@pytest.mark.parametrize(
    "spelling",
    ["ada@exa\u00admple.org", "ADA@example.org", "ada@example\u3002org", "\uff41da@example.org", " ada@example.org\n"],
)
@pytest.mark.parametrize(("path", "most"), [("login", 10), ("password/forgot", 1)])
def test_an_account_is_counted_in_every_spelling_of_its_address(
    make_app: MakeApp, path: str, most: int, spelling: str
) -> None:
    client = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="1").test_client()
    sign_up(client, "ada")

    def ask(email: str, address: str) -> int:
        body = {"email": email, **({"password": "not the password"} if path == "login" else {})}
        return client.post(f"/api/auth/{path}", json=body, environ_base={"REMOTE_ADDR": address}).status_code

    assert 429 not in [ask("ada@example.org", f"192.0.2.{n}") for n in range(most)]
    assert ask(spelling, "198.51.100.1") == 429


UNREADABLE: list[tuple[bytes, str]] = [
    (b'{"username": "' + b"x" * 2**20 + b'"}', "application/json"),
    (b'{"email": "\\ud800@example.org", "password": "x"}', "application/json"),
    (b'{"username": "\\udfff", "password": "x"}', "application/json"),
    (b'{"username": {}, "email": []}', "application/json"),
    (b"[" * 100_000, "application/json"),
    (b"\xff", "application/json"),
    (b"username=ada", "application/x-www-form-urlencoded"),
    (b"{}", "application/json; charset=utf-16"),
]


@pytest.mark.parametrize(("body", "media_type"), UNREADABLE)
def test_what_cannot_be_read_changes_nothing_about_limits(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture, body: bytes, media_type: str
) -> None:
    """An exception while a caller is identified would be taken for a failure of the storage, and all counts be lost."""
    client = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="1").test_client()
    assert login(client, "ada").status_code == 401
    for path in ("login", "password/forgot", "refresh", "register"):
        response = client.post(f"/api/auth/{path}", data=body, content_type=media_type)
        assert response.status_code in (400, 413, 415)
        assert "RateLimit" in response.headers
    assert login(client, "ada").status_code == 429
    assert not [record for record in caplog.records if record.name == "flask-limiter"]


def test_successful_logins_are_not_limited(make_app: MakeApp) -> None:
    client = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="1").test_client()
    sign_up(client, "ada")
    body = {"username": "ada", "password": "correct horse"}
    assert [client.post("/api/auth/login", json=body).status_code for _ in range(12)] == [200] * 12


def test_a_login_that_cannot_be_read_is_400_and_not_counted(make_app: MakeApp) -> None:
    client = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="1").test_client()
    bodies = [b"", b"{", b"[]", b'{"username": 1}', b'{"username": "' + b"a" * 10_000 + b'"}']
    for body in bodies:
        assert client.post("/api/auth/login", data=body, content_type="application/json").status_code == 400


def test_registrations_are_limited_per_network(make_app: MakeApp) -> None:
    client = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="1").test_client()
    sent = []
    for n in range(4):
        body = {"email": f"user{n}@example.org", "username": f"user{n}", "password": "correct horse"}
        sent.append(client.post("/api/auth/register", json=body).status_code)
    assert sent == [201, 201, 201, 429]


def test_refreshes_are_limited_per_session(make_app: MakeApp) -> None:
    client = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="3").test_client()
    body = {"email": "ada@example.org", "username": "ada", "password": "correct horse"}
    other = client.post("/api/auth/register", json=body).get_json()["data"]["refreshToken"]
    credentials = {"username": "ada", "password": "correct horse"}
    token = client.post("/api/auth/login", json=credentials).get_json()["data"]["refreshToken"]
    sent = []
    for n in range(4):
        response = client.post(
            "/api/auth/refresh", json={"refreshToken": token}, environ_base={"REMOTE_ADDR": f"192.0.2.{n}"}
        )
        sent.append(response.status_code)
        token = response.get_json().get("data", {}).get("refreshToken")
    assert sent == [200, 200, 200, 429]
    assert client.post("/api/auth/refresh", json={"refreshToken": other}).status_code == 200, "another session"


def test_strangers_cannot_lock_a_learner_out_who_is_signed_in(make_app: MakeApp) -> None:
    client = limited(make_app, 1000, AUTH_RATE_LIMIT_MAX_REQUESTS="1").test_client()
    body = {"email": "ada@example.org", "username": "ada", "password": "correct horse"}
    pair = client.post("/api/auth/register", json=body).get_json()["data"]
    while login(client, "ada").status_code != 429:
        pass
    for n in range(12):
        login(client, "ada", f"198.51.100.{n}")
    assert login(client, "ada", "203.0.113.1").status_code == 429, "the account is closed to everybody"
    bearer = {"Authorization": f"Bearer {pair['accessToken']}"}
    change = {"currentPassword": "correct horse", "newPassword": "battery staple"}
    assert client.put("/api/auth/password", json=change, headers=bearer).status_code == 200
    assert client.post("/api/auth/refresh", json={"refreshToken": pair["refreshToken"]}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/api/auth/password", {"currentPassword": "wrong", "newPassword": "another long one"}),
        ("DELETE", "/api/auth/me", {"password": "wrong"}),
    ],
)
def test_guessing_the_password_with_a_stolen_token_is_limited(
    make_app: MakeApp, method: str, path: str, body: dict[str, str]
) -> None:
    client = limited(make_app, 100, AUTH_RATE_LIMIT_MAX_REQUESTS="3").test_client()
    ada = sign_up(client, "ada")
    sent = [client.open(path, method=method, json=body, headers=ada).status_code for _ in range(4)]
    assert sent == [401, 401, 401, 429]


def test_processes_forked_from_one_count_together_to_the_last_request() -> None:
    table, context = SharedMemoryStorage(), multiprocessing.get_context("fork")
    totals = context.SimpleQueue()
    workers = [
        context.Process(target=lambda: totals.put([table.incr("a key", 60) for _ in range(500)])) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    counted = sorted(total for _ in workers for total in totals.get())
    for worker in workers:
        worker.join()
    assert counted == list(range(1, 2001))


def test_a_count_waits_for_the_turn_of_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit_storage, "_DEAD_HOLDER_S", 30)
    table = SharedMemoryStorage()
    table._table._lock.acquire()
    counting = threading.Thread(target=table.incr, args=("a key", 60))
    counting.start()
    counting.join(0.02)
    assert counting.is_alive()
    table._table._lock.release()
    counting.join()
    assert table.get("a key") == 1


def test_threads_count_together_to_the_last_request(make_app: MakeApp) -> None:
    app = limited(make_app, 50)
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.extend(statuses(app.test_client(), 20))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers.count(200), answers.count(429)) == (50, 30)


def test_a_process_killed_in_the_middle_of_its_turn_blocks_nobody_for_long() -> None:
    table = SharedMemoryStorage()
    table._table._lock.acquire()  # and nobody will give it back
    assert [table.incr("a key", 60) for _ in range(3)] == [1, 2, 3]


def test_a_slow_process_gives_its_turn_back_once() -> None:
    table = SharedMemoryStorage()
    table._table._lock.acquire()
    table.incr("a key", 60)  # takes it for dead
    with contextlib.suppress(ValueError):
        table._table._lock.release()  # it is not
    assert table._table._lock.acquire(block=False)
    assert not table._table._lock.acquire(block=False)


def test_keys_whose_time_is_over_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    table = SharedMemoryStorage()
    assert [table.incr("a key", 60), table.incr("a key", 60)] == [1, 2]
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert table.incr("a key", 60) == 1


def test_a_full_bucket_forgets_who_asked_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit_storage, "_BUCKETS", 1)
    table = SharedMemoryStorage()
    for _ in range(5):
        table.incr("close to the limit", 60)
    flood = [table.incr(f"invented {number}", 60) for number in range(100)]
    assert set(flood) == {1}
    assert table.incr("close to the limit", 60) == 6


@pytest.fixture
def storeless(make_app: MakeApp, fake: FakeExecutor, caplog: pytest.LogCaptureFixture) -> FlaskClient:
    """A client of an app whose Redis is not there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"redis://127.0.0.1:{port}/0"
    app = limited(make_app, EXECUTOR_SERVICE_URL=fake.url, REDIS_URL=url, AUTH_RATE_LIMIT_MAX_REQUESTS="2")
    return app.test_client()


def test_without_redis_each_process_counts_for_itself(storeless: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    assert statuses(storeless, 4) == [200, 200, 200, 429]
    assert "storage unreachable" in caplog.text
    assert [login(storeless, "ada", "192.0.2.7").status_code for _ in range(3)] == [401, 401, 429]


def test_the_dependencies_tell_of_redis_which_is_not_needed(
    make_app: MakeApp, fake: FakeExecutor, redis_url: str, storeless: FlaskClient
) -> None:
    up = make_app(REDIS_URL=redis_url, EXECUTOR_SERVICE_URL=fake.url).test_client().get("/health/deps")
    down = storeless.get("/health/deps")
    assert up.status_code == down.status_code == 200
    assert up.get_json()["data"]["dependencies"]["redis"]["status"] == "up"
    assert down.get_json()["data"]["dependencies"]["redis"] == {"status": "down", "latencyMs": None}


def test_machines_count_together_in_redis(make_app: MakeApp, redis_url: str, tmp_path: Path) -> None:
    apps = [
        limited(make_app, REDIS_URL=redis_url, DATABASE_URL=str(tmp_path / f"machine{n}" / "portal.db"))
        for n in range(2)
    ]
    told = [get(app.test_client()).status_code for app in [*apps, *apps]]
    assert told == [200, 200, 200, 429]


@pytest.mark.changes_app
@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/api/exercises", 200), ("POST", "/api/auth/login", 401)]
)
def test_redis_may_fail_in_the_middle_of_a_request(
    make_app: MakeApp, redis: Redis, method: str, path: str, status: int
) -> None:
    app = limited(make_app, REDIS_URL=redis.url)

    @app.after_request
    def lose_redis(response: Response) -> Response:
        """Registered last, it runs before what counts failures and reports limits."""
        redis.kill()
        return response

    body = {"username": "nobody", "password": "wrong"} if method == "POST" else None
    response = app.test_client().open(path, method=method, json=body)
    assert response.status_code == status
    assert "RateLimit" not in response.headers


def test_a_lost_connection_to_redis_is_opened_again(make_app: MakeApp, redis_url: str) -> None:
    client = limited(make_app, REDIS_URL=redis_url).test_client()
    port = redis_url.split(":")[2].split("/")[0]
    assert get(client).headers["RateLimit"].startswith('"default";r=2')
    subprocess.run(["redis-cli", "-p", port, "client", "kill", "type", "normal"], check=True, capture_output=True)
    get(client)
    assert "RateLimit" in get(client).headers
