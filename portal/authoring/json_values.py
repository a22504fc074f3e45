"""Reading JSON whose shape is not known."""

from typing import Any


def strings(value: object) -> tuple[str, ...]:
    """Return the strings of a JSON list; nothing for anything else."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def first_message(messages: Any) -> str:
    """Return the first message of a ValidationError, with the path to it."""
    if isinstance(messages, dict):
        key, inner = next(iter(messages.items()))
        return first_message(inner) if key == "_schema" else f"{key!s}: {first_message(inner)}"
    return str(messages[0]) if isinstance(messages, list) else str(messages)
