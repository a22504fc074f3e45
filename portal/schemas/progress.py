"""Schemas of progress and statistics."""

from marshmallow import ValidationError, fields, validate

from portal.schemas.base import (
    CursorPageArgs,
    CursorPaginationSchema,
    QueryNumber,
    RequestSchema,
    ResponseSchema,
    SafeString,
    Timestamp,
    WholeNumber,
    doc,
)

DIFFICULTIES = ("beginner", "intermediate", "advanced")
STATUSES = ("not_started", "in_progress", "completed")
_MAX_CODE = 50_000
_YEAR_S = 31_536_000


def _not_too_long(code: str) -> None:
    if len(code) > _MAX_CODE:
        raise ValidationError(f"Longer than {_MAX_CODE} characters.")


class ProgressArgs(CursorPageArgs):
    """Filter for a list of progress."""

    status = SafeString(validate=validate.OneOf(STATUSES), metadata=doc("Only with this status.", "in_progress"))
    per_page = QueryNumber(
        load_default=100, validate=validate.Range(1, 100), metadata=doc("Items per page, at most 100.", 20)
    )


class ProgressUpdate(RequestSchema):
    """A change of progress; omitted fields stay unchanged."""

    exercise_id = SafeString(required=True, validate=validate.Length(1, 200), metadata=doc("Which exercise.", "greet"))
    status = SafeString(
        validate=validate.OneOf(STATUSES),
        metadata=doc("`completed` is permanent: a later update never lowers it.", "in_progress"),
    )
    last_code = SafeString(
        validate=_not_too_long, metadata=doc("Content of the editor.", "def greet(name):\n", maxLength=_MAX_CODE)
    )
    completion_time = WholeNumber(validate=validate.Range(0, _YEAR_S), metadata=doc("Seconds it took.", 90))


class ProgressSchema(ResponseSchema):
    """The learner's progress with an exercise."""

    exercise_id = fields.String(metadata=doc("Which exercise.", "greet"))
    status = fields.String(validate=validate.OneOf(STATUSES), metadata=doc("Status of the exercise.", "completed"))
    attempts = fields.Integer(metadata=doc("Graded attempts.", 2))
    completion_time = fields.Integer(allow_none=True, metadata=doc("Seconds it took; null until then.", 90))
    last_code = fields.String(
        allow_none=True, metadata=doc("The newest code; null when there is none.", "def greet...")
    )
    started_at = Timestamp("When the learner began.")
    completed_at = Timestamp("When it was first completed; null until then.", allow_none=True)
    updated_at = Timestamp("When the progress last changed.")
    verified = fields.Boolean(metadata=doc("Whether a passing submission confirms it.", True))
    completed_version = fields.String(
        allow_none=True,
        metadata=doc("The exercise's version when a submission first passed; null until then.", "6f1ed002ab559585"),
    )


class ProgressListSchema(ResponseSchema):
    """The learner's progress, last changed first."""

    progress = fields.List(fields.Nested(ProgressSchema))
    pagination = fields.Nested(CursorPaginationSchema)


class ProgressEntrySchema(ResponseSchema):
    """The progress with one exercise."""

    progress = fields.Nested(ProgressSchema)


class DaySchema(ResponseSchema):
    """A learner's activity on one UTC day."""

    date = fields.String(metadata=doc("The day.", "2026-11-24", format="date"))
    submissions = fields.Integer(metadata=doc("Graded attempts.", 2))
    passed = fields.Integer(metadata=doc("Those that passed.", 1))


class CountsSchema(ResponseSchema):
    """Numbers of exercises by status."""

    total = fields.Integer(metadata=doc("All of them.", 26))
    not_started = fields.Integer(metadata=doc("Not begun.", 24))
    in_progress = fields.Integer(metadata=doc("Begun.", 1))
    completed = fields.Integer(metadata=doc("Done.", 1))


class ByDifficultySchema(ResponseSchema):
    """Counts for each difficulty."""

    beginner = fields.Nested(CountsSchema)
    intermediate = fields.Nested(CountsSchema)
    advanced = fields.Nested(CountsSchema)


class RecommendationSchema(ResponseSchema):
    """An exercise to do next."""

    id = fields.String(metadata=doc("Which exercise.", "keep-even"))
    title = fields.String(metadata=doc("Its name.", "Keep the even numbers"))
    difficulty = fields.String(
        validate=validate.OneOf(DIFFICULTIES), metadata=doc("Difficulty of the exercise.", "beginner")
    )


class StatsSchema(ResponseSchema):
    """A learner's statistics."""

    totals = fields.Nested(CountsSchema)
    by_difficulty = fields.Nested(ByDifficultySchema)
    by_category = fields.Dict(
        keys=fields.String(), values=fields.Nested(CountsSchema), metadata=doc("Counts for each category by name.")
    )
    completion_rate = fields.Float(metadata=doc("Completed of all exercises, 0 to 1.", 0.038))
    attempts = fields.Integer(metadata=doc("Graded attempts.", 2))
    success_rate = fields.Float(metadata=doc("Attempts that passed, 0 to 1.", 0.5))
    time_spent = fields.Integer(metadata=doc("Seconds, of all completed exercises.", 90))
    current_streak = fields.Integer(metadata=doc("Days in a row with an attempt, up to today or yesterday.", 1))
    longest_streak = fields.Integer(metadata=doc("The longest streak so far.", 1))
    activity = fields.List(fields.Nested(DaySchema), metadata=doc("Days of the last year with an attempt, in order."))
    recommended = fields.Nested(
        RecommendationSchema, allow_none=True, metadata=doc("The next exercise; null when all are completed.")
    )
