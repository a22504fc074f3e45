"""The decorators that declare what a view returns and how it may fail."""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.errors import PortalError
from portal.schemas.base import ResponseSchema
from portal.translations import translate
from portal.web import envelope, languages
from portal.web.compression import keep_compressed
from portal.web.request_context import current_request
from portal.web.view_metadata import Success, View, record

# The data for the response schema, and a sentence for a person.
Result = tuple[Any, str]


class Serialized(dict[str, Any]):
    """Data in the shape of the response schema, serialized already."""


def returns(
    schema: type[ResponseSchema],
    *errors: type[PortalError],
    status: int = 200,
    location: str | None = None,
    cacheable: bool = False,
    event_stream: str | None = None,
) -> Callable[[Callable[..., Result | Response]], Callable[..., ResponseReturnValue]]:
    """Serialise what a view returns with `schema` and wrap it in the envelope; a paginated list gets a `Link` header.

    Args:
        errors: what the view may raise besides the errors of its other decorators.
        location: value of the `Location` header.
        cacheable: send a guest's response with `ETag` and `Cache-Control`, and 304 if it is unchanged; its message is
            English for everybody, so that caches keep one response.
        event_stream: example of the events that the view itself returns to clients that prefer them.
    """
    serializer = schema()
    is_paginated = "pagination" in serializer.fields

    def decorate(view: Callable[..., Result | Response]) -> Callable[..., ResponseReturnValue]:
        @functools.wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            returned = view(*args, **kwargs)
            if isinstance(returned, Response):
                returned.vary.add("Accept")
                return languages.declare(returned)
            result, message = returned
            data = result if isinstance(result, Serialized) else serializer.dump(result)
            response = envelope.success(data, message if cacheable else translate(message), status=status)
            if not cacheable:
                languages.declare(response)
            if location is not None:
                response.headers["Location"] = location
            if event_stream is not None:
                response.vary.add("Accept")
            if is_paginated:
                response.headers.add("Link", _page_links(data["pagination"]))
            return _cached(response) if cacheable else response

        headers = ("Location",) * bool(location) + ("Link",) * is_paginated + ("ETag",) * cacheable
        return record(
            wrapper, errors=errors, headers=headers, success=Success(status, schema, event_stream=event_stream)
        )

    return decorate


def serves(
    *media_types: str,
    schema: type[ResponseSchema] | None = None,
    errors: tuple[type[PortalError], ...] = (),
    headers: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Declare the response of a view that builds its own: not JSON, or JSON that is streamed."""
    success = Success(schema=schema, media_types=media_types)
    return lambda view: record(view, errors=errors, headers=headers, success=success)


def _cached(response: Response) -> Response:
    """Let caches keep a guest's response; what depends on a token must not be stored."""
    keep_compressed(response)
    response.headers["Vary"] = "Authorization"
    if "Authorization" in request.headers:
        return response
    response.cache_control.public = True
    response.cache_control.max_age = 60
    response.add_etag()
    return response


def _page_links(pagination: dict[str, Any]) -> str:
    """Return the `Link` header of a page (RFC 8288)."""
    request = current_request()
    args = tuple(request.args.items()) if request.query_string else ()
    address = f"{request.script_root}{request.path}"
    return _links(address, args, pagination["page"], pagination["pages"], pagination.get("next"))


@functools.lru_cache(maxsize=256)
def _links(address: str, args: tuple[tuple[str, str], ...], page: int, pages: int, cursor: str | None) -> str:
    """Return the links of a page; of what follows a cursor, only what is before and after it."""
    filters = {name: value for name, value in args if name not in {"page", "after"}}
    if "after" in dict(args):
        targets = {"first": {"page": 1}, "next": {"after": cursor} if cursor else None}
    else:
        last = max(pages, 1)
        numbers = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
        targets = {name: {"page": number} for name, number in numbers.items() if 1 <= number <= last}
    return ", ".join(
        f'<{address}?{urlencode({**filters, **target})}>; rel="{name}"' for name, target in targets.items() if target
    )
