"""Test files that interpreters made ready before, kept so that the next run of the same tests need not do it again."""

import hashlib
import json
from collections import OrderedDict

from executor.limits import Task

_MOST = 128
_MAX_BYTES = 2**18
_START = '{"prepared": '


class PreparedTests:
    """The newest of them, by the content of the tests.

    An interpreter reports one before it runs anything of a learner's, as the first of its reports; so the first report
    of a run is to be believed, and no other.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, str] = OrderedDict()

    def get(self, task: Task) -> str | None:
        """Return the JSON of the task's tests made ready, or None."""
        return self._kept.get(_key(task))

    def take(self, task: Task, report: str) -> bool:
        """Keep the first report of a run if it is of tests made ready; return whether it is."""
        if not report.startswith(_START):
            return False
        if len(report) <= _MAX_BYTES:
            self._kept[_key(task)] = report[len(_START) : -1]
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return True


def is_apart(prepared: str) -> bool:
    """Whether the tests run apart from the learner's module."""
    return json.loads(prepared)["apart"] is True


def _key(task: Task) -> str:
    return hashlib.sha256(f"{task.module}\0{task.tests}".encode()).hexdigest()
