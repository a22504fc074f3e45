"""The shape of the executor's answers: types are checked strictly, fields we do not know are passed over."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

STATUSES = ("ok", "error", "timeout", "memory", "output_limit", "file_limit", "crashed", "incomplete")
BROKEN_TESTS = "grader_error"


class _Text(fields.String):
    """Text that can be encoded again: JSON escapes may hide half of a surrogate pair."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).encode("utf-8", "replace").decode()


class _Lenient(Schema):
    class Meta:
        unknown = EXCLUDE


class _ErrorAnswer(_Lenient):
    type = _Text(required=True)
    message = _Text(required=True)
    line = fields.Integer(required=True, strict=True, allow_none=True)
    explanation = _Text(load_default=None, allow_none=True)


class _LimitAnswer(_Lenient):
    name = _Text(required=True)
    value = fields.Float(required=True)
    used = fields.Float(required=True)
    unit = _Text(required=True)


class _StreamAnswer(_Lenient):
    bytes = fields.Integer(required=True, strict=True)
    truncated = fields.Boolean(required=True, truthy={True}, falsy={False})


class _StreamsAnswer(_Lenient):
    output = fields.Nested(_StreamAnswer, required=True)
    errors = fields.Nested(_StreamAnswer, required=True)


class _TestAnswer(_Lenient):
    name = _Text(required=True)
    passed = fields.Boolean(required=True, truthy={True}, falsy={False})
    error = _Text(required=True, allow_none=True)
    output = _Text(required=True)
    duration = fields.Float(required=True, validate=validate.Range(0))


class _TestsAnswer(_Lenient):
    passed = fields.Boolean(required=True, truthy={True}, falsy={False})
    test_cases = fields.List(fields.Nested(_TestAnswer), required=True, data_key="testCases")


class ExecutorAnswer(_Lenient):
    """The `data` of an answer to `POST /api/execute`; what DESIGN section 5 does not name may be missing."""

    success = fields.Boolean(required=True, truthy={True}, falsy={False})
    status = fields.String(required=True, validate=validate.OneOf([*STATUSES, BROKEN_TESTS]))
    output = _Text(required=True)
    errors = _Text(required=True)
    exit_code = fields.Integer(required=True, strict=True, data_key="exitCode")
    error = fields.Nested(_ErrorAnswer, required=True, allow_none=True)
    limit = fields.Nested(_LimitAnswer, load_default=None, allow_none=True)
    execution_time = fields.Float(required=True, data_key="executionTime", validate=validate.Range(0))
    cpu_time = fields.Float(load_default=None, data_key="cpuTime", allow_none=True)
    queue_time = fields.Float(load_default=None, data_key="queueTime", allow_none=True, validate=validate.Range(0))
    memory_used = fields.Integer(required=True, strict=True, data_key="memoryUsed")
    truncated = fields.Boolean(required=True, truthy={True}, falsy={False})
    streams = fields.Nested(_StreamsAnswer, load_default=None, allow_none=True)
    test_result = fields.Nested(_TestsAnswer, required=True, allow_none=True, data_key="testResult")
