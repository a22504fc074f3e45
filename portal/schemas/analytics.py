"""Schemas of the analytics of exercises."""

from marshmallow import fields

from portal.schemas.base import ResponseSchema, doc


class SpreadSchema(ResponseSchema):
    """Half of the values are not larger than `median`, nine in ten not larger than `p90`."""

    median = fields.Integer(metadata=doc("The middle value.", 2))
    p90 = fields.Integer(metadata=doc("Nine in ten are not larger.", 7))


class FailureCountSchema(ResponseSchema):
    """Something that fails."""

    name = fields.String(metadata=doc("A test, or a type of error.", "test_greets_by_name"))
    submissions = fields.Integer(metadata=doc("In how many submissions.", 12))


class AnalyticsSchema(ResponseSchema):
    """How learners get on with an exercise; guests are not counted."""

    exercise_id = fields.String(metadata=doc("Which exercise.", "greet"))
    learners = fields.Integer(metadata=doc("How many learners submitted.", 30))
    attempts = fields.Integer(metadata=doc("How often they submitted.", 75))
    passed = fields.Integer(metadata=doc("How many of them passed.", 27))
    pass_rate = fields.Float(
        allow_none=True, metadata=doc("Part of the learners who passed, 0 to 1; null without learners.", 0.9)
    )
    attempts_to_pass = fields.Nested(
        SpreadSchema, allow_none=True, metadata=doc("Attempts up to the first pass; null when nobody passed.")
    )
    seconds_to_pass = fields.Nested(
        SpreadSchema,
        allow_none=True,
        metadata=doc("Seconds from the first draft or submission to the first pass; null when nobody passed."),
    )
    failing_tests = fields.List(
        fields.Nested(FailureCountSchema), metadata=doc("The 20 tests that fail most; they may be of older versions.")
    )
    error_types = fields.List(
        fields.Nested(FailureCountSchema),
        metadata=doc("Python's errors and exceeded limits, most frequent first; `other` are learners' own types."),
    )
    hints_opened = fields.List(
        fields.Integer(),
        allow_none=True,
        metadata=doc(
            "How many learners opened the first hint, the second, and so on, as `hintsOpened` of submissions says;"
            " null when no client sent it.",
            [12, 5],
        ),
    )


class ExerciseAnalyticsSchema(ResponseSchema):
    """The analytics of one exercise."""

    analytics = fields.Nested(AnalyticsSchema)
