"""Reading JSON whose shape is not known."""

from collections.abc import Iterator
from typing import Any

from marshmallow import ValidationError


def strings(value: object) -> tuple[str, ...]:
    """Return the strings of a JSON list; nothing for anything else."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def messages_of(error: ValidationError) -> str:
    """Return the messages of an error in one line, each with the path to it."""
    return "; ".join(_flat(error.messages, ""))


def _flat(messages: Any, path: str) -> Iterator[str]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _flat(inner, path if key == "_schema" else f"{path}{key}: ")
    else:
        texts = messages if isinstance(messages, list) else [messages]
        yield from (f"{path}{str(text).rstrip('.')}" for text in texts)
