"""Writes small tracks for tests."""

import json
from pathlib import Path
from typing import Any

TESTS = """
import unittest

from double_it import double
from helper import TWO


class DoubleTest(unittest.TestCase):
    def test_double(self):
        for n in range(3):
            with self.subTest(n=n):
                self.assertEqual(double(n), n * TWO)
"""
SOLUTION = "def double(n):\n    return 2 * n\n"


def write_exercise(
    root: Path, slug: str, kind: str = "practice", *, meta: dict[str, Any] | None = None, **changes: Any
) -> Path:
    """Write an exercise about doubling.

    Changes replace entries of .meta/config.json's `files`, None drops one; `meta` adds to that file.
    """
    folder = root / "exercises" / kind / slug
    files = {"solution": ["double_it.py"], "test": ["double_it_test.py"], "example": [".meta/example.py"], **changes}
    contents = {
        ".meta/config.json": json.dumps(
            {"files": {k: v for k, v in files.items() if v}, "blurb": "Twice as much.", **(meta or {})}
        ),
        ".meta/example.py": SOLUTION,
        ".docs/introduction.md": "# Introduction\n",
        ".docs/instructions.md": "# Instructions\n\nDouble it.\n",
        ".docs/hints.md": "# Hints\n\n## General\n\n- Think of two.\n- Multiply\n  by it.\n\n## 2. More\n\n- Last\n",
        "double_it.py": "def double(n):\n    pass\n",
        "double_it_test.py": TESTS,
        "helper.py": "TWO = 2\n",
    }
    for name, text in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def write_track(root: Path, **lists: list[Any]) -> None:
    (root / "config.json").write_text(json.dumps({"exercises": lists}))
