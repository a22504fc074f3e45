"""Base classes of schemas: camelCase outside, snake_case inside, no unknown fields, no unsafe strings."""

import re
from typing import Any, ClassVar

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

from portal import translations

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DIGITS = re.compile(r"[0-9]{1,9}")


class SafeString(fields.String):
    """A string that can be stored and sent on: no NUL character, no lone surrogate."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if "\0" in text:
            raise ValidationError("Must not contain NUL characters.")
        if not text.isascii() and _SURROGATE.search(text):
            raise ValidationError("Must not contain lone surrogates.")
        return text


class WholeNumber(fields.Integer):
    """A JSON number without a fraction, `2000.0` as well as `2000`; no text, no boolean."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if type(value) is not int and not (type(value) is float and value.is_integer()):
            raise self.make_error("invalid")
        return int(value)


class Flag(fields.Boolean):
    """`true` or `false`; no number, no text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if type(value) is not bool:
            raise self.make_error("invalid", input=value)
        return value


class QueryNumber(fields.Integer):
    """A whole number in a query string: digits and nothing else, where Python would take `+1`, `1_0` and ` 1`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not _DIGITS.fullmatch(value):
            raise self.make_error("invalid")
        return int(value)


class TranslatedString(fields.String):
    """A text of ours, in the language of the request; `translatable` beside it holds what it is made of."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        sources = (obj.get("translatable") if isinstance(obj, dict) else None) or {}
        is_ours = attr in sources or attr == "explanation"  # the others may be Python's
        return translations.translate(value, sources.get(attr)) if value is not None and is_ours else value


class Timestamp(fields.String):
    """A moment: UTC, ISO 8601 with milliseconds and `Z`."""

    def __init__(self, description: str, **kwargs: Any) -> None:
        super().__init__(metadata=doc(description, "2026-11-24T03:06:05.894Z", format="date-time"), **kwargs)


def doc(description: str, *examples: Any, **more: Any) -> dict[str, Any]:
    """Metadata of a field for the API document; `optional=True` marks a response field that may be missing."""
    return {"description": description, **({"examples": list(examples)} if examples else {}), **more}


class _CamelCaseSchema(Schema):
    # JSON Schema keywords for the API document, beyond those of the fields.
    extra: ClassVar[dict[str, Any]] = {}

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        head, *tail = field_name.split("_")
        field_obj.data_key = field_obj.data_key or head + "".join(part.capitalize() for part in tail)


class RequestSchema(_CamelCaseSchema):
    """A request body or query; unknown fields are refused by name."""

    class Meta:
        unknown = RAISE


class ResponseSchema(_CamelCaseSchema):
    """The data of a response: every field is present unless `doc` calls it optional. Fields may be added later."""

    class Meta:
        unknown = EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Set the JSON name of the field and whether it is always present."""
        super().on_bind_field(field_name, field_obj)
        field_obj.required = not field_obj.metadata.get("optional")


class NothingSchema(ResponseSchema):
    """No data."""


class PaginationSchema(ResponseSchema):
    """The position of a page in its list; the `Link` header has the URLs of the pages around it."""

    page = fields.Integer(metadata=doc("This page, from 1.", 1))
    per_page = fields.Integer(metadata=doc("Maximum number of items per page.", 20))
    total = fields.Integer(metadata=doc("Items in the whole list.", 26))
    pages = fields.Integer(metadata=doc("Pages in the whole list; 0 when it is empty.", 2))


class PageArgs(RequestSchema):
    """Query parameters of a list."""

    page = QueryNumber(load_default=1, validate=validate.Range(1, 1_000_000), metadata=doc("Which page, from 1.", 1))
    per_page = QueryNumber(
        load_default=20, validate=validate.Range(1, 100), metadata=doc("Items per page, at most 100.", 20)
    )


class CursorPaginationSchema(PaginationSchema):
    """Where in a list an answer stands, with the cursor of the items that follow."""

    next = fields.String(
        allow_none=True,
        metadata=doc("Send it as `after` to get the items that follow; null when none do.", "MjAyNi0xMS0yNFQwMzow"),
    )


class CursorPageArgs(PageArgs):
    """The query parameters of a list whose order can change while it is read."""

    after = SafeString(
        load_default=None,
        validate=validate.Length(1, 200),
        metadata=doc(
            "The `next` of the previous answer: return what follows it, whatever was added in front meanwhile."
            " `page` is then ignored.",
            "MjAyNi0xMS0yNFQwMzow",
        ),
    )
