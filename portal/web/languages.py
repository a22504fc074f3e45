"""The language of a response: the best that `Accept-Language` allows of those that there are, otherwise English."""

import functools

from flask import Flask, Response, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from portal import translations

_MAX_HEADER = 200


def init_app(app: Flask) -> None:
    """Choose the language of each request."""
    app.before_request(_choose)


def _choose() -> None:
    translations.use(_best_of(request.environ.get("HTTP_ACCEPT_LANGUAGE", "")[:_MAX_HEADER]))


@functools.lru_cache(256)
def _best_of(header: str) -> str:
    """Return the best language that a header accepts. Regions are left out: `de-AT, en;q=0.5` gets German."""
    tags = [(tag.partition("-")[0], quality) for tag, quality in parse_accept_header(header, LanguageAccept)]
    return LanguageAccept(tags).best_match(translations.LANGUAGES, default=translations.LANGUAGES[0])


def declare(response: Response, language: str | None = None) -> Response:
    """Say which language the messages of a response are in, by default that of the request."""
    response.headers["Content-Language"] = language or translations.current()
    response.vary.add("Accept-Language")
    return response
