"""The test cases of an answer: what the guest says of a failure is checked, what the author wrote is added."""

from typing import Any

from executor import messages

KINDS = frozenset({"wrong_value", "wrong_error", "no_error", "error", "timeout", "not_run", "other"})
_TEXTS = ("call", "expected", "actual", "difference", "explanation")
_TRANSLATABLE = ("expected", "difference", "explanation")
_MAX_TEXT = 1000
_MAX_TITLE = 200
_MAX_LINE = 50_001
_HIDDEN_MESSAGE = "a hidden test failed"


def new_failure(kind: str, explanation: str | None = None, line: int | None = None) -> dict[str, Any]:
    """Return a failure of which nothing else is known."""
    fields = {"kind": kind, **dict.fromkeys(_TEXTS), "line": line, "explanation": explanation, "hint": None}
    return messages.with_sources(fields)


def checked_failure(failure: object) -> dict[str, Any]:
    """Return a failure with known fields of bounded size; what does not fit is null, and the kind `other`."""
    if not isinstance(failure, dict):
        return new_failure("other")
    kind, line = failure.get("kind"), failure.get("line")
    checked = new_failure(kind if isinstance(kind, str) and kind in KINDS else "other")
    checked |= {name: _bounded(failure[name], _MAX_TEXT) for name in _TEXTS if isinstance(failure.get(name), str)}
    checked["translatable"] = messages.checked(failure.get("translatable"), _TRANSLATABLE)
    return checked | {"line": line if type(line) is int and 1 <= line <= _MAX_LINE else None}


def checked_about(about: object) -> dict[str, dict[str, Any]]:
    """Return what the author wrote about each test. It was read from the test file before any learner's code ran."""
    entries = about.items() if isinstance(about, dict) else ()
    return {str(name): entry for name, entry in entries if isinstance(entry, dict)}


def mark_unfinished(tests: list[dict[str, Any]], error: dict[str, Any], *, status: str, collected: bool) -> None:
    """Say in the tests that a run did not get to the end of why: the one that was running, and those after it."""
    unfinished = [test for test in tests if test["failure"] and test["failure"]["kind"] == "not_run"]
    kind = "timeout" if status == "timeout" else "error"
    for index, test in enumerate(unfinished):
        running = collected and index == 0
        test["failure"] = new_failure("not_run", error["explanation"], error["line"])
        if running:
            test["error"] = f"stopped during this test: {error['message']}"
            test["failure"] |= {"kind": kind, "call": error.get("call")}


def complete(tests: list[dict[str, Any]], about: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Add title, task and hidden to each test, the hint to the first one that fails, and hide what is hidden."""
    first_failed = next((test["name"] for test in tests if not test["passed"]), None)
    return [
        _complete(test, about.get(test["name"].partition("[")[0], {}), index, first=test["name"] == first_failed)
        for index, test in enumerate(tests, 1)
    ]


def _complete(test: dict[str, Any], about: dict[str, Any], index: int, *, first: bool) -> dict[str, Any]:
    name, bracket, case = test["name"].partition("[")
    hidden = about.get("hidden") is True
    title = _bounded(str(about.get("title") or name), _MAX_TITLE)
    task, hint = about.get("task"), about.get("hint")
    completed = {
        **test,
        "title": _bounded(f"{title} ({case.removesuffix(']')})", _MAX_TITLE) if bracket and not hidden else title,
        "task": task if type(task) is int else None,
        "hidden": hidden,
    }
    if completed["failure"] and first and isinstance(hint, str):
        completed["failure"] = {**completed["failure"], "hint": _bounded(hint, _MAX_TEXT)}
    if hidden:
        completed |= {"name": f"{name}[{index}]" if bracket else name, "output": ""}
        if completed["failure"]:
            shown = {key: completed["failure"][key] for key in ("kind", "explanation", "hint")}
            shown["translatable"] = messages.checked(completed["failure"]["translatable"], ("explanation",))
            completed |= {"error": _HIDDEN_MESSAGE, "failure": {**new_failure("other"), **shown}}
    return completed


def _bounded(text: str, limit: int) -> str:
    bounded = text[:limit]
    return bounded if bounded.isascii() else bounded.encode("utf-8", "replace").decode()
