"""The schema of the executor's responses: types are checked strictly, unknown fields are ignored."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

STATUSES = ("ok", "error", "timeout", "memory", "output_limit", "file_limit", "crashed", "incomplete")
FAILURE_KINDS = ("wrong_value", "wrong_error", "no_error", "error", "timeout", "not_run", "other")
BROKEN_TESTS = "grader_error"
_SHORT: dict[str, Any] = {"load_default": None, "allow_none": True, "validate": validate.Length(max=2000)}


class _Text(fields.String):
    """Text that can be encoded: JSON escapes can contain lone surrogates."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).encode("utf-8", "replace").decode()


class _Lenient(Schema):
    class Meta:
        unknown = EXCLUDE


class _SourceResponse(_Lenient):
    id = _Text(required=True, validate=validate.Length(max=500))
    values = fields.List(_Text(validate=validate.Length(max=500)), required=True, validate=validate.Length(max=5))


class _Sources(fields.Dict):
    """What a text for learners was made of, by the name of its field."""

    def __init__(self) -> None:
        super().__init__(fields.String(), fields.Nested(_SourceResponse), load_default=None, allow_none=True)


class _ErrorResponse(_Lenient):
    type = _Text(required=True)
    message = _Text(required=True)
    line = fields.Integer(required=True, strict=True, allow_none=True)
    explanation = _Text(load_default=None, allow_none=True)
    translatable = _Sources()


class _LimitResponse(_Lenient):
    name = _Text(required=True)
    value = fields.Float(required=True)
    used = fields.Float(required=True)
    unit = _Text(required=True)


class _StreamResponse(_Lenient):
    bytes = fields.Integer(required=True, strict=True)
    truncated = fields.Boolean(required=True, truthy={True}, falsy={False})


class _StreamsResponse(_Lenient):
    output = fields.Nested(_StreamResponse, required=True)
    errors = fields.Nested(_StreamResponse, required=True)


class _FailureResponse(_Lenient):
    kind = fields.String(required=True, validate=validate.OneOf(FAILURE_KINDS))
    call = _Text(**_SHORT)
    expected = _Text(**_SHORT)
    actual = _Text(**_SHORT)
    difference = _Text(**_SHORT)
    line = fields.Integer(strict=True, load_default=None, allow_none=True)
    explanation = _Text(**_SHORT)
    hint = _Text(**_SHORT)
    translatable = _Sources()


class _TestResponse(_Lenient):
    name = _Text(required=True)
    passed = fields.Boolean(required=True, truthy={True}, falsy={False})
    error = _Text(required=True, allow_none=True)
    output = _Text(required=True)
    duration = fields.Float(required=True, validate=validate.Range(0))
    title = _Text(**_SHORT)
    task = fields.Integer(strict=True, load_default=None, allow_none=True)
    hidden = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    failure = fields.Nested(_FailureResponse, load_default=None, allow_none=True)


class _TestsResponse(_Lenient):
    passed = fields.Boolean(required=True, truthy={True}, falsy={False})
    isolated = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    test_cases = fields.List(fields.Nested(_TestResponse), required=True, data_key="testCases")


class ExecuteResponse(_Lenient):
    """The `data` of a response to `POST /api/execute`; fields outside the original wire contract are optional."""

    success = fields.Boolean(required=True, truthy={True}, falsy={False})
    status = fields.String(required=True, validate=validate.OneOf([*STATUSES, BROKEN_TESTS]))
    output = _Text(required=True)
    errors = _Text(required=True)
    exit_code = fields.Integer(required=True, strict=True, data_key="exitCode")
    error = fields.Nested(_ErrorResponse, required=True, allow_none=True)
    explanation = _Text(**_SHORT)
    limit = fields.Nested(_LimitResponse, load_default=None, allow_none=True)
    execution_time = fields.Float(required=True, data_key="executionTime", validate=validate.Range(0))
    cpu_time = fields.Float(load_default=None, data_key="cpuTime", allow_none=True)
    queue_time = fields.Float(load_default=None, data_key="queueTime", allow_none=True, validate=validate.Range(0))
    memory_used = fields.Integer(required=True, strict=True, data_key="memoryUsed")
    truncated = fields.Boolean(required=True, truthy={True}, falsy={False})
    streams = fields.Nested(_StreamsResponse, load_default=None, allow_none=True)
    test_result = fields.Nested(_TestsResponse, required=True, allow_none=True, data_key="testResult")


class OutputLine(_Lenient):
    """A line of a stream with output of one of the two streams."""

    output = _Text(load_default="")
    errors = _Text(load_default="")


class FailureLine(_Lenient):
    """The last line of a stream without a result: the status, and when to retry, came too late for the headers."""

    status = fields.Integer(required=True, strict=True)
    retry_after = fields.Integer(required=True, strict=True, data_key="retryAfter", validate=validate.Range(1, 60))
