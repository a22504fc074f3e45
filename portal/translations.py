"""Our messages in the language of the request. The English text, with `{0}`, `{1}` for its values, is the key.

`data/messages.de.json` and so on hold `messages`, key to translation, and `words`: forms of values that are words
themselves, such as types, which a translation asks for by `{0:form}`. What has no translation stays English.
"""

import functools
import json
import re
from contextvars import ContextVar
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "de", "es")
_FOLDER = Path(__file__).with_name("data")
# The values of messages that come without a source: numbers, and the choices that marshmallow lists.
_VALUES = re.compile(r"\d+(?:[.,]\d+)*|(?<=^Must be one of: ).+(?=\.$)")
_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])

Words = dict[str, dict[str, str]]


class _Value(str):
    """A value that is filled in; a form of `words` says how it is written, and as `*` how all others are."""

    words: Words

    def __format__(self, form: str) -> str:
        forms = self.words.get(form, {"*": "{0}"})
        known = forms.get(self) if self != "*" else None  # the operator is a value too
        return known or forms["*"].format(str(self))


def use(language: str) -> None:
    """Set the language of the messages of this thread's request."""
    _language.set(language)


def current() -> str:
    """Return the language of the request."""
    return _language.get()


def translate(text: str, source: dict[str, Any] | None = None) -> str:
    """Translate a message; one that is not known stays as it is.

    Args:
        source: {"id": key, "values": strings} of a message with values other than numbers. It may come from the
            sandbox: the values are only filled in.
    """
    if current() == LANGUAGES[0]:
        return text
    messages, words = _load(current())
    values = _VALUES.findall(text) if source is None else source["values"]
    template = messages.get(key_of(text) if source is None else source["id"])
    if template is None:
        return text
    shown = [_Value(value) for value in values]
    for value in shown:
        value.words = words
    try:
        return template.format(*shown)
    except IndexError:  # fewer values than the template has
        return text


def key_of(text: str) -> str:
    """Return the key of a message: the text with placeholders for its numbers."""
    number = -1

    def placeholder(_match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"{{{number}}}"

    return _VALUES.sub(placeholder, text)


@functools.cache
def _load(language: str) -> tuple[dict[str, str], Words]:
    content = json.loads((_FOLDER / f"messages.{language}.json").read_text("utf-8"))
    return content["messages"], content["words"]
