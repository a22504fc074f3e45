"""Find where a program was when its time was up, by running it again with tracing for a moment.

Tracing is too slow for every run. The result is used in explanations only.
"""

import ast
import sys
import time
from types import FrameType

from _portal import json_text
from _portal.environment import WORK, report

# Least time between two reports of lines that were seen before.
_INTERVAL_S = 0.005
# Visits of a loop's condition after which a variable in it counts as unchanged.
_MIN_VISITS = 20
_PLAIN = (int, float, str, bool, type(None))


class Tracer:
    """Reports {"at", "loop", "while", "unchanged"} as the program moves.

    These are the line, the first line of the innermost loop around it or null, whether that is a `while`, and the
    variables of its condition that have not changed.
    """

    def __init__(self, code: str, module: str) -> None:
        self._path = f"{WORK}/{module}"
        self._loops = {loop.lineno: loop for loop in _loops(code)}
        self._names = {line: _condition_names(loop) for line, loop in self._loops.items()}
        self._first_values: dict[int, dict[str, object]] = {}
        self._visits: dict[int, int] = {}
        self._seen: set[int] = set()
        self._last, self._reported = 0, 0.0

    def start(self) -> None:
        """Trace every frame that starts from now on."""
        sys.settrace(self._trace)

    def _trace(self, frame: FrameType, event: str, _arg: object) -> object:
        if frame.f_code.co_filename != self._path:
            return None
        if event == "line":
            if self._names.get(frame.f_lineno):
                self._compare(frame)
            self._note(frame.f_lineno)
        return self._trace

    def _compare(self, frame: FrameType) -> None:
        """Forget the variables of a condition that are not plain values, or that changed."""
        line = frame.f_lineno
        values = {name: frame.f_locals.get(name, frame.f_globals.get(name, ...)) for name in self._names[line]}
        plain = {name: _comparable(value) for name, value in values.items()}
        first = self._first_values.setdefault(line, {n: value for n, value in plain.items() if value is not ...})
        for name in [name for name in first if plain[name] is ... or plain[name] != first[name]]:
            del first[name]
        self._visits[line] = self._visits.get(line, 0) + 1

    def _note(self, line: int) -> None:
        now = time.monotonic()
        if line in self._seen and (line == self._last or now - self._reported < _INTERVAL_S):
            return
        self._seen.add(line)
        self._last, self._reported = line, now
        around = [first for first, loop in self._loops.items() if first <= line <= (loop.end_lineno or first)]
        innermost = max(around, default=0)
        report(
            json_text.dumps(
                {
                    "at": line,
                    "loop": innermost or None,
                    "while": isinstance(self._loops.get(innermost), ast.While),
                    "unchanged": self._unchanged(innermost),
                }
            )
        )

    def _unchanged(self, line: int) -> list[str]:
        """Return the variables of a loop's condition if none of them has changed."""
        names, same = self._names.get(line, []), self._first_values.get(line, {})
        return names if self._visits.get(line, 0) >= _MIN_VISITS and len(same) == len(names) else []


def _comparable(value: object) -> object:
    """Return what tells whether a variable has changed: a plain value, or the length of a list; else Ellipsis."""
    if type(value) in _PLAIN:
        return value
    return ("length", len(value)) if type(value) in (list, tuple, dict, set) else ...


def _condition_names(loop: ast.AST) -> list[str]:
    """Return the variables of a condition; none if it calls anything but `len`, which may change something."""
    if not isinstance(loop, ast.While):
        return []
    calls = [ast.unparse(node.func) for node in ast.walk(loop.test) if isinstance(node, ast.Call)]
    if any(isinstance(node, ast.Attribute) for node in ast.walk(loop.test)) or set(calls) - {"len"}:
        return []
    return sorted({node.id for node in ast.walk(loop.test) if isinstance(node, ast.Name)} - set(calls))


def _loops(code: str) -> list[ast.For | ast.AsyncFor | ast.While]:
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [node for node in nodes if isinstance(node, ast.For | ast.AsyncFor | ast.While)]
