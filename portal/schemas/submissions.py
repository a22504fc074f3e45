"""Schemas of stored submissions."""

from marshmallow import fields, validate

from portal.execution.answers import STATUSES
from portal.schemas.base import CursorPaginationSchema, ResponseSchema, Timestamp, doc
from portal.schemas.runs import (
    ERROR_DOC,
    SOLUTION_EXAMPLE,
    STATUS_DOC,
    ProgramErrorSchema,
    TestResultSchema,
    TestSummarySchema,
)


class TestReportSchema(ResponseSchema):
    """The stored part of a verdict."""

    __test__ = False

    summary = fields.Nested(TestSummarySchema)
    tests = fields.List(fields.Nested(TestResultSchema))
    error = fields.Nested(ProgramErrorSchema, allow_none=True, metadata=ERROR_DOC)


class SubmissionSchema(ResponseSchema):
    """One attempt of the learner's own."""

    id = fields.String(metadata=doc("Names it.", "777d032b-ada2-4cd4-80aa-ab509501f2f6", format="uuid"))
    exercise_id = fields.String(metadata=doc("What it was for.", "greet"))
    code = fields.String(metadata=doc("What was sent in.", SOLUTION_EXAMPLE))
    status = fields.String(validate=validate.OneOf(STATUSES), metadata=STATUS_DOC)
    passed = fields.Boolean(attribute="success", metadata=doc("Whether every test passed.", True))
    test_results = fields.Nested(TestReportSchema)
    submitted_at = Timestamp("When it was graded.")
    version = fields.String(
        allow_none=True,
        metadata=doc(
            "The version of the exercise that graded it; null if it is older than versions.", "6f1ed002ab559585"
        ),
    )


class SubmissionListSchema(ResponseSchema):
    """A page of attempts, newest first."""

    submissions = fields.List(fields.Nested(SubmissionSchema))
    pagination = fields.Nested(CursorPaginationSchema)
