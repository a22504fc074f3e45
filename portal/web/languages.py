"""The language of a response: the best that `Accept-Language` allows of those that there are, otherwise English."""

from flask import Flask, Response, request
from werkzeug.datastructures import LanguageAccept

from portal import translations


def init_app(app: Flask) -> None:
    """Choose the language of each request."""
    app.before_request(_choose)


def _choose() -> None:
    # Regions are left out: somebody who asks for `de-AT, en;q=0.5` gets German.
    accepted = LanguageAccept([(tag.partition("-")[0], quality) for tag, quality in request.accept_languages])
    translations.use(accepted.best_match(translations.LANGUAGES, default=translations.LANGUAGES[0]))


def declare(response: Response, language: str | None = None) -> Response:
    """Say which language the messages of a response are in, by default that of the request."""
    response.headers["Content-Language"] = language or translations.current()
    response.vary.add("Accept-Language")
    return response
