"""A graded run in two interpreters: one holds the tests, the other the learner's module.

They exchange messages strictly in turn: each sends one and blocks until the next arrives, so only one runs at a time.
"""

import json
import queue
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from executor.interpreter import Closed

# Bounds the arguments and return values of the learner's functions: a list of a million numbers fits.
_MAX_MESSAGE_CHARS = 16 * 2**20

Exchange = Callable[[str], str]

# Kept between runs: starting a thread is slower than waking one. A process grades one attempt at a time.
_threads = ThreadPoolExecutor(1, "learner")


class PairedInterpreters:
    """Connects the interpreter of the tests to that of the learner.

    `run_learner(exchange)` runs the learner's interpreter, in a thread of its own, and returns how it ended, as
    (reason, the runtime's description).
    """

    def __init__(self, run_learner: Callable[[Exchange], tuple[str, str]]) -> None:
        self._ended: tuple[str, str] | None = None
        self.cpu_s = 0.0
        self._run_learner = run_learner
        self._to_tests: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._to_learner: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._started = False

    def start(self) -> None:
        """Start the learner's interpreter unless it runs already; it blocks until the first message."""
        if not self._started:
            self._started = True
            _threads.submit(self._run)

    def exchange_from_tests(self, message: str) -> str:
        """Send the tests' message to the learner's interpreter and return its next one."""
        _check_length(message)
        self.start()
        if self._ended is not None:
            return _ended_message(self._ended)
        self._to_learner.put(message)
        return self._to_tests.get()

    def exchange_from_learner(self, message: str) -> str:
        """Send the learner's message to the tests and return their next one; the first is empty and only waits."""
        _check_length(message)
        if message:
            self._to_tests.put(message)
        answer = self._to_learner.get()
        if answer is None:
            raise Closed("the tests are over")
        return answer

    def close(self) -> tuple[str, str] | None:
        """End the learner's interpreter; return how it ended if it did so by itself before, else None."""
        if not self._started:
            return None
        ended = self._ended
        self._to_learner.put(None)
        while self._ended is None:
            self._to_tests.get()  # the last message says that it has ended
        return ended if ended is None or ended[0] != "answered" else ("exited", "it ended before the tests did")

    def _run(self) -> None:
        start = time.thread_time()
        ended = ("trapped", "it could not be started")
        try:
            ended = self._run_learner(self.exchange_from_learner)
        finally:  # the tests are blocked until they get a message
            self.cpu_s = time.thread_time() - start
            self._ended = ended
            self._to_tests.put(_ended_message(ended))


def no_peer(_message: str) -> str:
    """Exchange function of an interpreter that has no peer: ends it."""
    raise Closed("there is no other interpreter")


def _check_length(message: str) -> None:
    if len(message) > _MAX_MESSAGE_CHARS:
        raise Closed("a value is too large to be passed between the interpreters")


def _ended_message(ended: tuple[str, str]) -> str:
    return json.dumps({"ended": ended[0]})
