"""Facts that the decorators of a view record on it: the API document and the tests read them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask.typing import ResponseReturnValue

from portal.schemas.base import ResponseSchema

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@dataclass(frozen=True)
class Success:
    """The response of a view that succeeds; without a schema it has one of `media_types` and no fixed shape.

    `event_stream` is an example of the server-sent events that clients may ask for instead.
    """

    status: int = 200
    schema: type[ResponseSchema] | None = None
    media_types: tuple[str, ...] = ("application/json",)
    event_stream: str | None = None


def record(view: View, **facts: Any) -> View:
    """Set attributes on a view; tuples are appended to what inner decorators recorded."""
    for name, fact in facts.items():
        setattr(view, name, (*getattr(view, name, ()), *fact) if isinstance(fact, tuple) else fact)
    return view
