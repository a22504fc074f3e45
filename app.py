"""The application factory. `python app.py` serves the application for development, with an embedded executor."""

import functools
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import cli, extensions
from portal.config import Settings
from portal.config_reader import ConfigError
from portal.database import schema
from portal.observability import logs, metrics_exporter, tracing
from portal.observability.log_format import notice
from portal.routes import auth, authoring, docs, exercises, health, playground, progress
from portal.services import starter_curriculum
from portal.web import (
    authentication,
    compression,
    cors,
    error_handlers,
    languages,
    rate_limits,
    request_parsing,
    security_headers,
    tokens,
)
from portal.web.json_provider import OrjsonProvider
from portal.web.request_context import Request

# A check runs hundreds of programs; a service on the same machine comes first.
_COMMAND_NICENESS = 10


def create_app(settings: Settings | None = None) -> Flask:
    """Create an application from settings, by default those of the environment; starts no process."""
    settings = settings or Settings.from_environment(os.environ)
    logs.configure(settings)
    settings.warn()
    app = Flask("portal", static_folder=None, root_path=os.path.join(os.path.dirname(__file__), "portal"))
    app.request_class = Request
    app.json = OrjsonProvider(app)
    extensions.init_app(app, settings)
    for blueprint in (auth.bp, exercises.bp, authoring.bp, progress.bp, health.bp, docs.bp):
        app.register_blueprint(blueprint)
    if settings.playground:
        app.register_blueprint(playground.bp)
    cli.init_app(app, functools.partial(_embedded_executor, niceness=_COMMAND_NICENESS))
    tokens.init_app(app, settings)
    error_handlers.init_app(app)
    # Requests pass these from top to bottom, responses from bottom to top.
    logs.init_app(app)
    languages.init_app(app)
    metrics_exporter.init_app(app, behind_proxy=settings.trusted_proxies > 0)
    security_headers.init_app(app)
    cors.init_app(app, settings)
    authentication.init_app(app)
    rate_limits.init_app(app, settings)
    request_parsing.init_app(app)
    compression.init_app(app)
    tracing.init_app(app, settings)
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


@contextmanager
def _embedded_executor(*, niceness: int = 0) -> Iterator[str]:
    """Run an embedded executor and give its URL."""
    from executor.embedded import EmbeddedExecutor
    from executor.settings import SettingsError

    # A line for each run would hide the command's report.
    executor = EmbeddedExecutor(log_level="error", niceness=niceness)
    try:
        try:
            url = executor.start()
        except SettingsError as error:
            raise ConfigError(str(error)) from None
        yield url
    finally:
        executor.stop()


def main() -> None:
    """Serve for development on the loopback address."""
    try:
        if os.environ.get("EXECUTOR_SERVICE_URL"):
            _serve()
        else:
            with _embedded_executor() as url:
                os.environ["EXECUTOR_SERVICE_URL"] = url
                _serve()
    except (ConfigError, schema.SchemaError) as error:
        raise SystemExit(notice(f"Python Portal cannot start: {error}", level=logging.ERROR)) from None


def _serve() -> None:
    app = create_app()
    with app.app_context():
        settings = extensions.get_settings()
        with schema.in_plain_words(settings.database_url):
            schema.init_schema(extensions.get_db())
            starter_curriculum.load(extensions.get_db())
    app.run("127.0.0.1", settings.port)


if __name__ == "__main__":
    main()
