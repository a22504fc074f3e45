"""Where the CPU time of a signed-in list goes: what each layer around the view costs when it alone is added.

    python -m bench.layers

Everything runs in this process, without gunicorn, whose share is that of the bare Flask app in `bench.serving`. The
layers are measured in turn, round by round, so that all see the same machine.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from flask import Flask, Response
from limits import parse
from limits.strategies import FixedWindowRateLimiter
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from app import create_app
from bench.results import write_section
from portal import extensions
from portal.config import Settings
from portal.database import schema
from portal.observability import logs, metrics_exporter
from portal.routes import auth, exercises
from portal.services import starter_curriculum
from portal.web import (
    authentication,
    compression,
    cors,
    error_handlers,
    languages,
    rate_limit_storage,
    rate_limits,
    request_parsing,
    security_headers,
    tokens,
)
from portal.web.json_provider import OrjsonProvider
from portal.web.request_context import Request

ROUNDS = 15
REQUESTS = 300
_LIMITS = dict.fromkeys(("RATE_LIMIT_MAX_REQUESTS", "AUTH_RATE_LIMIT_MAX_REQUESTS"), "1000000000")
_NOTES = (
    "CPU time of the thread that answers `GET /api/exercises`, signed in: medians of alternating rounds; a layer is\n"
    "the difference to the view alone. gunicorn and the thread that writes the log come on top."
)

Layer = Callable[[Flask, Settings], None]


def _authentication(app: Flask, settings: Settings) -> None:
    tokens.init_app(app, settings)
    authentication.init_app(app)


def _rate_limits(app: Flask, settings: Settings) -> None:
    app.register_blueprint(auth.bp)
    rate_limits.init_app(app, settings)


def _limits_alone(app: Flask, _settings: Settings) -> None:
    """Count and report the same limit with the library below Flask-Limiter, for comparison."""
    strategy = FixedWindowRateLimiter(rate_limit_storage.SharedMemoryStorage())
    limit = parse("1000000000 per 900 seconds")

    @app.before_request
    def _count() -> None:
        strategy.hit(limit, "network:127.0.0.1")

    @app.after_request
    def _report(response: Response) -> Response:
        reset_at, remaining = strategy.get_window_stats(limit, "network:127.0.0.1")
        response.headers["RateLimit-Policy"] = f'"default";q={limit.amount};w={limit.get_expiry()}'
        response.headers["RateLimit"] = f'"default";r={remaining};t={int(reset_at - time.time())}'
        return response


LAYERS: dict[str, Layer] = {
    "access log": lambda app, _: logs.init_app(app),
    "choice of the language": lambda app, _: languages.init_app(app),
    "metrics": lambda app, _: metrics_exporter.init_app(app, behind_proxy=False),
    "security headers, request id": lambda app, _: security_headers.init_app(app),
    "CORS (Flask-CORS)": cors.init_app,
    "compression (Flask-Compress, zstd)": lambda app, _: compression.init_app(app),
    "authentication: token, session, statuses": _authentication,
    "rate limit (Flask-Limiter)": _rate_limits,
    "checks of the URL": lambda app, _: request_parsing.init_app(app),
    "(not used: the rate limit with `limits` alone)": _limits_alone,
}


def main() -> None:
    """Measure, print and write."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment(
            {**_LIMITS, "DATABASE_URL": str(Path(folder) / "bench.db"), "JWT_SECRET": "x" * 64, "NODE_ENV": "test"}
        )
        with redirect_stdout(Path(os.devnull).open("w")):  # the log of that many requests
            whole = create_app(settings)
        token = _prepare(whole)
        bare = Flask("bare")
        bare.add_url_rule("/api/exercises", view_func=lambda: {"success": True})
        view = _app(settings)
        subjects = {"bare": _requests(bare), "view": _requests(view), "whole": _requests(whole, token)}
        for name, layer in LAYERS.items():
            app = _app(settings, layer)
            subjects[name] = _requests(app, token if layer is _authentication else "")
        costs = _measure(subjects)
    rows = table(costs)
    print(*rows, sep="\n")
    write_section("A signed-in list by layer", _NOTES, rows)


def _app(settings: Settings, *layers: Layer) -> Flask:
    """Make an app with the view of the list, and no more layers than these."""
    app = Flask("portal")
    app.request_class = Request
    app.json = OrjsonProvider(app)
    extensions.init_app(app, settings)
    app.register_blueprint(exercises.bp)
    error_handlers.init_app(app)
    for layer in layers:
        layer(app, settings)
    return app


def _prepare(app: Flask) -> str:
    """Create the database with the starter curriculum and an account, and return its access token."""
    with app.app_context():
        schema.init_schema(extensions.get_db())
        starter_curriculum.load(extensions.get_db())
    account = {"email": "bench@example.org", "username": "bench", "password": "correct horse"}
    response = app.test_client().post("/api/auth/register", json=account)
    return str(response.get_json()["data"]["accessToken"])


def _requests(app: Flask, token: str = "") -> Callable[[int], None]:
    """Return a function that answers so many requests, as gunicorn would ask for."""
    headers = Headers({"Accept-Encoding": "gzip, deflate, br, zstd", "Accept": "*/*", "User-Agent": "bench"})
    if token:
        headers["Authorization"] = f"Bearer {token}"
    environ = EnvironBuilder("/api/exercises", headers=headers).get_environ()

    def start_response(status: str, _headers: list[tuple[str, str]], _exc_info: Any = None) -> Any:
        if status != "200 OK":
            raise SystemExit(f"the benchmark got: {status}")

    def answer(times: int) -> None:
        for _ in range(times):
            body: Iterable[bytes] = app.wsgi_app(dict(environ), start_response)
            b"".join(body)
            getattr(body, "close", lambda: None)()

    return answer


def _measure(subjects: dict[str, Callable[[int], None]]) -> dict[str, list[float]]:
    costs: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(ROUNDS):
        for name, answer in subjects.items():
            answer(REQUESTS // 10)
            start = time.thread_time()
            answer(REQUESTS)
            costs[name].append((time.thread_time() - start) / REQUESTS * 1e6)
    return costs


def table(costs: dict[str, list[float]]) -> list[str]:
    """Return the rows: the whole, what Flask and the view take, and what each layer adds."""

    def added(name: str, to: str) -> str:
        return f"{statistics.median(a - b for a, b in zip(costs[name], costs[to], strict=True)):.0f}"

    rows = ["| part | µs |", "|---|---|", f"| bare Flask, one line of JSON | {statistics.median(costs['bare']):.0f} |"]
    rows += [f"| the view: version of the catalogue, page, links, JSON, ETag | {added('view', 'bare')} |"]
    rows += [f"| {name} | {added(name, 'view')} |" for name in LAYERS]
    return [*rows, f"| **all together** | {statistics.median(costs['whole']):.0f} |"]


if __name__ == "__main__":
    main()
