"""Texts for learners that the portal can translate: sent in English, with the template and values each is made of."""

from typing import Any

_MAX_TEMPLATE = 500
_MAX_VALUES = 5
_MAX_VALUE = 500


class Message(str):
    """A text in English that knows how it was made; `{0}`, `{1}` in its template stand for the values."""

    source: dict[str, Any]

    def __new__(cls, template: str, *values: object) -> "Message":
        """Fill in the template."""
        made = super().__new__(cls, template.format(*values))
        made.source = {"id": template, "values": [str(value) for value in values]}
        return made


def with_sources(fields: dict[str, Any]) -> dict[str, Any]:
    """Add where its messages come from as `translatable`: {field: source}; null when there is none."""
    sources = {name: value.source for name, value in fields.items() if isinstance(value, Message)}
    return {**fields, "translatable": sources or None}


def checked(translatable: object, names: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the sources that the guest sent for some fields; those of the wrong shape or size are left out."""
    if not isinstance(translatable, dict):
        return None
    return {name: _cleaned(translatable[name]) for name in names if _is_source(translatable.get(name))} or None


def _cleaned(source: dict[str, Any]) -> dict[str, Any]:
    """Replace lone surrogates, which cannot be encoded."""
    texts = [text.encode("utf-8", "replace").decode() for text in (source["id"], *source["values"])]
    return {"id": texts[0], "values": texts[1:]}


def _is_source(source: object) -> bool:
    if not isinstance(source, dict) or source.keys() != {"id", "values"} or not isinstance(source["values"], list):
        return False
    return (
        len(source["values"]) <= _MAX_VALUES
        and _is_short(source["id"], _MAX_TEMPLATE)
        and all(_is_short(value, _MAX_VALUE) for value in source["values"])
    )


def _is_short(text: object, limit: int) -> bool:
    return isinstance(text, str) and len(text) <= limit
