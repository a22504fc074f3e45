"""The executor over HTTP: what is sent, what is believed, and which error each failure becomes.

The executor ran a stranger's program: its answer is bounded before it is parsed and checked before it is used.
"""

import hashlib
import json
import logging
import time
from dataclasses import dataclass
from typing import Any

import requests
from marshmallow import ValidationError

from portal import metrics
from portal.config import settings
from portal.errors import (
    ExecutorBadResponse,
    ExecutorBusy,
    ExecutorTimeout,
    ExecutorUnavailable,
    GraderError,
    PortalError,
)
from portal.http import request_id
from portal.models import Exercise
from portal.schemas.executor import BROKEN_TESTS, ExecutorAnswer

log = logging.getLogger(__name__)

_MAX_ANSWER_BYTES = 2 * 2**20
_CHUNK_BYTES = 65_536
_CONNECT_TIMEOUT_S = 2.0
_PROBE_TIMEOUT_S = 2.0
_MAX_RETRY_AFTER_S = 60
# What an executor answers that has just started and tries itself before it takes code.
_NOT_READY = b'"NOT_READY"'
_NOT_READY_S = 0.2

_http = requests.Session()
_http.trust_env = False  # no proxy and no .netrc of the machine between us and the executor
_http.mount("http://", requests.adapters.HTTPAdapter(pool_connections=4, pool_maxsize=64))
_http.mount("https://", requests.adapters.HTTPAdapter(pool_connections=4, pool_maxsize=64))


@dataclass(frozen=True)
class RunOutcome:
    """How a run ended; times in milliseconds, `memory_used` in bytes.

    `limit` is the limit that ended it, as {"name", "value", "used", "unit"}, or None. `streams` tells of stdout and
    stderr how many bytes were written and whether some were dropped.
    """

    status: str
    stdout: str
    stderr: str
    exit_code: int
    error: dict[str, Any] | None
    limit: dict[str, Any] | None
    execution_time: float
    cpu_time: float | None
    memory_used: int
    truncated: bool
    streams: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class GradeOutcome:
    """How a graded run ended: `passed` only when every test reported a pass."""

    passed: bool
    run: RunOutcome
    tests: list[dict[str, Any]]


def run(code: str, *, stdin: str, timeout_ms: int, caller: str) -> RunOutcome:
    """Run a learner's program; `caller` is whose, for a fair share.

    Raises:
        ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse: there is no outcome.
    """
    answer = _measured("run", {"code": code, "stdin": stdin, "runTests": False, "timeout": timeout_ms}, caller)
    return _run_outcome(answer)


def grade(exercise: Exercise, code: str, *, caller: str) -> GradeOutcome:
    """Run the exercise's tests on a learner's code; `caller` is whose, for a fair share.

    Raises:
        GraderError: the exercise's own tests are broken.
        ExecutorBusy, ExecutorUnavailable, ExecutorTimeout, ExecutorBadResponse: there is no outcome.
    """
    answer = _measured(
        "test",
        {
            "code": code,
            "exerciseId": exercise.id,
            "runTests": True,
            "testCode": exercise.test_code,
            "module": exercise.module,
            "files": exercise.files,
        },
        caller,
    )
    if answer["status"] == BROKEN_TESTS:
        log.error("the tests of %s are broken: %s [%s]", exercise.id, answer["error"], request_id())
        raise GraderError
    if answer["test_result"] is None:
        raise ExecutorBadResponse
    cases = answer["test_result"]["test_cases"]
    tests = [_as_learner_sees(case) for case in cases]
    passed = (
        answer["success"]
        and answer["status"] == "ok"
        and answer["test_result"]["passed"]
        and bool(tests)
        and all(test["passed"] for test in tests)
    )
    return GradeOutcome(passed=passed, run=_run_outcome(answer), tests=tests)


def probe() -> float:
    """Return how long the executor takes to say that it lives, in milliseconds.

    Raises:
        ExecutorUnavailable: it does not.
    """
    start = time.perf_counter()
    try:
        response = _http.get(f"{_base_url()}/health", timeout=_PROBE_TIMEOUT_S, allow_redirects=False, stream=True)
    except requests.RequestException as error:
        raise ExecutorUnavailable from error
    with response:
        if response.status_code != 200:
            raise ExecutorUnavailable
    return round((time.perf_counter() - start) * 1000, 3)


def _measured(kind: str, body: dict[str, Any], caller: str) -> dict[str, Any]:
    start = time.perf_counter()
    status = "failed"
    try:
        answer = _execute(body, caller)
        status = answer["status"]
        return answer
    except PortalError as error:
        status = error.code.lower()
        raise
    finally:
        metrics.count_execution(kind, status, time.perf_counter() - start)


def _execute(body: dict[str, Any], caller: str) -> dict[str, Any]:
    deadline = time.monotonic() + settings().executor_timeout_ms / 1000
    while True:
        with _post(body, caller, deadline) as response:
            content = _read(response, deadline)
            if response.status_code == 503 and not _may_ask_again(content, deadline):
                raise ExecutorBusy(headers={"Retry-After": str(_retry_after(response))})
            if response.status_code not in (200, 503):
                raise ExecutorBadResponse from ValueError(f"status {response.status_code}")
        if response.status_code == 200:
            return _parse(content)
        time.sleep(_NOT_READY_S)


def _parse(content: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(content)
        answer: dict[str, Any] = ExecutorAnswer().load(envelope["data"])
    except (ValueError, RecursionError, TypeError, KeyError, ValidationError) as error:
        raise ExecutorBadResponse from error
    return answer


def _may_ask_again(content: bytes, deadline: float) -> bool:
    """Whether a refusal is one of an executor that is still starting, and there is time left."""
    return _NOT_READY in content and time.monotonic() + 1 < deadline


def _post(body: dict[str, Any], caller: str, deadline: float) -> requests.Response:
    """Send a request; a connection that could not be made, or was closed while it lay idle, is tried once more."""
    url = f"{_base_url()}/api/execute"
    # The executor learns that two runs are of one person, and not of whom.
    headers = {"X-Request-ID": request_id(), "X-Caller": hashlib.sha256(caller.encode()).hexdigest()[:16]}
    for attempt in (1, 2):
        timeout = (_CONNECT_TIMEOUT_S, max(0.05, deadline - time.monotonic()))
        try:
            return _http.post(url, json=body, headers=headers, timeout=timeout, allow_redirects=False, stream=True)
        except requests.ReadTimeout as error:
            raise ExecutorTimeout from error
        except requests.ConnectionError as error:
            if attempt == 2:
                raise ExecutorUnavailable from error
        except requests.RequestException as error:
            raise ExecutorBadResponse from error
    raise ExecutorUnavailable


def _read(response: requests.Response, deadline: float) -> bytes:
    """Read the answer within the deadline and the bound, however slowly it drips."""
    content = bytearray()
    try:
        for chunk in response.iter_content(_CHUNK_BYTES):
            content += chunk
            if len(content) > _MAX_ANSWER_BYTES:
                raise ExecutorBadResponse from ValueError("the answer is too long")
            if time.monotonic() > deadline:
                raise ExecutorTimeout
    except requests.ConnectionError as error:
        timed_out = time.monotonic() > deadline
        raise (ExecutorTimeout if timed_out else ExecutorBadResponse) from error
    except requests.RequestException as error:
        raise ExecutorBadResponse from error
    return bytes(content)


def _retry_after(response: requests.Response) -> int:
    text = response.headers.get("Retry-After", "")
    sane = text.isascii() and text.isdigit() and len(text) < 4
    return min(max(int(text), 1), _MAX_RETRY_AFTER_S) if sane else 1


def _base_url() -> str:
    url = settings().executor_service_url
    if url is None:
        raise ExecutorUnavailable from RuntimeError("EXECUTOR_SERVICE_URL is not set")
    return url


def _as_learner_sees(case: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "passed", "output", "duration")
    return {**{name: case[name] for name in names}, "message": case["error"]}


def _run_outcome(answer: dict[str, Any]) -> RunOutcome:
    return RunOutcome(
        status=answer["status"],
        stdout=answer["output"],
        stderr=answer["errors"],
        exit_code=answer["exit_code"],
        error=answer["error"],
        limit=answer["limit"],
        execution_time=answer["execution_time"],
        cpu_time=answer["cpu_time"],
        memory_used=answer["memory_used"],
        truncated=answer["truncated"],
        streams=_streams(answer),
    )


def _streams(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    told = answer["streams"] or {
        name: {"bytes": len(answer[name].encode()), "truncated": answer["truncated"]} for name in ("output", "errors")
    }
    return {"stdout": told["output"], "stderr": told["errors"]}
