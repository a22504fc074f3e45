"""`flask check-exercises` in the real sandbox: each kind of fault is found, and all of them at once."""

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from portal.cli import watching
from portal.services import exercise_selection
from tests.conftest import MakeApp
from tests.portal.authoring.tracks import SOLUTION, write_exercise

TESTS = """
from double_it import double

def test_a_number():
    assert double(3) == 6

def test_zero_stays_zero():
    assert double(0) == 0
"""
ORDER = """
from double_it import double

seen = []

def test_a_number():
    seen.append(double(3))
    assert seen == [6]

def test_what_was_seen():
    seen.append(double(4))
    assert seen == [6, 8]
"""

ORDER_OF_NAMES = """
import unittest
from double_it import double

class DoubleTest(unittest.TestCase):
    seen = []

    def test_b_that_sees(self):
        self.assertEqual(self.seen, [double(3)])

    def test_a_that_is_seen(self):
        self.seen.append(double(3))
        self.assertEqual(self.seen, [6])
"""
SHARED = """
import unittest
import pytest
from double_it import double

class Common:
    def test_its_double(self):
        self.assertEqual(double(self.number), self.twice)

class OneTest(Common, unittest.TestCase):
    number, twice = 2, 4

class OtherTest(Common, unittest.TestCase):
    number, twice = 3, 6

def test_zero_stays_zero():
    assert double(0) == 0

CASES = [(1, 2), (4, 8)]

@pytest.mark.parametrize(("number", "twice"), CASES)
def test_further_numbers(number, twice):
    assert double(number) == twice
"""


def write(root: Path, slug: str, files: dict[str, str] | None = None, **portal: Any) -> None:
    folder = write_exercise(root, slug, meta={"portal": portal})
    for name, text in {"double_it_test.py": TESTS, ".docs/hints.md": "- Think.\n", **(files or {})}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)


WEAK = "from double_it import double\n\ndef test_a_number():\n    assert double(3)\n"
ALIAS = "import double_it as d\n\ndef test_a_number():\n    assert d.double(3)\n"
TWO_PLUS_TWO = "from double_it import double\n\ndef test_a_number():\n    assert double(2) == 4\n"
ADDS = "def double(n):\n    return n + 3\n"
FAULTY: dict[str, tuple[dict[str, str], dict[str, Any], str]] = {
    "reference": ({".meta/example.py": ADDS}, {}, "the reference solution fails: test_zero_stays_zero: assert 3 == 0"),
    "starter": ({"double_it.py": SOLUTION}, {}, "the starter passes all tests already"),
    "forgery": ({"double_it_test.py": WEAK}, {}, "an object that equals everything passes all tests"),
    "alias": ({"double_it_test.py": ALIAS}, {}, "an object that equals everything passes all tests"),
    "arithmetic": ({"double_it_test.py": WEAK}, {}, "an object that does all arithmetic passes all tests"),
    "order": ({"double_it_test.py": ORDER}, {}, "the reference fails when the tests run in the opposite order"),
    "order-of-names": (
        {"double_it_test.py": ORDER_OF_NAMES},
        {},
        "the reference fails when the tests run in the opposite order",
    ),
    "sample": (
        {".meta/wrong/same.py": SOLUTION},
        {"wrong": {"same.py": "A number"}},
        "wrong/same.py passes all tests",
    ),
    "other-test": (
        {".meta/wrong/adds.py": ADDS},
        {"wrong": {"adds.py": "A number"}},
        "wrong/adds.py is not caught by 'A number'",
    ),
    "broken": (
        {"double_it_test.py": f"{TESTS}\n1 / 0\n"},
        {},
        "its tests are broken: ZeroDivisionError: division by zero",
    ),
    "half-broken": (
        {"double_it_test.py": f"{TESTS}\nif double(1) != 2:\n    1 / 0\n"},
        {},
        "its tests are broken for other code than the reference: ZeroDivisionError",
    ),
    "time": (
        {".meta/example.py": f"for _ in range(10**9): pass\n\n{SOLUTION}"},
        {"timeLimitMs": 150},
        "stopped after 150 ms",
    ),
    "alone": ({}, {"prerequisites": ["nowhere"]}, "its prerequisite nowhere does not exist"),
}
WARNED: dict[str, tuple[dict[str, str], str]] = {
    "digits": (
        {
            "double_it_test.py": f"{TESTS}\ndef test_part(): assert double(0.123456789012345) == 0.24691357802469\n",
            ".meta/example.py": f"import math\n\n{SOLUTION}\nLIMIT = math.cos(0)\n",
        },
        "of the tests compares exactly with 0.123456789012345, and the last digit of math.cos()",
    ),
    "mutant": (
        {"double_it_test.py": TWO_PLUS_TWO},
        "no test fails when line 2 of the reference is changed to: return 2 + n",
    ),
    "memory": ({".meta/example.py": "ballast = 'x' * 90_000_000\n\n" + SOLUTION}, "the reference uses"),
    "shared": (
        {"double_it_test.py": f"# portal: shared interpreter\n{WEAK}"},
        "an object that equals everything passes all tests, which share an interpreter with it",
    ),
}


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["check-exercises", *arguments])


@pytest.mark.integration
@pytest.mark.one_database
def test_all_faults_are_found_at_once(make_app: MakeApp, executor_url: str, tmp_path: Path) -> None:
    for slug, (files, portal, _) in FAULTY.items():
        write(tmp_path, slug, files, **portal)
    for slug, (files, _) in WARNED.items():
        write(tmp_path, slug, files)
    write(tmp_path, "left", retired=True)
    write(
        tmp_path,
        "sound",
        {".meta/wrong/adds.py": ADDS},
        wrong={"adds.py": "Zero stays zero"},
        prerequisites=["left"],
    )
    shared = {"double_it_test.py": SHARED, ".meta/wrong/squares.py": "def double(n): return n ** 2\n"}
    write(tmp_path, "shared-tests", shared, wrong={"squares.py": "Its double"}, prerequisites=["unreadable", "greet"])
    write(tmp_path, "unreadable", {"double_it_test.py": "def test_("})
    result = run(make_app(EXECUTOR_SERVICE_URL=executor_url), str(tmp_path), "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    faults = {report["exercise_id"]: report["faults"] for report in told["exercises"]}
    assert told["passed"] is False
    for slug, (_, _, fault) in FAULTY.items():
        assert any(fault in found for found in faults[slug]), (slug, faults[slug])
    warnings = {report["exercise_id"]: report["warnings"] for report in told["exercises"]}
    for slug, (_, warning) in WARNED.items():
        assert faults[slug] == []
        assert any(warning in found for found in warnings[slug]), (slug, warnings[slug])
    assert (faults["sound"], warnings["sound"]) == ([], [])
    assert (faults["shared-tests"], warnings["shared-tests"]) == ([], ["two tests have the title 'Its double'"])
    assert "does not parse" in faults["unreadable"][0]
    (sound,) = (report for report in told["exercises"] if report["exercise_id"] == "sound")
    assert (sound["tests"], sound["wrong_samples"], sound["mutants"], sound["caught"]) == (2, 1, 2, 2)


@pytest.mark.parametrize(
    ("ids", "chosen", "faulty"),
    [((), ["sound"], ["unreadable"]), (("sound",), ["sound"], []), (("unreadable",), [], ["unreadable"])],
)
def test_what_cannot_be_read_is_a_fault_only_where_it_is_asked_for(
    tmp_path: Path, ids: tuple[str, ...], chosen: list[str], faulty: list[str]
) -> None:
    write(tmp_path, "sound")
    write(tmp_path, "unreadable", {"double_it_test.py": "def test_("})
    selection = exercise_selection.select((str(tmp_path), *ids), pytest.fail)
    assert [authored.exercise.id for authored in selection.chosen] == chosen
    assert list(selection.faults) == faulty


@pytest.mark.integration
@pytest.mark.one_database
def test_what_the_author_says_is_no_fault(make_app: MakeApp, executor_url: str, tmp_path: Path) -> None:
    write(tmp_path, "refactor", {"double_it.py": SOLUTION}, refactoring=True)
    write(tmp_path, "same", {"double_it_test.py": TWO_PLUS_TWO}, equivalent=["return 2 + n"])
    result = run(make_app(EXECUTOR_SERVICE_URL=executor_url), str(tmp_path), "refactor", "same")
    assert result.exit_code == 0, result.output
    assert "Checked 2 exercises: 0 have faults, 0 have warnings." in result.stdout
    assert "refactor (" in result.stderr


@pytest.mark.integration
@pytest.mark.one_database
def test_warnings_fail_only_a_strict_check(make_app: MakeApp, executor_url: str, tmp_path: Path) -> None:
    write(tmp_path, "mutant", {"double_it_test.py": TWO_PLUS_TWO})
    app = make_app(EXECUTOR_SERVICE_URL=executor_url)
    lenient, strict = run(app, str(tmp_path)), run(app, str(tmp_path), "--strict")
    assert (lenient.exit_code, strict.exit_code) == (0, 1)
    for shown in (lenient.stdout, strict.stdout):
        assert "mutant: warning: no test fails when line 2" in shown
        assert "Checked 1 exercises: 0 have faults, 1 have warnings." in shown


@pytest.mark.integration
def test_exercises_in_the_database_are_checked_by_id(make_app: MakeApp, executor_url: str) -> None:
    result = run(make_app(EXECUTOR_SERVICE_URL=executor_url), "greet", "--mutants", "1")
    assert (result.exit_code, "greet  " in result.stdout) == (0, True), result.output


@pytest.mark.integration
@pytest.mark.one_database
def test_an_executor_is_started_where_none_is_set(app: Flask, tmp_path: Path) -> None:
    write(tmp_path, "sound")
    result = run(app, str(tmp_path), "sound")
    assert result.exit_code == 0, result.output


def test_an_unknown_exercise_or_a_missing_executor_is_one_line(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(EXECUTOR_SERVICE_URL="http://127.0.0.1:9")
    result = run(app, "no-such")
    assert (result.exit_code, result.output) == (1, "Error: there is no folder and no exercise named no-such\n")
    write(tmp_path, "sound")
    write(tmp_path, "left", retired=True)
    result = run(app, str(tmp_path), "left")
    assert result.output == "Error: left is retired in this track: only exercises for learners are checked\n"
    result = run(app, str(tmp_path))
    assert (result.exit_code, result.output.startswith("Error: ")) == (1, True)


def test_a_database_without_tables_is_told_in_one_line(make_app: MakeApp, tmp_path: Path) -> None:
    runner = make_app(DATABASE_URL=str(tmp_path / "empty.db")).test_cli_runner()
    with sqlite3.connect(tmp_path / "empty.db") as db:  # the fixture creates the tables
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            db.execute(f"DROP TABLE {name}")
    for command in (["check-exercises"], ["retire-exercise", "greet"], ["import-exercises", str(tmp_path)]):
        (tmp_path / "exercises").mkdir(exist_ok=True)
        result = runner.invoke(args=command)
        assert (result.exit_code, result.output.count("\n")) == (1, 1), result.output
        assert "its schema is missing or older than this version; run: flask init-db" in result.output


@pytest.mark.integration
@pytest.mark.one_database
def test_a_watched_track_is_checked_again_where_it_changes(
    make_app: MakeApp, executor_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("sound", "other"):
        write(tmp_path, slug)
    folder = tmp_path / "exercises" / "practice"

    def break_tests() -> None:
        (folder / "sound" / "double_it_test.py").write_text(f"{TESTS}\n# broken\n1 / 0\n")

    def leave_it_half_written() -> None:
        (tmp_path / "config.json").write_text("{")

    def stop() -> None:
        raise KeyboardInterrupt

    steps = iter([break_tests, leave_it_half_written, stop])
    monkeypatch.setattr(watching, "_pause", lambda _seconds: next(steps)())
    result = run(make_app(EXECUTOR_SERVICE_URL=executor_url), str(tmp_path), "--watch", "--mutants", "0")
    tables = re.findall(r"Checked (\d) exercises: (\d) have faults", result.stdout)
    assert tables == [("2", "0"), ("1", "1")]
    assert "its tests are broken" in result.stdout
    assert "config.json cannot be read" in result.stderr


def test_only_a_track_can_be_watched(app: Flask) -> None:
    result = run(app, "greet", "--watch")
    assert (result.exit_code, "--watch needs the folder of a track" in result.output) == (2, True)
