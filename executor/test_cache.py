"""Caches test files that an interpreter has analysed and compiled, so that the next run of the same tests is faster."""

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass

from executor.models import Task

_MAX_ENTRIES = 128
_MAX_ENTRY_CHARS = 2**18
_PREFIX = '{"prepared": '


@dataclass(frozen=True)
class PreparedTests:
    """A prepared test file: as JSON, its compiled code as text, and whether it runs apart from the learner's module."""

    content: str
    code: str
    apart: bool


class PreparedTestCache:
    """The most recent prepared test files, by the content of the tests.

    An interpreter reports a prepared file before it runs any code of the learner's, as its very first report. So only
    the first report of a run can be trusted.
    """

    def __init__(self) -> None:
        self._entries: OrderedDict[str, PreparedTests] = OrderedDict()

    def get(self, task: Task) -> PreparedTests | None:
        """Return the task's prepared tests, or None."""
        return self._entries.get(_key(task))

    def add(self, task: Task, report: str) -> bool:
        """Store the first report of a run if it holds prepared tests; return whether it does."""
        if not report.startswith(_PREFIX):
            return False
        if len(report) <= _MAX_ENTRY_CHARS:
            event, _, code = report.partition("\n")
            content = event[len(_PREFIX) : -1]
            self._entries[_key(task)] = PreparedTests(content, code, json.loads(content)["apart"] is True)
            if len(self._entries) > _MAX_ENTRIES:
                self._entries.popitem(last=False)
        return True


def _key(task: Task) -> str:
    return hashlib.sha256(json.dumps([task.module, task.tests, task.files]).encode()).hexdigest()
