"""Schemas of the catalogue."""

from typing import Any

from marshmallow import fields, post_load, validate

from portal.schemas.base import PageArgs, PaginationSchema, ResponseSchema, SafeString, doc
from portal.schemas.progress import DIFFICULTIES, STATUSES


class ListArgs(PageArgs):
    """Which exercises to list; filters add up."""

    difficulty = SafeString(validate=validate.OneOf(DIFFICULTIES), metadata=doc("Only of this difficulty.", "beginner"))
    category = SafeString(validate=validate.Length(1, 100), metadata=doc("Only of this category.", "basics"))
    topic = SafeString(validate=validate.Length(1, 100), metadata=doc("Only with this among its topics.", "strings"))
    search = SafeString(
        validate=validate.Length(max=200),
        metadata=doc("Only with this in title, summary or topics, in any case; empty means no search.", "greet"),
    )

    @post_load
    def _drop_empty_search(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return data if data.get("search", "").strip() else {key: data[key] for key in data if key != "search"}


class ExerciseSummarySchema(ResponseSchema):
    """An exercise as a list shows it."""

    id = fields.String(metadata=doc("A slug, for good.", "greet"))
    position = fields.Integer(metadata=doc("Where it stands in the catalogue.", 10))
    title = fields.String(metadata=doc("Its name.", "A friendly greeting"))
    summary = fields.String(metadata=doc("One line.", "Write a function that greets a person by name."))
    category = fields.String(metadata=doc("The one it belongs to.", "basics"))
    difficulty = fields.String(validate=validate.OneOf(DIFFICULTIES), metadata=doc("For whom it is.", "beginner"))
    topics = fields.List(fields.String(), metadata=doc("What it is about.", ["functions", "strings"]))
    prerequisites = fields.List(
        fields.String(), metadata=doc("Ids of the exercises to solve first; none that is retired.", [])
    )
    status = fields.String(
        validate=validate.OneOf(STATUSES),
        metadata=doc("The caller's progress; missing for a guest.", "completed", optional=True),
    )


class ListedTestSchema(ResponseSchema):
    """One test of an exercise."""

    name = fields.String(
        metadata=doc("As verdicts use it, without the case of a parametrized test.", "test_greets_by_name")
    )
    title = fields.String(metadata=doc("What it checks.", "Greets a person by name"))
    task = fields.Integer(
        allow_none=True, metadata=doc("The task in the instructions that it belongs to; null if none.", 1)
    )
    source = fields.String(
        allow_none=True,
        metadata=doc("Its code; null if the author hides it.", "def test_greets_by_name():\n    ..."),
    )


class ExerciseSchema(ExerciseSummarySchema):
    """An exercise in full, without its solution."""

    instructions = fields.String(metadata=doc("What to do, in Markdown.", "Write `greet(name)` ..."))
    hints = fields.List(
        fields.String(), metadata=doc("Hints, to be shown one at a time.", ["An f-string can hold a name."])
    )
    starter_code = fields.String(metadata=doc("Initial content of the editor.", "def greet(name):\n    ...\n"))
    module = fields.String(metadata=doc("Name of the file that the tests import.", "solution.py"))
    files = fields.List(fields.String(), metadata=doc("Names of files the code may read.", []))
    tests = fields.List(fields.Nested(ListedTestSchema), metadata=doc("The tests, in order."))
    version = fields.String(
        metadata=doc("Changes with everything that learners see or are graded by.", "6f1ed002ab559585")
    )
    retired = fields.Boolean(metadata=doc("Whether it was taken out of the catalogue.", False))
    test_names = fields.List(fields.String(), metadata=doc("The tests, in order.", ["test_greets_by_name"]))


class ExerciseListSchema(ResponseSchema):
    """A page of the catalogue, in its order."""

    exercises = fields.List(fields.Nested(ExerciseSummarySchema))
    pagination = fields.Nested(PaginationSchema)


class ExerciseDetailSchema(ResponseSchema):
    """One exercise."""

    exercise = fields.Nested(ExerciseSchema)


class ApproachSchema(ResponseSchema):
    """Another way to solve an exercise."""

    slug = fields.String(metadata=doc("Names it within the exercise.", "f-string"))
    title = fields.String(metadata=doc("Its name.", "An f-string"))
    summary = fields.String(metadata=doc("One sentence; may be empty.", "Put the name into a string."))
    content = fields.String(metadata=doc("Markdown.", "An f-string holds the name in braces."))


class SolutionSchema(ResponseSchema):
    """The reference solution of an exercise, and other ways to solve it."""

    exercise_id = fields.String(attribute="exercise.id", metadata=doc("Which exercise.", "greet"))
    approaches = fields.List(fields.Nested(ApproachSchema), metadata=doc("Other ways; often none."))
    solution = fields.String(
        attribute="exercise.solution",
        metadata=doc("A module that passes.", 'def greet(name):\n    return f"Hello, {name}!"\n'),
    )
