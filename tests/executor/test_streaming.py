"""Runs answered line by line: output as it comes, then what a JSON response would hold."""

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from executor import steps, streaming
from executor.fair_queue import Busy
from executor.models import Limits, Task
from tests.executor.conftest import Execute, project
from tests.executor.test_app import steady

pytestmark = pytest.mark.integration

CONTRACT = sorted((project() / "tests" / "contract" / "streams").glob("*.json"))
LINES = {"Accept": streaming.MEDIA_TYPE}


def start(client: FlaskClient, code: str, **fields: Any) -> TestResponse:
    body = {"code": code, "runTests": False, "timeout": 5000, **fields}
    return client.post("/api/execute", json=body, headers=LINES)


def lines(response: TestResponse) -> list[dict[str, Any]]:
    return [json.loads(line) for line in response.get_data().splitlines() if line]


@pytest.mark.parametrize("path", CONTRACT, ids=lambda path: path.stem)
def test_the_executor_keeps_the_contract_of_streams(client: FlaskClient, path: Path) -> None:
    golden = json.loads(path.read_text())
    response = client.post("/api/execute", json=golden["request"], headers={"Accept": golden["accept"]})
    assert (response.status_code, response.mimetype) == (golden["status"], golden["accept"])
    *output, end = lines(response)
    *golden_output, golden_end = golden["lines"]
    assert _joined(output) == _joined(golden_output)
    assert steady(end) == steady(golden_end)


def _joined(output: list[dict[str, str]]) -> dict[str, str]:
    """The text of each stream: a line may come in several pieces."""
    return {name: "".join(line[name] for line in output if name in line) for line in output for name in line}


def test_output_comes_while_the_program_runs_and_heartbeats_while_it_is_silent(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "PAUSE_S", 0.05)
    response = start(client, "import time\nprint('first')\ntime.sleep(0.4)\nprint('last')")
    *output, end = [json.loads(line) for line in response.iter_encoded() if line != b"\n"]
    texts = [line["output"] for line in output]  # a line may come in several pieces
    assert (texts[0].startswith("first"), "last" in texts[0]) == (True, False), "sent before the program went on"
    assert end["data"]["output"] == "".join(texts) == "first\nlast\n"
    beats = start(client, "import time\ntime.sleep(0.4)")
    assert list(beats.iter_encoded()).count(b"\n") >= 2


@pytest.mark.parametrize(
    "code",
    [
        "import sys\nfor n in range(300): print('é', n); print('ü', file=sys.stderr)",
        "import sys\nsys.stdout.buffer.write('é'.encode()[:1])\nsys.stdout.buffer.flush()",
        "print('é' * 40_000)",
    ],
)
def test_what_is_streamed_is_the_output_of_the_result(client: FlaskClient, code: str) -> None:
    *output, end = lines(start(client, code))
    for name in ("output", "errors"):
        assert "".join(line.get(name, "") for line in output) == end["data"][name]


def test_closing_the_response_ends_the_run(service: Flask, client: FlaskClient) -> None:
    response = start(client, "print('on')\nwhile True: pass")
    received = response.iter_encoded()
    while b"on" not in next(received):  # heartbeats
        pass
    before = time.monotonic()
    response.close()
    pool = service.extensions["pool"]
    results = [pool.run(Task("print(1)", Limits())) for _ in range(2)]  # on both workers
    assert [result["output"] for result in results] == ["1\n", "1\n"]
    assert time.monotonic() - before < 4, "the program could have run for five seconds"


def test_a_refusal_at_once_is_a_503_and_a_late_one_is_the_last_line(
    service: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise Busy(7)

    monkeypatch.setattr(service.extensions["pool"], "steps", full)
    at_once = start(client, "1")
    assert (at_once.status_code, at_once.headers["Retry-After"], at_once.mimetype) == (503, "7", "application/json")

    waited = threading.Event()
    monkeypatch.setattr(steps, "PAUSE_S", 0.01)

    def full_later(*_args: object) -> None:
        waited.wait(5)
        full()

    monkeypatch.setattr(service.extensions["pool"], "steps", full_later)
    late = start(client, "1")
    waited.set()
    (end,) = lines(late)
    assert (end["success"], end["status"], end["retryAfter"]) == (False, 503, 7)
    assert end["error"]["code"] == "EXECUTOR_BUSY"


def test_an_unexpected_error_in_a_stream_discloses_nothing(
    service: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = threading.Event()

    def broken(*_args: object) -> None:
        waited.wait(5)
        raise RuntimeError("secret detail")

    monkeypatch.setattr(steps, "PAUSE_S", 0.01)
    monkeypatch.setattr(service.extensions["pool"], "steps", broken)
    response = start(client, "1")
    waited.set()
    (end,) = lines(response)
    assert (end["status"], end["error"]["code"]) == (500, "INTERNAL_ERROR")
    assert "secret" not in str(end)


def test_a_graded_run_has_heartbeats_and_its_output_in_the_result_alone(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "PAUSE_S", 0.05)
    code = "import time\nprint('on import')\ntime.sleep(0.4)"
    response = start(client, code, runTests=True, testCode="import solution\ndef test_a(): pass")
    *beats, end = response.iter_encoded()
    assert beats.count(b"\n") == len(beats) >= 2
    data = json.loads(end)["data"]
    assert (data["testResult"]["passed"], data["output"]) == (True, "on import\n")


@pytest.mark.parametrize(
    ("code", "stdin", "output"),
    [
        ("name = input('Name? ')\nprint('Hello', name)", "Ada", "Name? Ada\nHello Ada\n"),
        ("a = input('A: ')\nb = input('B: ')\nprint(a + b)", "1\n2\nunread", "A: 1\nB: 2\n12\n"),
        ("import sys\nfor line in sys.stdin: print(len(line))", "ab\nc\n", "ab\n3\nc\n2\n"),
        ("import sys\nprint(sys.stdin.read().count('b'))", "a\nb", "a\nb\n1\n"),
        ("input()\ntry: input('more? ')\nexcept EOFError: print('end')", "x\n", "x\nmore? end\n"),
        ("print(1)", "never read", "1\n"),
    ],
)
def test_support_input_that_is_echoed_as_a_terminal_would(execute: Execute, code: str, stdin: str, output: str) -> None:
    assert execute(code, stdin=stdin, echo=True)["output"] == output
