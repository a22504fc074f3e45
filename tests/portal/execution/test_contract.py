"""The portal's side of the wire contract: the executor's tests read the same files."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.portal.fake_executor import FakeExecutor
from tests.serving import read_events

CONTRACT = sorted((Path(__file__).parents[2] / "contract").glob("*.json"))


@pytest.mark.parametrize("path", [path for path in CONTRACT if path.stem.startswith("run")], ids=lambda path: path.stem)
def test_the_portal_reads_every_golden_run(fake_client: FlaskClient, fake: FakeExecutor, path: Path) -> None:
    golden = json.loads(path.read_text())
    fake.raw = json.dumps(golden["response"]).encode()
    request = {name: golden["request"][name] for name in ("code", "stdin", "timeout")}
    data = fake_client.post("/api/exercises/run", json=request).get_json()["data"]
    expected = golden["response"]["data"]
    (expected["error"] or {}).pop("translatable", None)
    assert (data["status"], data["stdout"], data["stderr"]) == (
        expected["status"],
        expected["output"],
        expected["errors"],
    )
    assert (data["error"], data["exitCode"], data["truncated"]) == (
        expected["error"],
        expected["exitCode"],
        expected["truncated"],
    )
    assert fake.requests == [golden["request"]]


def read_stream(name: str, fake: FakeExecutor) -> dict[str, Any]:
    """Have the executor answer with a golden stream and its heartbeats."""
    golden: dict[str, Any] = json.loads((CONTRACT[0].parent / "streams" / f"{name}.json").read_text())
    fake.raw = b"".join(b"\n" + json.dumps(line).encode() + b"\n" for line in golden["lines"])
    return golden


def test_the_portal_reads_the_golden_stream_of_a_run(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    golden = read_stream("ok", fake)
    request = {name: golden["request"][name] for name in ("code", "stdin", "echo", "timeout")}
    response = fake_client.post("/api/exercises/run", json=request, headers={"Accept": "text/event-stream"})
    *output, (last, answer) = read_events(response.text)
    assert output == [
        ("output", {"stream": "stdout", "text": golden["lines"][0]["output"]}),
        ("output", {"stream": "stderr", "text": golden["lines"][1]["errors"]}),
    ]
    expected = golden["lines"][-1]["data"]
    assert (last, answer["data"]["stdout"], answer["data"]["stderr"]) == (
        "result",
        expected["output"],
        expected["errors"],
    )
    assert fake.requests == [golden["request"]]
    assert golden["accept"] in fake.request_headers[0]["Accept"]


@pytest.mark.parametrize(
    "path", [path for path in CONTRACT if path.stem.startswith("grade")], ids=lambda path: path.stem
)
def test_the_portal_reads_every_golden_verdict(fake_client: FlaskClient, fake: FakeExecutor, path: Path) -> None:
    golden = json.loads(path.read_text())
    fake.raw = json.dumps(golden["response"]).encode()
    response = fake_client.post("/api/exercises/test", json={"exerciseId": "greet", "code": golden["request"]["code"]})
    assert set(fake.requests[0]) == set(golden["request"])
    if golden["response"]["data"]["status"] == "grader_error":
        assert response.get_json()["error"]["code"] == "GRADER_ERROR"
        return
    cases = golden["response"]["data"]["testResult"]["testCases"]
    assert response.get_json()["data"]["passed"] is golden["response"]["data"]["success"]
    assert [test["message"] for test in response.get_json()["data"]["tests"]] == [case["error"] for case in cases]


def test_the_portal_reads_the_golden_stream_of_a_graded_run(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    golden = read_stream("graded", fake)
    response = fake_client.post("/api/exercises/test", json={"exerciseId": "greet", "code": golden["request"]["code"]})
    data, expected = response.get_json()["data"], golden["lines"][-1]["data"]
    assert (data["passed"], data["status"], data["stdout"]) == (False, expected["status"], expected["output"])
    for test, case in zip(data["tests"], expected["testResult"]["testCases"], strict=True):
        assert [test["message"], test["name"], test["passed"], test["output"]] == [
            case["error"], case["name"], case["passed"], case["output"]
        ]  # fmt: skip
        shown = ("kind", "call", "expected", "actual")
        assert [(test["failure"] or {}).get(name) for name in shown] == [
            (case["failure"] or {}).get(name) for name in shown
        ]
    assert set(fake.requests[0]) == set(golden["request"])
    assert golden["accept"] in fake.request_headers[0]["Accept"]
