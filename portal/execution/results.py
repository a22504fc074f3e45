"""Reads what the executor answers. It ran untrusted code: everything is validated before it is used."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from marshmallow import ValidationError

from portal.errors import ExecutorBadResponse, ExecutorBusy
from portal.execution.response_schema import ExecuteResponse, FailureLine, OutputLine
from portal.models import Output, RunResult, Verdict

_schema = ExecuteResponse()
_output_schema = OutputLine()
_failure_schema = FailureLine()


def parse(body: bytes) -> dict[str, Any]:
    """Return the `data` of a response, validated; raises ExecutorBadResponse."""
    with _validation():
        data: dict[str, Any] = _schema.load(json.loads(body)["data"])
    return data


def parse_line(line: bytes) -> Output | dict[str, Any] | None:
    """Return what a line of a stream says: output, or with the last line the validated `data`; None for a heartbeat.

    Raises:
        ExecutorBusy: nothing ran, as the last line says.
        ExecutorBadResponse: the line is not valid, or says that there is no result.
    """
    if not line:
        return None
    with _validation():
        content = json.loads(line)
        if "success" not in content:
            output = _output_schema.load(content)
            return Output("stdout", output["output"]) if output["output"] else Output("stderr", output["errors"])
        if content["success"] is True:
            data: dict[str, Any] = _schema.load(content["data"])
            return data
        failure = _failure_schema.load(content)
    if failure["status"] == 503:
        raise busy(failure["retry_after"])
    raise ExecutorBadResponse from ValueError(f"status {failure['status']} in a stream")


@contextmanager
def _validation() -> Iterator[None]:
    try:
        yield
    except (ValueError, RecursionError, TypeError, KeyError, ValidationError) as error:
        raise ExecutorBadResponse from error


def busy(retry_after_s: int) -> ExecutorBusy:
    """Return the error of an executor that is busy."""
    return ExecutorBusy(headers={"Retry-After": str(retry_after_s)})


def run_result(data: dict[str, Any]) -> RunResult:
    """Return the result of a run."""
    return RunResult(
        status=data["status"],
        stdout=data["output"],
        stderr=data["errors"],
        exit_code=data["exit_code"],
        error=data["error"],
        explanation=data["explanation"],
        limit=data["limit"],
        execution_time=data["execution_time"],
        cpu_time=data["cpu_time"],
        memory_used=data["memory_used"],
        truncated=data["truncated"],
        streams=_streams(data),
        queue_time=data["queue_time"],
    )


def verdict(data: dict[str, Any]) -> Verdict:
    """Build the verdict; a response that contradicts itself is never a pass."""
    result = data["test_result"]
    tests = tuple(
        {**case, "message": case.pop("error"), "failure": None if case["passed"] else case["failure"]}
        for case in result["test_cases"]
    )
    passed = data["success"] and data["status"] == "ok" and result["passed"] and bool(tests)
    passed = passed and all(test["passed"] for test in tests)
    return Verdict(passed, run_result(data), tests, isolated=result["isolated"])


def _streams(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    streams = data["streams"] or {
        name: {"bytes": len(data[name].encode()), "truncated": data["truncated"]} for name in ("output", "errors")
    }
    return {"stdout": streams["output"], "stderr": streams["errors"]}
