"""Schemas of exercises as their authors keep them."""

from typing import Any

from marshmallow import fields, validate

from portal.schemas.base import Flag, RequestSchema, ResponseSchema, SafeString, Timestamp, WholeNumber, doc
from portal.schemas.progress import DIFFICULTIES

_MAX_TEXT = 100_000
_TESTS = """from solution import double


def test_three():
    \"\"\"Three is doubled to six\"\"\"
    assert double(3) == 6
"""
_SOLUTION = "def double(number):\n    return 2 * number\n"


def _text(description: str, example: str, longest: int = 200) -> SafeString:
    return SafeString(required=True, validate=validate.Length(1, longest), metadata=doc(description, example))


def _texts(description: str, example: list[str], *, longest: int = 100, most: int = 50) -> fields.Field[Any]:
    item: fields.Field[Any] = SafeString(validate=validate.Length(1, longest))
    return fields.List(item, load_default=list, validate=validate.Length(max=most), metadata=doc(description, example))


class WrongSampleItem(RequestSchema):
    """A typical wrong solution."""

    name = SafeString(
        required=True,
        validate=validate.Regexp(r"[A-Za-z0-9_-]{1,100}\.py\Z"),
        metadata=doc("Names it in the report.", "adds.py", pattern=r"^[A-Za-z0-9_-]{1,100}\.py$"),
    )
    code = _text("The solution.", "def double(number):\n    return number + 3\n", _MAX_TEXT)
    caught_by = _text("Title of a test that must fail.", "Three is doubled to six", 300)


class ApproachItem(RequestSchema):
    """Another way to solve the exercise."""

    slug = _text("Names it within the exercise.", "plus", 100)
    title = _text("Its name.", "Plus")
    summary = SafeString(load_default="", validate=validate.Length(max=500), metadata=doc("One sentence.", "Add it."))
    content = _text("Markdown.", "`number + number` is twice the number.", _MAX_TEXT)


class _Source:
    """What an author writes; the same in requests and responses."""

    title = _text("Its name.", "Double it")
    summary = _text("One sentence.", "Double a number.", 500)
    category = _text("The one it belongs to.", "basics", 100)
    difficulty = SafeString(
        required=True, validate=validate.OneOf(DIFFICULTIES), metadata=doc("For whom it is.", "beginner")
    )
    topics = _texts("What it is about.", ["functions"])
    prerequisites = _texts("Ids of the exercises to solve first.", ["greet"])
    instructions = _text("Lesson and task, in Markdown.", "Write `double(number)`: twice the number.", _MAX_TEXT)
    hints = _texts("Shown one at a time.", ["`*` multiplies."], longest=5000)
    starter_code = SafeString(
        load_default="", metadata=doc("Initial content of the editor.", "def double(number):\n    pass\n")
    )
    module = SafeString(
        load_default="solution.py",
        validate=validate.Length(1, 64),
        metadata=doc("Name of the file that the tests import.", "solution.py"),
    )
    test_code = SafeString(
        required=True, data_key="tests", metadata=doc("A pytest or unittest module; see docs/authoring.md.", _TESTS)
    )
    solution = SafeString(required=True, metadata=doc("The reference, which must pass.", _SOLUTION))
    files = fields.Dict(
        keys=SafeString(validate=validate.Length(1, 300)),
        values=SafeString(),
        load_default=dict,
        validate=validate.Length(max=50),
        metadata=doc("Files that programs may read, by name.", {"names.txt": "Ada\n"}),
    )
    position = WholeNumber(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 1_000_000),
        metadata=doc("Where it stands in the catalogue; null: where it is, or last.", 10),
    )
    minutes = WholeNumber(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 600),
        metadata=doc("How long a learner needs; null: unknown.", 5),
    )
    time_limit_ms = WholeNumber(
        load_default=None,
        allow_none=True,
        validate=validate.Range(100, 600_000),
        metadata=doc("Wall clock of a graded run in milliseconds, if the executor allows; null: its default.", 20_000),
    )
    refactoring = Flag(load_default=False, metadata=doc("The starter works already, so it may pass the tests.", False))
    wrong_samples = fields.List(
        fields.Nested(WrongSampleItem),
        load_default=list,
        validate=validate.Length(max=50),
        metadata=doc("Solutions that must fail."),
    )
    approaches = fields.List(
        fields.Nested(ApproachItem),
        load_default=list,
        validate=validate.Length(max=50),
        metadata=doc("Shown with the solution once a learner has passed."),
    )
    equivalent = _texts("Changed lines of the reference that do the same.", ["x += 1"], longest=300, most=100)


class ExerciseToPublish(_Source, RequestSchema):
    """An exercise to publish."""


class ExerciseToCheck(_Source, RequestSchema):
    """An exercise to check."""

    id = _text("Its id, a slug.", "double-it", 100)


class ExerciseSourceSchema(_Source, ResponseSchema):
    """An exercise as its author keeps it; publishing it again as it is changes nothing."""


class StoredSourceSchema(ResponseSchema):
    """An exercise with its solution and tests."""

    id = fields.String(metadata=doc("Its id.", "double-it"))
    version = fields.String(metadata=doc("Hash of its content.", "0f6c1d2e3a4b5c6d"))
    origin = fields.String(metadata=doc("`starter`, or where it was imported from.", "starter"))
    retired = fields.Boolean(metadata=doc("Whether it is out of the catalogue.", False))
    exercise = fields.Nested(ExerciseSourceSchema)


class ExerciseReportSchema(ResponseSchema):
    """What the check of an exercise found."""

    faults = fields.List(
        fields.String(),
        metadata=doc(
            "What is wrong for learners; empty: it may be published.",
            ["the reference fails when the tests run in the opposite order"],
        ),
    )
    warnings = fields.List(
        fields.String(),
        metadata=doc("What could be better.", ["no test fails when line 2 of the reference is changed to: return 3"]),
    )
    tests = fields.Integer(metadata=doc("Tests of the exercise.", 2))
    wrong_samples = fields.Integer(metadata=doc("Wrong samples that were run.", 1))
    mutants = fields.Integer(metadata=doc("Variants of the solution with one token changed that were run.", 4))
    caught = fields.Integer(metadata=doc("Those that a test noticed.", 4))
    reference_ms = fields.Float(metadata=doc("Processor time of the solution in milliseconds.", 12.5))
    duration_s = fields.Float(metadata=doc("Duration of the check in seconds.", 0.6))


class CheckSchema(ResponseSchema):
    """The result of a check."""

    passed = fields.Boolean(metadata=doc("Whether the exercise may be published.", True))
    report = fields.Nested(ExerciseReportSchema)


class PublicationSchema(ResponseSchema):
    """A published exercise."""

    exercise_id = fields.String(metadata=doc("Which exercise.", "double-it"))
    version = fields.String(metadata=doc("The version that is current now.", "0f6c1d2e3a4b5c6d"))
    previous = fields.String(
        allow_none=True, metadata=doc("The version before it; null for a new exercise.", "9a8b7c6d5e4f3a2b")
    )
    changed = fields.Boolean(metadata=doc("Whether learners see or are graded by something else than before.", True))
    report = fields.Nested(ExerciseReportSchema)


class VersionSchema(ResponseSchema):
    """A version of an exercise that was published."""

    version = fields.String(metadata=doc("Hash of its content.", "0f6c1d2e3a4b5c6d"))
    published_at = Timestamp("When it was first published.")
    published_by = fields.String(
        allow_none=True,
        metadata=doc("Id of the account; null for the command line.", "4fff6157-9b1f-4cdb-996c-9134cd3c6b69"),
    )
    current = fields.Boolean(metadata=doc("Whether learners have this one.", True))


class VersionListSchema(ResponseSchema):
    """The versions of an exercise, newest first."""

    versions = fields.List(fields.Nested(VersionSchema))
