"""Shapes of exercises, runs and verdicts."""

from marshmallow import ValidationError, fields, validate

from portal.schemas.base import AnswerSchema, PageArgs, RequestSchema, SafeString, WholeNumber
from portal.schemas.progress import ProgressSchema

MAX_CODE = 50_000
MAX_STDIN_BYTES = 65_536
MIN_TIMEOUT_MS = 100
MAX_TIMEOUT_MS = 10_000
DIFFICULTIES = ("beginner", "intermediate", "advanced")


def _some_code(code: str) -> None:
    if not code.strip():
        raise ValidationError("Write some code first.")
    if len(code) > MAX_CODE:
        raise ValidationError(f"Longer than {MAX_CODE} characters.")


def _short_stdin(text: str) -> None:
    if len(text.encode()) > MAX_STDIN_BYTES:
        raise ValidationError(f"Longer than {MAX_STDIN_BYTES} bytes.")


class ListArgs(PageArgs):
    """Query of `GET /api/exercises`."""

    difficulty = SafeString(validate=validate.OneOf(DIFFICULTIES))
    category = SafeString(validate=validate.Length(1, 100))
    topic = SafeString(validate=validate.Length(1, 100))
    search = SafeString(validate=validate.Length(1, 200))


class RunRequest(RequestSchema):
    """`POST /api/exercises/run`; `timeout` in milliseconds."""

    code = SafeString(required=True, validate=_some_code)
    stdin = SafeString(load_default="", validate=_short_stdin)
    timeout = WholeNumber(load_default=MAX_TIMEOUT_MS, validate=validate.Range(MIN_TIMEOUT_MS, MAX_TIMEOUT_MS))


class TestRequest(RequestSchema):
    """`POST /api/exercises/test`."""

    __test__ = False

    exercise_id = SafeString(required=True, validate=validate.Length(1, 200))
    code = SafeString(required=True, validate=_some_code)


class ErrorSchema(AnswerSchema):
    """What ended a program; `line` is the learner's own, or null; `explanation` is for beginners, or null."""

    type = fields.String()
    message = fields.String()
    line = fields.Integer()
    explanation = fields.String()


class LimitSchema(AnswerSchema):
    """The limit that ended a program, and how much of what it limits was used."""

    name = fields.String()
    value = fields.Float()
    used = fields.Float()
    unit = fields.String()


class StreamSchema(AnswerSchema):
    """How many bytes were written to a stream, and whether some of them were dropped."""

    bytes = fields.Integer()
    truncated = fields.Boolean()


class StreamsSchema(AnswerSchema):
    """The two streams of a program."""

    stdout = fields.Nested(StreamSchema)
    stderr = fields.Nested(StreamSchema)


class RunSchema(AnswerSchema):
    """How a run ended; times in milliseconds, memory in bytes."""

    status = fields.String()
    stdout = fields.String()
    stderr = fields.String()
    exit_code = fields.Integer()
    error = fields.Nested(ErrorSchema)
    limit = fields.Nested(LimitSchema)
    execution_time = fields.Float()
    cpu_time = fields.Float()
    memory_used = fields.Integer()
    truncated = fields.Boolean()
    streams = fields.Nested(StreamsSchema)


class TestResultSchema(AnswerSchema):
    """One test's verdict; `duration` in milliseconds."""

    __test__ = False

    name = fields.String()
    passed = fields.Boolean()
    message = fields.String()
    output = fields.String()
    duration = fields.Float()


class VerdictSchema(AnswerSchema):
    """A graded attempt."""

    passed = fields.Boolean()
    status = fields.String()
    summary = fields.Dict(keys=fields.String(), values=fields.Integer())
    tests = fields.List(fields.Nested(TestResultSchema))
    stdout = fields.String()
    error = fields.Nested(ErrorSchema)
    limit = fields.Nested(LimitSchema)
    execution_time = fields.Float()
    submission_id = fields.String()
    progress = fields.Nested(ProgressSchema)


class ExerciseSummarySchema(AnswerSchema):
    """An exercise as a list shows it."""

    id = fields.String()
    position = fields.Integer()
    title = fields.String()
    summary = fields.String()
    category = fields.String()
    difficulty = fields.String()
    topics = fields.List(fields.String())
    prerequisites = fields.List(fields.String())


class ExerciseSchema(ExerciseSummarySchema):
    """An exercise in full: neither its solution nor the code of its tests."""

    instructions = fields.String()
    hints = fields.List(fields.String())
    starter_code = fields.String()
    module = fields.String()
    files = fields.Function(lambda exercise: sorted(exercise.files))


class SubmissionSchema(AnswerSchema):
    """One attempt of the learner's own."""

    id = fields.String()
    exercise_id = fields.String()
    code = fields.String()
    status = fields.String()
    passed = fields.Boolean(attribute="success")
    test_results = fields.Raw()
    submitted_at = fields.String()
