"""Decorators that parse and validate requests, and the checks that every request passes."""

import contextlib
import functools
from collections.abc import Callable
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from gunicorn.http.errors import ParseException
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wsgi import get_input_stream

from portal import errors
from portal.schemas.base import RequestSchema
from portal.web import json_reader
from portal.web.request_context import current_request
from portal.web.view_metadata import View, record

MAX_BODY_BYTES = 2**20
# The largest body that the shipped proxy passes on.
_MAX_UNREAD_BYTES = 2 * MAX_BODY_BYTES
_PIECE_BYTES = 2**16
BODY_ERRORS = (
    errors.MalformedJson,
    errors.ValidationFailed,
    errors.PayloadTooLarge,
    errors.UnsupportedMediaType,
)


def init_app(app: Flask) -> None:
    """Install the checks that every request passes."""
    # One byte more than allowed: werkzeug silently truncates a body without a declared length at this limit.
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES + 1
    app.url_map.merge_slashes = False  # one canonical path per resource, and no redirects
    app.before_request(_refuse_invalid_url)
    app.after_request(_read_rest)


def json_body(schema: type[RequestSchema]) -> Callable[[View], View]:
    """Validate the JSON body; the view gets the result as its first argument."""
    loader = schema()

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            return view(read_body(loader), *args, **kwargs)

        return record(wrapper, errors=BODY_ERRORS, body=schema)  # type: ignore[return-value]

    return decorate


def query_args(schema: type[RequestSchema]) -> Callable[[View], View]:
    """Validate the query string; the view gets the result as its first argument. All parameters are optional."""
    loader = schema()
    defaults = loader.load({})

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not request.query_string:
                return view(dict(defaults), *args, **kwargs)
            repeated = [name for name, values in request.args.lists() if len(values) > 1]
            if repeated:
                raise errors.ValidationFailed(details={name: ["Given more than once."] for name in repeated})
            return view(_validated(loader, request.args.to_dict()), *args, **kwargs)

        return record(wrapper, errors=(errors.ValidationFailed,), query=schema)  # type: ignore[return-value]

    return decorate


def read_body(loader: RequestSchema) -> dict[str, Any]:
    """Read the body as a JSON object and validate it; its size is bounded before it is parsed.

    Raises:
        UnsupportedMediaType, PayloadTooLarge, MalformedJson, ValidationFailed: the body is not acceptable.
    """
    return _validated(loader, read_json())


def read_json() -> dict[str, Any]:
    """Read the body as a JSON object; raises as `read_body` does. It may be read more than once."""
    if request.mimetype != "application/json":
        raise errors.UnsupportedMediaType
    if request.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise errors.UnsupportedMediaType("The body must be sent as UTF-8.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise errors.UnsupportedMediaType("The body must be sent without a Content-Encoding.")
    try:
        data = request.get_data()
    except RequestEntityTooLarge:
        raise errors.PayloadTooLarge from None
    except (OSError, ParseException):  # gunicorn's: invalid or incomplete chunks
        raise errors.ValidationFailed("The body is incomplete or its chunked encoding is invalid.") from None
    if len(data) > MAX_BODY_BYTES:
        raise errors.PayloadTooLarge
    return json_reader.read_object(data)


def _validated(loader: RequestSchema, raw: dict[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = loader.load(raw)
    except ValidationError as error:
        raise errors.ValidationFailed(details=_by_field(error.messages)) from None
    return loaded


def _by_field(messages: Any, path: str = "") -> dict[str, list[str]]:
    """Return the messages by field; those of a part of a field have its path, such as `hints.0`."""
    if not isinstance(messages, dict):
        return {path or "body": messages}
    parts = [_by_field(inner, f"{path}.{name}" if path else str(name)) for name, inner in messages.items()]
    return {name: found for part in parts for name, found in part.items()}


def _read_rest(response: Response) -> Response:
    """Read a body that was refused unread: closing the connection would reset it, and the proxy would answer 502."""
    if current_request().has_body:
        with contextlib.suppress(HTTPException, OSError, ParseException):
            stream, left = _unread_stream(), _MAX_UNREAD_BYTES
            while left > 0 and (piece := stream.read(_PIECE_BYTES)):
                left -= len(piece)
    return response


def _unread_stream() -> IO[bytes]:
    try:
        return request.stream
    except RequestEntityTooLarge:
        return get_input_stream(request.environ)


def _refuse_invalid_url() -> None:
    """Refuse NUL characters and bytes that are not UTF-8, which Flask would silently replace."""
    request = current_request()
    path, query = request.environ.get("PATH_INFO", "").encode("latin-1"), request.query_string
    # werkzeug drops repeated slashes at the start, which would give every resource further addresses.
    if not _is_text(path) or path.startswith(b"//"):
        raise errors.NotFound
    if not (_is_text(query) and _is_text(unquote_to_bytes(query))):
        raise errors.ValidationFailed("The query string must be UTF-8 without NUL characters.")
    if query and request.method != "OPTIONS":
        _refuse_unknown_parameters()


def _refuse_unknown_parameters() -> None:
    """Refuse query parameters of an operation that takes none; `query_args` does so for all others."""
    view = current_app.view_functions.get(request.endpoint or "")
    if hasattr(view, "success") and not hasattr(view, "query") and request.args:
        raise errors.ValidationFailed(details={name: ["Unknown field."] for name in request.args})


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False
