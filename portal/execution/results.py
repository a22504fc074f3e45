"""Reads the body of a response of the executor: one JSON object, or lines of JSON that come while the run goes on."""

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager

from portal.errors import ExecutorBadResponse, ExecutorBusy
from portal.execution.answers import Answer, read_answer
from portal.execution.json_checks import record, text, whole
from portal.execution.transport import OpenResponse
from portal.models import Output

_MAX_RETRY_AFTER_S = 60

# What a response says: output, None while there is nothing to say, and at last the answer.
Events = Generator[Output | Answer | None]


def read(response: OpenResponse) -> Events:
    """Read a response that comes when the run has ended; raises ExecutorBadResponse."""
    body = response.read().body
    with _checked():
        answer = read_answer(record(json.loads(body))["data"])
    yield answer


def follow(response: OpenResponse) -> Events:
    """Read a response that goes on while the run does, to its end, which is the answer.

    Raises:
        ExecutorBusy: nothing ran, as the last line says.
        ExecutorBadResponse: a line is not valid, or says that there is no result.
    """
    answer = None
    for line in response.lines():
        if answer:
            raise ExecutorBadResponse from ValueError("there is more after the result")
        event = _parse_line(line)
        if isinstance(event, Answer):
            answer = event
        else:
            yield event
    if not answer:
        raise ExecutorBadResponse from ValueError("the stream ended without a result")
    yield answer


def _parse_line(line: bytes) -> Output | Answer | None:
    """Return what a line of a stream says: output, or with the last line the result; None for a heartbeat."""
    if not line:
        return None
    with _checked():
        content = record(json.loads(line))
        if "success" not in content:
            output, errors = text(content.get("output", "")), text(content.get("errors", ""))
            return Output("stdout", output) if output else Output("stderr", errors)
        if content["success"] is True:
            return read_answer(content["data"])
        status, retry_after_s = whole(content["status"]), whole(content["retryAfter"])
    if status == 503 and 1 <= retry_after_s <= _MAX_RETRY_AFTER_S:
        raise busy(retry_after_s)
    raise ExecutorBadResponse from ValueError(f"status {status} in a stream")


@contextmanager
def _checked() -> Iterator[None]:
    try:
        yield
    except (ValueError, RecursionError, KeyError) as error:
        raise ExecutorBadResponse from error


def busy(retry_after_s: int) -> ExecutorBusy:
    """Return the error of an executor that is busy."""
    return ExecutorBusy(headers={"Retry-After": str(retry_after_s)})
