"""Collect one verdict per expected test from pytest's hooks, and report each to the host."""

import sys
from time import perf_counter

import pytest
from _pytest.fixtures import FixtureLookupError
from _pytest.runner import runtestprotocol
from _pytest.subtests import SubtestReport

from _portal import errors, failures, json_text
from _portal.crossing import CannotCross, Disconnected
from _portal.environment import report
from _portal.failures import Failure, FailureDescriber
from _portal.messages import Message, with_sources, without_addresses
from _portal.plain_tests import PlainTest, PlainTests, Test

# Characters: per test, and for all tests together, so that the answer stays within what the host reads.
_MAX_OUTPUT = 4000
_MAX_WORDS = 100_000
# Lines of pytest's explanations that tell a learner nothing.
_NOISE = ("", "Use -v to get more diff")
# The place of a test in a report, which costs a look at files and is not used here.
_NO_LOCATION = ("", None, "")

_MISSING_FIXTURE = (
    "{0} uses the fixture {1!r}, which does not exist or needs itself: define it in the test file, "
    "as no conftest.py is read"
)

Verdict = dict[str, object]


def test_name(item: Test) -> str:
    """The test's name as learners and the API know it: `test_x`, `test_x[case]` or `Class.test_x`."""
    if isinstance(item, PlainTest):
        return item.name
    parts = [node.name for node in item.listchain() if not isinstance(node, pytest.Module | pytest.Session)]
    return ".".join(parts)


class Recorder:
    """A pytest plugin; `verdicts` maps each expected test's name to its verdict."""

    def __init__(self) -> None:
        self.start(None)

    def start(self, describer: FailureDescriber | None) -> None:
        """Forget what was recorded before."""
        self._describer = describer
        self._failure: Failure | None = None
        self._compared: tuple[str, object, object] | None = None
        self.expected: list[str] = []
        self.verdicts: dict[str, Verdict] = {}
        self.aborted: BaseException | None = None
        self.grader_fault: str | None = None
        self._names: dict[Test, str] = {}
        self._failures: list[str] = []
        self._words_left = _MAX_WORDS
        self._duration_ms = 0.0
        self._called = False

    def expect(self, items: list[Test]) -> None:
        """Fix which tests must report, before any of them runs."""
        for item in items:
            name = test_name(item)
            self._names[item] = name if name not in self.expected else f"{name} (again, {len(self.expected)})"
            self.expected.append(self._names[item])
        report(json_text.dumps({"expected": self.expected}))

    def begin(self, item: Test) -> None:
        """Start a fresh verdict."""
        self._failures, self._duration_ms, self._called = [], 0.0, False
        self._failure, self._compared = None, None
        if self._describer is not None:
            self._describer.start_test()
        sys.__stdout__.start_copy(min(_MAX_OUTPUT, self._words_left))

    def end(self, item: Test) -> bool:
        """Close the verdict and report it; return whether the test passed."""
        if not self._called and not self._failures:
            self._failures.append("the test did not run")
        name = self._names[item]
        output = sys.__stdout__.take_copy()
        verdict = {
            "name": name,
            "passed": not self._failures,
            "error": self._shorten("\n".join(self._failures)) if self._failures else None,
            "output": self._shorten(output),
            "duration": round(self._duration_ms, 3),
            "failure": (self._failure or failures.empty("other")) if self._failures else None,
        }
        self.verdicts[name] = verdict
        report(json_text.dumps({"test": verdict}))
        return not self._failures

    def _shorten(self, text: str) -> str:
        text = errors.shorten(text, min(_MAX_OUTPUT, self._words_left))
        self._words_left = max(0, self._words_left - len(text))
        return text

    def abort(self, item: Test, exc: BaseException) -> None:
        """The program ended the whole test run from within this test."""
        self.aborted = exc
        self._failures.append(f"the program ended the test run with {type(exc).__name__}")
        explanation = Message("Your program ends itself here. Remove exit(), quit() and the like from it.")
        self._failure = with_sources(failures.empty("error", explanation))
        self.end(item)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note that tests cannot be collected: verdicts about the others alone would leave them out."""
        if report.failed:
            self.grader_fault = f"the tests cannot be collected: {report.longrepr}"

    def call(self, test: PlainTest) -> None:
        """Run a test that is only called."""
        start = perf_counter()
        try:
            test.function()
        except (pytest.exit.Exception, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._describe(exc)
            self._failures.append(_message(exc))
        self._duration_ms = (perf_counter() - start) * 1000
        self._called = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item | PlainTests, nextitem: pytest.Item | None) -> bool:
        """Run a test as pytest does, without the hooks that announce it and its reports: nobody else listens."""
        if isinstance(item, PlainTests):
            item.call()
            return True
        for phase in runtestprotocol(item, log=False, nextitem=nextitem):
            self.pytest_runtest_logreport(phase)
        return True

    @pytest.hookimpl
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Report a phase by the exception's own words, instead of a rendering of the test's source."""
        outcome, message = "passed", None
        if call.excinfo is not None:
            exc = call.excinfo.value
            outcome = "skipped" if isinstance(exc, pytest.skip.Exception) else "failed"
            message = _message(exc)
            self._describe(exc)
            if isinstance(exc, FixtureLookupError):
                self.grader_fault = _MISSING_FIXTURE.format(test_name(item), exc.argname)
        return pytest.TestReport(
            item.nodeid, _NO_LOCATION, {}, outcome, message, call.when, (), call.duration, call.start, call.stop
        )

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        """Note the operands of a comparison that failed."""
        self._compared = op, left, right

    def _describe(self, exc: BaseException) -> None:
        """Describe the first failure of the current test."""
        if self._failure is None and self._describer is not None and not isinstance(exc, pytest.skip.Exception):
            output = sys.__stdout__.peek_copy()
            self._failure = self._describer.describe(exc, self._compared, output)
        self._compared = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a phase, or one subtest, into the current verdict."""
        self._duration_ms += report.duration * 1000
        if isinstance(report, SubtestReport):
            if not report.passed:
                self._failures.append(f"{report._sub_test_description().strip()} {report.longrepr}")
            return
        self._called = self._called or report.when == "call"
        if hasattr(report, "wasxfail"):
            self._failures.append("expected to fail, and such a test never counts as passed")
        elif not report.passed:
            self._failures.append(f"skipped: {report.longrepr}" if report.skipped else str(report.longrepr))


def _message(exc: BaseException) -> str:
    if isinstance(exc, Disconnected):
        return "the program ended during this test"
    text = errors.text_of(exc)
    if isinstance(exc, CannotCross):
        return text
    if isinstance(exc, AssertionError | pytest.fail.Exception | pytest.skip.Exception):
        lines = [line for line in text.splitlines() if line.strip() not in _NOISE]
        return without_addresses(errors.shorten("\n".join(lines))) or "the assertion failed"
    line = errors.line_of(exc)
    where = f" (line {line})" if line else ""
    message = errors.shorten(f"{type(exc).__name__}: {text}" if text else type(exc).__name__)
    return without_addresses(message) + where
