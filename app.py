"""Make the application. `python app.py` serves it for development, with an executor beside it."""

import os
from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import cli, compression, cross_origin, db, edge, http, identity, logs, metrics, migrations, rate_limiting
from portal.config import ConfigError, Settings
from portal.routes import auth, docs, exercises, health, playground, progress
from portal.services import executor_client


class _Portal(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Take every function as it is: none is a coroutine, and to look costs a microsecond each time."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """Make an application from settings, by default those of the environment; starts no process and no thread."""
    settings = settings or Settings.from_environment(os.environ)
    logs.configure(settings)
    app = _Portal("portal", static_folder=None, root_path=os.path.dirname(__file__))
    app.extensions["settings"] = settings
    app.json.sort_keys = False  # type: ignore[attr-defined]
    compression.init_app(app)
    http.init_app(app)
    metrics.init_app(app)
    db.init_app(app)
    executor_client.init_app(app)
    identity.configure(app)
    rate_limiting.init_app(app)
    app.before_request(http.refuse_unknown_parameters)
    cross_origin.init_app(app)
    for blueprint in (auth.bp, exercises.bp, progress.bp, health.bp, docs.bp):
        app.register_blueprint(blueprint)
    if settings.playground:
        app.register_blueprint(playground.bp)
    cli.init_app(app)
    app.wsgi_app = edge.around(app.wsgi_app)  # type: ignore[method-assign, assignment]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def main() -> None:
    """Serve for development on the loopback address."""
    from executor.embedded import EmbeddedExecutor

    executor = EmbeddedExecutor()
    try:
        if not os.environ.get("EXECUTOR_SERVICE_URL"):
            os.environ["EXECUTOR_SERVICE_URL"] = executor.start()
        app = create_app()
        config = app.extensions["settings"]
        with app.app_context(), migrations.in_plain_words(config.database_path):
            migrations.init_schema(db.get_db())
            db.load_seed(db.get_db())
        app.run("127.0.0.1", config.port)
    except (ConfigError, migrations.SchemaError) as error:
        raise SystemExit(f"Python Portal cannot start: {error}") from None
    finally:
        executor.stop()


if __name__ == "__main__":
    main()
