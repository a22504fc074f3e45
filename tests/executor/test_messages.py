"""What the guest says a text is made of is bounded before it is passed on."""

from typing import Any

import pytest

from executor import messages

SOURCE: dict[str, Any] = {"id": "a value of type {0}", "values": ["int"]}


def test_allow_sources_of_known_fields() -> None:
    sent = {"explanation": SOURCE, "other": SOURCE, "expected": {"id": "half \ud800", "values": ["\ud800"]}}
    assert messages.checked(sent, ("explanation", "expected", "difference")) == {
        "explanation": SOURCE,
        "expected": {"id": "half ?", "values": ["?"]},
    }


@pytest.mark.parametrize(
    "source",
    [
        None, 5, "text", [], {}, {"id": "x"}, {"id": 5, "values": []}, {"id": "x", "values": "text"},
        {"id": "x", "values": [5]}, {"id": "x", "values": [["x"]]}, {"id": "x", "values": ["x"] * 6},
        {"id": "x", "values": ["x" * 501]}, {"id": "x" * 501, "values": []}, {**SOURCE, "more": 1},
    ],
)  # fmt: skip
def test_deny_a_source_of_another_shape_or_size(source: object) -> None:
    assert messages.checked({"explanation": source}, ("explanation",)) is None


@pytest.mark.parametrize("sent", [None, 5, "text", [SOURCE], {}])
def test_deny_sources_that_are_no_object(sent: object) -> None:
    assert messages.checked(sent, ("explanation",)) is None
