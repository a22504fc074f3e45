"""Where a request's time goes: each layer in microseconds, in this process, without a network.

`python -m bench.layers`: medians over many requests. A layer is a function that Flask calls before or after the view,
the view with its decorators, or a part of the edge around Flask; the rest is Flask, which the bare app pays, too.
"""

import logging
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder

ROUNDS = 2000
Timings = dict[str, list[float]]


def make_app(folder: Path) -> Flask:
    """Make the app with everything switched on and its log going nowhere."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # as under gunicorn, and before the first import
    from app import create_app
    from portal import db, migrations
    from portal.config import Settings

    env = {"DATABASE_URL": str(folder / "bench.db"), "RATE_LIMIT_MAX_REQUESTS": "1000000000", "JWT_SECRET": "x" * 64}
    app = create_app(Settings.from_environment(env))
    with app.app_context():
        migrations.init_schema(db.get_db())
        db.load_seed(db.get_db())
    for handler in logging.getLogger("portal").handlers:
        handler.stream = (folder / "log").open("w")  # type: ignore[attr-defined]
    return app


def instrument(app: Flask) -> Timings:
    """Time every layer of an app, from now on."""
    from portal import edge, logs, metrics

    timings: Timings = defaultdict(list)
    for module, name in ((metrics, "observe_request"), (logs, "write_request"), (edge, "_dressed")):
        layer = getattr(module, name)
        setattr(module, name, _timed(layer, _name(layer), timings))
    for functions in (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs):
        for scope, layers in functions.items():
            functions[scope] = [_timed(layer, _name(layer), timings) for layer in layers]
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = _timed(view, "the view and its decorators", timings)
    return timings


def _name(layer: Any) -> str:
    return f"{layer.__module__}.{layer.__qualname__}".removesuffix(".<locals>.wrapper")


def _timed(act: Callable[..., Any], name: str, timings: Timings) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        try:
            return act(*args, **kwargs)
        finally:
            timings[name].append(time.perf_counter() - start)

    return timed


def request_us(app: Flask, path: str) -> float:
    """Return the median time of a whole request through the WSGI interface, in microseconds."""
    environ = EnvironBuilder(path, headers=[("Accept-Encoding", "gzip"), ("User-Agent", "bench")]).get_environ()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer: Iterable[bytes] = app.wsgi_app(dict(environ), lambda *_: lambda _: None)
        b"".join(answer)
        getattr(answer, "close", lambda: None)()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def main() -> None:
    """Print a table for each path."""
    from bench.bare import app as bare

    with tempfile.TemporaryDirectory() as name:
        app = make_app(Path(name))
        base = request_us(bare, "/")
        print(f"bare Flask{base:38.0f} us")
        totals = {path: request_us(app, path) for path in ("/health", "/api/exercises", "/api/exercises/greet")}
        timings = instrument(app)
        for path, total in totals.items():
            timings.clear()
            request_us(app, path)
            print(f"\n{path}: {total:.0f} us, {total - base:.0f} more than bare Flask")
            for layer, times in sorted(timings.items(), key=lambda item: -statistics.median(item[1])):
                print(f"  {layer:<46}{statistics.median(times) * 1e6:7.1f}")


if __name__ == "__main__":
    main()
