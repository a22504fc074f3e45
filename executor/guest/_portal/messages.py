"""Texts for learners that can be said in other languages: the portal translates them by template and values."""

import re
from typing import Any

from _portal.environment import WORK

_MAX_VALUE = 500
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_TEMPORARY_FOLDER = re.compile(rf"{WORK}/tmp/[^/'\"\s]+/")
# Python's name of a type, and the word for it where that is another one.
_WORDS = {"str": "string", "dict": "dictionary", "builtin_function_or_method": "function", "type": "class"}
_NO_ARTICLE = ("None", "NoneType")
# What is shown instead of a type where either value of it would do.
TRUE_OR_FALSE = "True or False"


class _Value(str):
    """A value of a template; `{0:a}` writes it as a type with its article, `{0:A}` at the start of a sentence."""

    def __format__(self, spec: str) -> str:
        if spec not in ("a", "A", "t"):
            return super().__format__(spec)
        word = _WORDS.get(self, str(self))
        if spec == "t" or word == TRUE_OR_FALSE:
            return word
        if self in _NO_ARTICLE:
            return "None"
        article = "an" if word[:1] in "aeiouAEIOU" else "a"
        return f"{article.capitalize() if spec == 'A' else article} {word}"


class Message(str):
    """A text in English that knows how it was made; `{0}`, `{1}` in its template stand for the values."""

    source: dict[str, Any]

    def __new__(cls, template: str, *values: object) -> "Message":
        """Fill in the template; values are shown `without_addresses`, and long ones are cut."""
        shown = [_Value(without_addresses(str(value))[:_MAX_VALUE]) for value in values]
        made = super().__new__(cls, template.format(*shown))
        made.source = {"id": template, "values": [str(value) for value in shown]}
        return made


def without_addresses(text: str) -> str:
    """Remove the memory addresses that Python prints of objects, and the folders that pytest makes for tests."""
    return _TEMPORARY_FOLDER.sub("", _ADDRESS.sub("", text)).replace("PosixPath(", "Path(")


def with_sources(fields: dict[str, Any]) -> dict[str, Any]:
    """Replace messages by plain texts, and add where they come from as `translatable`: {field: source}."""
    sources = {name: value.source for name, value in fields.items() if isinstance(value, Message)}
    plain = {name: str(value) if name in sources else value for name, value in fields.items()}
    return {**plain, "translatable": {**(fields.get("translatable") or {}), **sources}} if sources else plain


def explanation_of(described: dict[str, Any]) -> str | None:
    """Return the explanation of what `with_sources` returned, as a message again if it was one."""
    text, sources = described.get("explanation"), described.get("translatable")
    if not isinstance(text, str):
        return None
    source = sources.get("explanation") if type(sources) is dict else None
    if not _is_source(source):
        return text
    made = str.__new__(Message, text)
    made.source = source
    return made


def _is_source(source: object) -> bool:
    """Whether this can be sent to the host, which checks it: the learner's interpreter may have made anything of it."""
    if type(source) is not dict or type(source.get("id")) is not str or type(source.get("values")) is not list:
        return False
    return all(type(value) is str for value in source["values"])
