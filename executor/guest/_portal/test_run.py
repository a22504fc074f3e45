"""Run the tests that were collected, one after the other."""

from itertools import pairwise

import pytest

from _portal import pytest_session
from _portal.plain_tests import PlainTest, Test
from _portal.recorder import Recorder, test_name


def choose(tests: list[Test], name: str, canary: str | None) -> list[Test]:
    """Return the tests of one name, with or without the case, all cases of it if there is none, and the canary."""
    names = [test_name(test) for test in tests]
    base = name.partition("[")[0]
    wanted = {name} if name in names else {other for other in names if other.partition("[")[0] == base}
    return [test for test, of_test in zip(tests, names, strict=True) if of_test in wanted or of_test == canary]


def run(tests: list[Test], recorder: Recorder, canary: str | None, *, until_failure: bool) -> None:
    """Run tests; each gets its verdict.

    Args:
        until_failure: end after the first one that fails, except the canary, which must.
    """
    items = [test for test in tests if isinstance(test, pytest.Item)]
    following = dict(pairwise([*items, None]))

    def run_all() -> None:
        for test in tests:
            recorder.begin(test)
            try:
                if isinstance(test, PlainTest):
                    recorder.call(test)
                else:
                    test.ihook.pytest_runtest_protocol(item=test, nextitem=following[test])
            except BaseException as exc:
                recorder.abort(test, exc)
                break
            if not recorder.end(test) and until_failure and test.name != canary:
                break

    recorder.expect(tests)
    if len(items) == len(tests):
        run_all()
    else:
        pytest_session.run_plain(run_all)
