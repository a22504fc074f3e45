"""Shapes of progress and statistics."""

from marshmallow import ValidationError, fields, validate

from portal.schemas.base import AnswerSchema, RequestSchema, SafeString, WholeNumber

STATUSES = ("not_started", "in_progress", "completed")
_MAX_CODE = 50_000
_YEAR_S = 31_536_000


def _not_too_long(code: str) -> None:
    if len(code) > _MAX_CODE:
        raise ValidationError(f"Longer than {_MAX_CODE} characters.")


class ProgressArgs(RequestSchema):
    """Query of `GET /api/progress`."""

    status = SafeString(validate=validate.OneOf(STATUSES))


class ProgressUpdate(RequestSchema):
    """`POST /api/progress`; `completionTime` in seconds."""

    exercise_id = SafeString(required=True, validate=validate.Length(1, 200))
    status = SafeString(validate=validate.OneOf(STATUSES))
    last_code = SafeString(validate=_not_too_long)
    completion_time = WholeNumber(validate=validate.Range(0, _YEAR_S))


class ProgressSchema(AnswerSchema):
    """How far the learner is with an exercise."""

    exercise_id = fields.String()
    status = fields.String()
    attempts = fields.Integer()
    completion_time = fields.Integer()
    last_code = fields.String()
    started_at = fields.String()
    completed_at = fields.String()
    updated_at = fields.String()
    verified = fields.Boolean()


class DaySchema(AnswerSchema):
    """What a learner did on one UTC day."""

    date = fields.String()
    submissions = fields.Integer()
    passed = fields.Integer()


class StatsSchema(AnswerSchema):
    """A learner's statistics; `time_spent` in seconds, streaks in days, rates from 0 to 1."""

    totals = fields.Raw()
    by_difficulty = fields.Raw()
    by_category = fields.Raw()
    completion_rate = fields.Float()
    attempts = fields.Integer()
    success_rate = fields.Float()
    time_spent = fields.Integer()
    current_streak = fields.Integer()
    longest_streak = fields.Integer()
    activity = fields.List(fields.Nested(DaySchema))
    recommended = fields.Raw()
