"""Applications that tests use one after the other: making one takes 13 ms, ten of them for the patterns of its URLs."""

import dataclasses
from collections import defaultdict

from flask import Flask

from app import create_app
from portal import extensions
from portal.config import Settings
from tests import document


class Applications:
    """Makes applications, and gives those that a test has done with to the next one that asks for the same settings.

    Each test's application has a database and an executor of its own, and its rate limits have counted nothing.
    Whatever they answer is compared with the API document.
    """

    def __init__(self) -> None:
        self._idle: dict[Settings, list[Flask]] = defaultdict(list)
        self._used: list[tuple[Settings, Flask]] = []
        self._problems: list[str] = []

    def take(self, settings: Settings) -> Flask:
        kind = dataclasses.replace(settings, database_url="", executor_service_url=None)
        app = self._renewed(self._idle[kind].pop(), settings) if self._idle[kind] else self._made(settings)
        self._used.append((kind, app))
        return app

    def give_back(self) -> list[str]:
        """Close what the test has used; return in what its answers were not as the document says."""
        for kind, app in self._used:
            app.extensions["portal"].connections.close_all()
            if kind.redis_url is None:  # a Redis belongs to one test
                self._idle[kind].append(app)
        problems = list(self._problems)
        self._used.clear()
        self._problems.clear()
        return problems

    def _made(self, settings: Settings) -> Flask:
        app = create_app(settings)
        document.watch(app, self._problems)
        return app

    def _renewed(self, app: Flask, settings: Settings) -> Flask:
        extensions.init_app(app, settings)
        app.extensions["rate_limiter"].reset()
        return app
