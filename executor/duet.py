"""A graded run in two interpreters: the tests in one, the learner's module in the other, started when it is needed.

They take turns: each gives the other a message and waits for the next one, so that one of them runs at a time.
"""

import json
import queue
import threading
import time
from collections.abc import Callable

from executor.instance import Closed

# Room for what a function of the learner's is given and returns.
_MAX_MESSAGE = 4 * 2**20


class Duet:
    """Joins the interpreter of the tests to that of the learner.

    `run(exchange)` runs the learner's interpreter, in a thread of its own, and returns how it ended, as
    (reason, the runtime's words).
    """

    def __init__(self, run: Callable[[Callable[[str], str]], tuple[str, str]]) -> None:
        self._ended: tuple[str, str] | None = None
        self.cpu_s = 0.0
        self._run_learner = run
        self._to_tests: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._to_learner: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the learner's interpreter, if it is not started yet: it then waits for the first message."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="learner", daemon=True)
            self._thread.start()

    def from_tests(self, message: str) -> str:
        """Pass a message of the tests on and return the learner's next one."""
        if len(message) > _MAX_MESSAGE:
            raise Closed("a value is too large to be passed on")
        self.start()
        if self._ended is not None:
            return _end(self._ended)
        self._to_learner.put(message)
        return self._to_tests.get()

    def from_learner(self, message: str) -> str:
        """Pass a message of the learner's on and return the tests' next one; the first, empty, only waits for one."""
        if len(message) > _MAX_MESSAGE:
            raise Closed("a value is too large to be passed on")
        if message:
            self._to_tests.put(message)
        answer = self._to_learner.get()
        if answer is None:
            raise Closed("the tests are over")
        return answer

    def close(self) -> tuple[str, str] | None:
        """End the learner's interpreter, which waits for a message; return how it ended when it had done so itself."""
        if self._thread is None:
            return None
        ended = self._ended
        self._to_learner.put(None)
        self._thread.join()
        return ended if ended is None or ended[0] != "answered" else ("exited", "it left the tests")

    def _run(self) -> None:
        start = time.thread_time()
        ended = ("trapped", "it could not be started")
        try:
            ended = self._run_learner(self.from_learner)
        finally:  # the tests wait for an answer
            self.cpu_s = time.thread_time() - start
            self._ended = ended
            self._to_tests.put(_end(ended))


def no_other(_message: str) -> str:
    """End an interpreter that speaks to another one where there is none."""
    raise Closed("there is no other interpreter")


def _end(ended: tuple[str, str]) -> str:
    return json.dumps({"ended": ended[0]})
