"""The envelope every answer wears, the decorators that read a request, and what turns errors into answers."""

import functools
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, current_app, jsonify, request, stream_with_context
from flask.typing import ResponseReturnValue
from gunicorn.http.errors import ParseException
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from portal import errors, json_reader
from portal.answers import View, note
from portal.schemas.base import RequestSchema

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 2**20
_BY_STATUS: dict[int, type[errors.PortalError]] = {
    error.status: error
    for error in (errors.NotFound, errors.MethodNotAllowed, errors.PayloadTooLarge, errors.UnsupportedMediaType)
}

# How a body may be refused before its content is looked at, and after.
BODY_ERRORS = (
    errors.MalformedJson,
    errors.ValidationFailed,
    errors.PayloadTooLarge,
    errors.UnsupportedMediaType,
)


def streamed(
    name: str, items: Iterable[Any], head: dict[str, Any], message: str, *, filename: str
) -> ResponseReturnValue:
    """Wrap a success whose data ends with a list of any length, called `name`; one item is held at a time."""
    opening = json.dumps({"success": True, "message": message, "data": head})[:-2]

    def parts() -> Iterator[str]:
        yield f'{opening}, "{name}": ['
        for number, item in enumerate(items):
            yield (", " if number else "") + json.dumps(item)
        yield "]}}"

    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(stream_with_context(parts()), 200, headers, mimetype="application/json")


def json_body(schema: type[RequestSchema]) -> Callable[[View], View]:
    """Validate the JSON body; the view gets the result as its first argument."""
    loader = schema()  # making one costs more than using it

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            return view(read_body(loader), *args, **kwargs)

        return note(wrapper, errors=BODY_ERRORS, body=schema)  # type: ignore[return-value]

    return decorate


def query_args(schema: type[RequestSchema]) -> Callable[[View], View]:
    """Validate the query string; the view gets the result as its first argument. No parameter is ever required."""
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

        return note(wrapper, errors=(errors.ValidationFailed,), query=schema)  # type: ignore[return-value]

    return decorate


def read_body(loader: RequestSchema) -> dict[str, Any]:
    """Read the body as a JSON object of a shape, bounded before it is parsed.

    Raises:
        UnsupportedMediaType, PayloadTooLarge, MalformedJson, ValidationFailed: it is none.
    """
    return _validated(loader, _read_json())


def _read_json() -> dict[str, Any]:
    if request.mimetype != "application/json":
        raise errors.UnsupportedMediaType
    if request.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise errors.UnsupportedMediaType("The body must be sent as UTF-8.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise errors.UnsupportedMediaType("The body must be sent without a Content-Encoding.")
    try:
        data = request.get_data(cache=False)
    except (OSError, ParseException):  # the server's: chunks that are none or do not end
        raise errors.ValidationFailed("The body cannot be read to its end.") from None
    if len(data) > MAX_BODY_BYTES:
        raise errors.PayloadTooLarge
    return json_reader.read_object(data)


def init_app(app: Flask) -> None:
    """Install limits and error handlers."""
    # One byte more than is allowed: werkzeug cuts a body without a declared length here, and says nothing of it.
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES + 1
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.before_request(_check_address)
    app.register_error_handler(errors.PortalError, _on_portal_error)
    app.register_error_handler(HTTPException, _on_http_exception)
    app.register_error_handler(Exception, _on_unexpected)


def failure(error: errors.PortalError) -> Response:
    """Wrap an error."""
    response = jsonify(error.envelope())
    response.status_code = error.status
    response.headers.update(error.headers)
    return response


def refuse_unknown_parameters() -> None:
    """An operation that takes no query parameters refuses them, as `query_args` refuses those it does not know."""
    if not request.query_string or request.method == "OPTIONS":
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if hasattr(view, "success") and not hasattr(view, "query") and request.args:
        raise errors.ValidationFailed(details={name: ["Unknown field."] for name in request.args})


def _validated(loader: RequestSchema, raw: dict[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = loader.load(raw)
    except ValidationError as error:
        details = error.messages if isinstance(error.messages, dict) else {"body": error.messages}
        raise errors.ValidationFailed(details=details) from None
    return loaded


def _check_address() -> None:
    """Refuse NUL characters and bytes that are not UTF-8, which Flask would quietly replace."""
    environ = request.environ
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if not _is_text(path.encode("latin-1")):
        raise errors.NotFound
    raw = query.encode("latin-1")
    if not (_is_text(raw) and _is_text(unquote_to_bytes(raw))):
        raise errors.ValidationFailed("The query string must be UTF-8 without NUL characters.")


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def _on_portal_error(error: errors.PortalError) -> ResponseReturnValue:
    if error.status >= 500:
        log.error("%s: %s", error.code, error.__cause__ or error, exc_info=error.status == 500)
    return failure(error)


def _on_http_exception(error: HTTPException) -> ResponseReturnValue:
    """Dress what Flask and werkzeug raise; their own words and pages stay inside."""
    status = error.code or 500
    if isinstance(error, RequestEntityTooLarge):
        return failure(errors.PayloadTooLarge())
    if status in _BY_STATUS:
        return failure(_BY_STATUS[status](headers=_allowed_methods(error)))
    if 400 <= status < 500:
        return failure(errors.ValidationFailed("The request cannot be read."))
    return _on_unexpected(error)


def _allowed_methods(error: HTTPException) -> dict[str, str]:
    methods = getattr(error, "valid_methods", None)
    return {"Allow": ", ".join(sorted(methods))} if methods else {}


def _on_unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected error on %s %s", request.method, request.path, exc_info=error)
    return failure(errors.InternalError())
