"""Schema of the export of everything kept of a learner."""

from marshmallow import fields

from portal.schemas.auth import SessionSchema, UserSchema
from portal.schemas.base import ResponseSchema, Timestamp, doc
from portal.schemas.progress import DaySchema, ProgressSchema
from portal.schemas.submissions import SubmissionSchema


class ExerciseAttemptsSchema(ResponseSchema):
    """What the learner needed for an exercise, as its author sees it in numbers of all learners."""

    exercise_id = fields.String(metadata=doc("Which exercise.", "greet"))
    attempts = fields.Integer(metadata=doc("Graded attempts.", 2))
    attempts_to_pass = fields.Integer(allow_none=True, metadata=doc("Those up to the first pass.", 2))
    seconds_to_pass = fields.Integer(allow_none=True, metadata=doc("From the beginning to the first pass.", 90))
    hints_opened = fields.Integer(allow_none=True, metadata=doc("Hints opened; null when no client said.", 1))


class RegradeSchema(ResponseSchema):
    """The outcome of grading a submission again with another version of its exercise."""

    submission_id = fields.String(
        metadata=doc("Which submission.", "777d032b-ada2-4cd4-80aa-ab509501f2f6", format="uuid")
    )
    version = fields.String(metadata=doc("The version of the exercise.", "6f1ed002ab559585"))
    passed = fields.Boolean(attribute="success", metadata=doc("Whether every test passed.", True))
    regraded_at = Timestamp("When it was graded again.")


class PublishedVersionSchema(ResponseSchema):
    """A version of an exercise that the account published."""

    exercise_id = fields.String(metadata=doc("Which exercise.", "greet"))
    version = fields.String(metadata=doc("Hash of its content.", "6f1ed002ab559585"))
    published_at = Timestamp("When it was first published.")


class ExportHeadSchema(ResponseSchema):
    """The first part of an export, which fits in memory."""

    exported_at = Timestamp("When the data was read.")
    user = fields.Nested(UserSchema)
    sessions = fields.List(
        fields.Nested(SessionSchema), metadata=doc("Those that are kept; `expiresAt` of one that ended is past.")
    )
    progress = fields.List(fields.Nested(ProgressSchema))
    activity = fields.List(fields.Nested(DaySchema), metadata=doc("All days with an attempt, in order."))
    attempts = fields.List(fields.Nested(ExerciseAttemptsSchema), metadata=doc("By exercise."))
    regrades = fields.List(fields.Nested(RegradeSchema), metadata=doc("Of the submissions."))
    published = fields.List(fields.Nested(PublishedVersionSchema), metadata=doc("By an author; newest first."))


class ExportSchema(ExportHeadSchema):
    """Everything kept of a learner."""

    submissions = fields.List(fields.Nested(SubmissionSchema))
