"""What all request and answer shapes share: camelCase outside, snake_case inside, nothing unknown, no trick strings."""

import re
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DIGITS = re.compile(r"[0-9]{1,9}")


class SafeString(fields.String):
    """A string that can be stored and sent on: no NUL character, no half of a surrogate pair."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if "\0" in text:
            raise ValidationError("Must not contain NUL characters.")
        if not text.isascii() and _SURROGATE.search(text):
            raise ValidationError("Must not contain half of a surrogate pair.")
        return text


class WholeNumber(fields.Integer):
    """A JSON number without a fraction; no text, no boolean."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if type(value) is not int:
            raise self.make_error("invalid")
        return value


class QueryNumber(fields.Integer):
    """A whole number in a query string: digits and nothing else, where Python would take `+1`, `1_0` and ` 1`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not _DIGITS.fullmatch(value):
            raise self.make_error("invalid")
        return int(value)


class _CamelCaseSchema(Schema):
    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        head, *tail = field_name.split("_")
        field_obj.data_key = field_obj.data_key or head + "".join(part.capitalize() for part in tail)


class RequestSchema(_CamelCaseSchema):
    """What comes in; fields that are not named here are refused by name."""

    class Meta:
        unknown = RAISE


class AnswerSchema(_CamelCaseSchema):
    """What goes out."""


class PaginationSchema(AnswerSchema):
    """Where in a list an answer stands."""

    page = fields.Integer()
    per_page = fields.Integer()
    total = fields.Integer()
    pages = fields.Integer()


class PageArgs(RequestSchema):
    """The query parameters of a list; strings, as query strings are."""

    page = QueryNumber(load_default=1, validate=validate.Range(1, 1_000_000))
    per_page = QueryNumber(load_default=20, validate=validate.Range(1, 100))
