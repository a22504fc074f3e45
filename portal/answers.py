"""What a view answers and how it may fail: declared once, carried out by the declaration, read by the API document."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from portal.compression import SharedAnswer
from portal.errors import PortalError
from portal.schemas.base import AnswerSchema

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
# What to show, a sentence for a person and, seldom, headers; or an answer that is ready.
Answer = tuple[Any, str] | tuple[Any, str, dict[str, str]] | SharedAnswer


@dataclass(frozen=True)
class Success:
    """The answer of a view that succeeds; without a schema it is no JSON of ours but one of `media_types`."""

    status: int = 200
    schema: type[AnswerSchema] | None = None
    media_types: tuple[str, ...] = ("application/json",)


def answers(
    schema: type[AnswerSchema], *errors: type[PortalError], status: int = 200, headers: tuple[str, ...] = ()
) -> Callable[[Callable[..., Answer]], Callable[..., ResponseReturnValue]]:
    """Put what a view returns, as `schema` shows it, into the envelope; a page of a list gets its `Link` header.

    Args:
        errors: what it may raise besides what its other decorators do.
        headers: those it sets.
    """
    shape = schema()

    def decorate(view: Callable[..., Answer]) -> Callable[..., ResponseReturnValue]:
        @functools.wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            answer = view(*args, **kwargs)
            if isinstance(answer, SharedAnswer):
                return _with_links(answer.respond(), answer.data)
            found, message, *more = answer
            data = shape.dump(found)
            response = jsonify({"success": True, "data": data, "message": message})
            response.status_code = status
            for extra in more:
                response.headers.update(extra)
            return _with_links(response, data)

        links = ("Link",) if "pagination" in shape.fields else ()
        return note(wrapper, errors=errors, headers=(*headers, *links), success=Success(status, schema))

    return decorate


def serves(
    *media_types: str,
    schema: type[AnswerSchema] | None = None,
    errors: tuple[type[PortalError], ...] = (),
    headers: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Say what a view answers that makes its answer itself: no JSON, or JSON too long to hold."""
    success = Success(schema=schema, media_types=media_types)
    return lambda view: note(view, errors=errors, headers=headers, success=success)


def note(view: View, **facts: Any) -> View:
    """Leave on a view what one of its decorators knows of it; tuples add up."""
    for name, fact in facts.items():
        setattr(view, name, (*getattr(view, name, ()), *fact) if isinstance(fact, tuple) else fact)
    return view


def _with_links(response: Response, data: dict[str, Any]) -> Response:
    if "pagination" in data:
        place = data["pagination"]
        environ = request.environ
        address = f"{environ['SCRIPT_NAME']}{environ['PATH_INFO']}"
        response.headers["Link"] = _links(address, environ["QUERY_STRING"], place["page"], place["pages"])
    return response


@functools.lru_cache(maxsize=256)
def _links(address: str, query: str, page: int, pages: int) -> str:
    """Name the pages around one, as RFC 8288 does."""
    given = parse_qsl(query.encode("latin-1").decode(), keep_blank_values=True)
    around = {"first": 1, "prev": page - 1, "next": page + 1, "last": max(pages, 1)}
    return ", ".join(
        f'<{address}?{urlencode({**dict(given), "page": number})}>; rel="{name}"'
        for name, number in around.items()
        if 1 <= number <= max(pages, 1)
    )
