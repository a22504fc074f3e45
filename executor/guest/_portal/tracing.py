"""Find where a program was when its time was up, by running it again with tracing for a moment.

Tracing is too slow for every run. The result is used in explanations only.
"""

import ast
import json
import sys
import time
from types import FrameType

from _portal.environment import WORK, report

# Least time between two reports of lines that were seen before.
_INTERVAL_S = 0.005


class Tracer:
    """Reports {"at": line, "loop": first line of the innermost loop around it, or null} as the program moves."""

    def __init__(self, code: str, module: str) -> None:
        self._path = f"{WORK}/{module}"
        self._loops = _loops(code)
        self._seen: set[int] = set()
        self._last, self._reported = 0, 0.0

    def start(self) -> None:
        """Trace every frame that starts from now on."""
        sys.settrace(self._trace)

    def _trace(self, frame: FrameType, event: str, _arg: object) -> object:
        if frame.f_code.co_filename != self._path:
            return None
        if event == "line":
            self._note(frame.f_lineno)
        return self._trace

    def _note(self, line: int) -> None:
        now = time.monotonic()
        if line in self._seen and (line == self._last or now - self._reported < _INTERVAL_S):
            return
        self._seen.add(line)
        self._last, self._reported = line, now
        around = [first for first, last in self._loops if first <= line <= last]
        report(json.dumps({"at": line, "loop": max(around, default=None)}))


def _loops(code: str) -> list[tuple[int, int]]:
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    loops = (ast.For, ast.AsyncFor, ast.While)
    return [(node.lineno, node.end_lineno or node.lineno) for node in nodes if isinstance(node, loops)]
