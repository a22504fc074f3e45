"""The object `portal` in `.meta/config.json`: what Exercism's format lacks. See docs/exercise-config.schema.json."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from portal.authoring.json_values import messages_of
from portal.authoring.models import BrokenExercise

_ids = fields.List(fields.String(validate=validate.Length(1, 100)), validate=validate.Length(max=50))


class PortalConfig(Schema):
    """All keys are optional; an unknown one is refused, as it may be misspelt."""

    class Meta:
        unknown = RAISE

    category = fields.String(validate=validate.Length(1, 100))
    topics = _ids
    minutes = fields.Integer(strict=True, validate=validate.Range(1, 600))
    time_limit_ms = fields.Integer(data_key="timeLimitMs", strict=True, validate=validate.Range(100, 600_000))
    prerequisites = _ids
    position = fields.Integer(strict=True, validate=validate.Range(0, 1_000_000))
    retired = fields.Boolean(truthy={True}, falsy={False})
    refactoring = fields.Boolean(truthy={True}, falsy={False})
    wrong = fields.Dict(
        keys=fields.String(
            validate=validate.Regexp(r"[A-Za-z0-9_-]{1,100}\.py\Z", error="Not a name like off_by_one.py.")
        ),
        values=fields.String(validate=validate.Length(1, 300)),
        validate=validate.Length(max=50),
    )
    equivalent = fields.List(fields.String(validate=validate.Length(1, 300)), validate=validate.Length(max=100))


_schema = PortalConfig()


def parse(config: dict[str, Any]) -> dict[str, Any]:
    """Return the valid keys of `portal`; an empty dictionary when there is none."""
    try:
        loaded: dict[str, Any] = _schema.load(config.get("portal", {}))
    except ValidationError as error:
        raise BrokenExercise(f".meta/config.json: portal: {messages_of(error)}") from error
    return loaded
