"""What the portal accepts of an executor: every value of a golden answer, replaced by all kinds of others."""

import copy
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from portal.execution.answers import read_answer
from portal.schemas.runs import RunSchema, VerdictSchema

CONTRACT = sorted((Path(__file__).parents[2] / "contract").glob("*_*.json"))
ANSWERS = [
    golden["response"]["data"] for golden in map(json.loads, map(Path.read_text, CONTRACT)) if golden["status"] == 200
]

Place = tuple[str | int, ...]


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Return where the values of a document are: those in others too, and those others."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*place, key)
        yield from places(inner, (*place, key))


def replaced(document: Any, place: Place, value: Any) -> Any:
    changed = copy.deepcopy(document)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return changed


def is_accepted(data: Any) -> bool:
    """Whether an answer is accepted. If it is, it can be sent on to a client."""
    try:
        answer = read_answer(data)
    except (ValueError, KeyError):
        return False
    sent = VerdictSchema().dump(answer.verdict) if answer.verdict else RunSchema().dump(answer.run)
    assert json.loads(orjson.dumps(sent)) == sent
    return True


@pytest.mark.parametrize("data", ANSWERS, ids=[path.stem for path in CONTRACT if "bad" not in path.stem])
def test_a_value_of_another_kind_is_refused(data: Any) -> None:
    assert is_accepted(data)
    no_value_at_all = [{"unknown": [None]}]
    taken = [place for place in places(data) if is_accepted(replaced(data, place, no_value_at_all))]
    cases = (data["testResult"] or {"testCases": []})["testCases"]
    passed = [("testResult", "testCases", index, "failure") for index, case in enumerate(cases) if case["passed"]]
    assert taken == passed, "why a test failed that passed is not read"


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        -1,
        0.5,
        10**30,
        10**400,
        math.nan,
        math.inf,
        -math.inf,
        "",
        "text",
        "\ud800",
        "x" * 3000,
        [],
        {},
        [[]],
    ],
)
def test_whatever_is_accepted_can_be_sent_on(value: object) -> None:
    for data in ANSWERS:
        for place in places(data):
            is_accepted(replaced(data, place, value))
    assert not is_accepted(value)


def test_a_missing_value_is_refused_unless_it_came_later_than_the_contract() -> None:
    (data,) = (data for data in ANSWERS if data["testResult"] and data["testResult"]["passed"])
    top = {name for name in data if is_accepted({key: value for key, value in data.items() if key != name})}
    assert top == {"explanation", "limit", "cpuTime", "queueTime", "streams"}
    (case, *_) = data["testResult"]["testCases"]
    optional = set()
    for name in case:
        less = {key: value for key, value in case.items() if key != name}
        if is_accepted(replaced(data, ("testResult", "testCases", 0), less)):
            optional.add(name)
    assert optional == {"title", "task", "hidden", "failure"}
