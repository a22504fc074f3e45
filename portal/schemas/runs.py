"""Schemas of runs, verdicts and submissions."""

from marshmallow import ValidationError, fields, validate

from portal.execution.answers import FAILURE_KINDS, STATUSES
from portal.schemas.base import (
    Flag,
    RequestSchema,
    ResponseSchema,
    SafeString,
    TranslatedString,
    WholeNumber,
    doc,
)
from portal.schemas.progress import ProgressSchema

MAX_CODE = 50_000
MAX_STDIN_BYTES = 65_536
MIN_TIMEOUT_MS = 100
MAX_TIMEOUT_MS = 10_000
LIMITS = ("timeout", "memory", "output_limit", "file_limit")
UNITS = ("ms", "bytes", "entries")

SOLUTION_EXAMPLE = 'def greet(name):\n    return f"Hello, {name}!"\n'
# At least one visible character and no NUL, as `SafeString` and `_some_code` check.
_CODE = {"minLength": 1, "maxLength": MAX_CODE, "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$"}


def _some_code(code: str) -> None:
    if not code.strip():
        raise ValidationError("Write some code first.")
    if len(code) > MAX_CODE:
        raise ValidationError(f"Longer than {MAX_CODE} characters.")


def _short_stdin(text: str) -> None:
    if len(text.encode()) > MAX_STDIN_BYTES:
        raise ValidationError(f"Longer than {MAX_STDIN_BYTES} bytes.")


class RunRequest(RequestSchema):
    """A program to run."""

    code = SafeString(
        required=True,
        validate=_some_code,
        metadata=doc("A Python program.", 'print("Hello,", input())', **_CODE),
    )
    stdin = SafeString(
        load_default="",
        validate=_short_stdin,
        metadata=doc("Standard input of the program, at most 65,536 bytes of UTF-8.", "Ada", maxLength=MAX_STDIN_BYTES),
    )
    echo = Flag(
        load_default=False,
        metadata=doc("Whether the input that the program reads appears in its output, as in a terminal.", False),
    )
    timeout = WholeNumber(
        load_default=MAX_TIMEOUT_MS,
        validate=validate.Range(MIN_TIMEOUT_MS, MAX_TIMEOUT_MS),
        metadata=doc("Wall clock in milliseconds.", 2000),
    )


class TestRequest(RequestSchema):
    """An attempt to grade."""

    __test__ = False

    exercise_id = SafeString(
        required=True, validate=validate.Length(1, 200), metadata=doc("Which exercise it is for.", "greet")
    )
    code = SafeString(
        required=True, validate=_some_code, metadata=doc("The learner's module.", SOLUTION_EXAMPLE, **_CODE)
    )
    hints_opened = WholeNumber(
        load_default=None,
        validate=validate.Range(0, 1000),
        metadata=doc("How many hints the learner opened so far; authors see how many are needed.", 1),
    )
    test_name = SafeString(
        load_default=None,
        validate=validate.Length(1, 4000),
        metadata=doc(
            "Run this test alone, named as the exercise or a verdict has it, and record nothing: `passed` says whether "
            "that test passed.",
            "test_greets_by_name",
        ),
    )


class ProgramErrorSchema(ResponseSchema):
    """The error that ended a program."""

    type = fields.String(metadata=doc("The exception's class.", "NameError"))
    message = TranslatedString(metadata=doc("Python's message.", "name 'nam' is not defined"))
    line = fields.Integer(allow_none=True, metadata=doc("Line in the learner's code, from 1; null when unknown.", 2))
    explanation = TranslatedString(
        allow_none=True,
        dump_default=None,
        metadata=doc("Explanation for beginners; null when there is none.", "Python does not know this name."),
    )


class LimitSchema(ResponseSchema):
    """The limit that ended a program, and what was used of it."""

    name = fields.String(validate=validate.OneOf(LIMITS), metadata=doc("Which limit.", "timeout"))
    value = fields.Float(metadata=doc("The limit.", 2000))
    used = fields.Float(metadata=doc("Amount used.", 2003.1))
    unit = fields.String(validate=validate.OneOf(UNITS), metadata=doc("Unit of both numbers.", "ms"))


class StreamSchema(ResponseSchema):
    """Amount of output on a stream."""

    bytes = fields.Integer(metadata=doc("How many bytes were written.", 12))
    truncated = fields.Boolean(metadata=doc("Whether some of it was dropped.", False))


class StreamsSchema(ResponseSchema):
    """The two streams of a program."""

    stdout = fields.Nested(StreamSchema)
    stderr = fields.Nested(StreamSchema)


STATUS_DOC = doc("How the run ended; `ok` when the program finished.", "ok")
ERROR_DOC = doc("The error that ended it; null when there was none.", None)
_LIMIT = doc("The limit that ended it; null when there was none.", None)


class RunSchema(ResponseSchema):
    """The result of a run."""

    status = fields.String(validate=validate.OneOf(STATUSES), metadata=STATUS_DOC)
    stdout = fields.String(metadata=doc("Standard output.", "Hello, Ada\n"))
    stderr = fields.String(metadata=doc("Standard error.", ""))
    exit_code = fields.Integer(metadata=doc("0 on success.", 0))
    error = fields.Nested(ProgramErrorSchema, allow_none=True, metadata=ERROR_DOC)
    explanation = TranslatedString(
        allow_none=True,
        metadata=doc("Why a program that ended well did nothing visible; null when it did something.", None),
    )
    limit = fields.Nested(LimitSchema, allow_none=True, metadata=_LIMIT)
    execution_time = fields.Float(metadata=doc("Wall clock in milliseconds.", 10.133))
    cpu_time = fields.Float(allow_none=True, metadata=doc("Processor time in milliseconds; null when unknown.", 7.2))
    memory_used = fields.Integer(metadata=doc("Bytes, including the interpreter's own.", 23_175_168))
    truncated = fields.Boolean(metadata=doc("Whether output was dropped.", False))
    streams = fields.Nested(StreamsSchema)


class FailureSchema(ResponseSchema):
    """Why a test failed. What is unknown, does not apply or is hidden is null."""

    kind = fields.String(validate=validate.OneOf(FAILURE_KINDS), metadata=doc("What went wrong.", "wrong_value"))
    call = fields.String(allow_none=True, metadata=doc("What the test called.", 'greet("Grace")'))
    expected = TranslatedString(allow_none=True, metadata=doc("What should have come.", "'Hello, Grace!'"))
    actual = fields.String(allow_none=True, metadata=doc("What came.", "'Hello Grace!'"))
    difference = TranslatedString(
        allow_none=True,
        dump_default=None,
        metadata=doc("Where strings, lists and dictionaries differ first.", "index 5: expected ',', got ' '"),
    )
    line = fields.Integer(allow_none=True, metadata=doc("Line in the learner's code, from 1.", 2))
    explanation = TranslatedString(allow_none=True, metadata=doc("Explanation for beginners.", "A comma is missing."))
    hint = fields.String(
        allow_none=True, metadata=doc("The author's hint, on the first test that fails.", "Look at the punctuation.")
    )


class TestResultSchema(ResponseSchema):
    """One test's verdict."""

    __test__ = False

    name = fields.String(
        metadata=doc("`test_x`, or `Class.test_x`; a case of a parametrized test ends in [...].", "test_greets_by_name")
    )
    passed = fields.Boolean(metadata=doc("Whether it passed.", True))
    message = fields.String(allow_none=True, metadata=doc("Why it failed; null when it passed.", None))
    output = fields.String(metadata=doc("What the code printed during this test.", ""))
    duration = fields.Float(metadata=doc("Milliseconds.", 2.235))
    title = fields.String(
        allow_none=True, dump_default=None, metadata=doc("What the test checks.", "Greets a person by name")
    )
    failure = fields.Nested(
        FailureSchema, allow_none=True, dump_default=None, metadata=doc("Why it failed; null when it passed.", None)
    )


class TestSummarySchema(ResponseSchema):
    """How many tests passed."""

    __test__ = False

    total = fields.Integer(metadata=doc("Number of tests.", 1))
    passed = fields.Integer(metadata=doc("Tests that passed.", 1))
    failed = fields.Integer(metadata=doc("Tests that did not pass.", 0))


class VerdictSchema(ResponseSchema):
    """A graded attempt."""

    passed = fields.Boolean(metadata=doc("Whether every test passed.", True))
    isolated = fields.Boolean(
        metadata=doc("Whether the tests ran apart from the learner's code; only such a pass is `verified`.", True)
    )
    status = fields.String(
        attribute="run.status",
        validate=validate.OneOf(STATUSES),
        metadata=doc("How the run ended; `incomplete` when it ended before every test had reported.", "ok"),
    )
    summary = fields.Nested(TestSummarySchema)
    tests = fields.List(fields.Nested(TestResultSchema))
    stdout = fields.String(attribute="run.stdout", metadata=doc("Standard output outside of tests.", ""))
    error = fields.Nested(ProgramErrorSchema, attribute="run.error", allow_none=True, metadata=ERROR_DOC)
    limit = fields.Nested(LimitSchema, attribute="run.limit", allow_none=True, metadata=_LIMIT)
    execution_time = fields.Float(attribute="run.execution_time", metadata=doc("Wall clock in milliseconds.", 44.5))
    submission_id = fields.String(
        allow_none=True,
        metadata=doc(
            "Id of the stored submission; null for a guest.", "777d032b-ada2-4cd4-80aa-ab509501f2f6", format="uuid"
        ),
    )
    progress = fields.Nested(
        ProgressSchema, allow_none=True, metadata=doc("Progress after the attempt; null for a guest.")
    )
