"""Checks of an exercise that run nothing."""

import dataclasses

import pytest

from portal.authoring.models import AuthoredExercise, WrongSample
from portal.authoring.static_checks import faults_of, prerequisite_faults, warnings_of
from portal.models import Exercise

EXERCISE = Exercise(
    id="double-it",
    position=1,
    title="Double it",
    summary="",
    category="numbers",
    difficulty="beginner",
    topics=(),
    prerequisites=(),
    instructions="",
    hints=("Think of `n * 2`.",),
    starter_code="",
    module="solution.py",
    test_code="def test_a_number():\n    assert True\n",
    solution='def double(n):\n    """Return `return n * 2`."""\n    return n * 2\n',
    files={},
    source="import",
)


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"hints": ("Think.", "Write `return n * 2`.")}, "hint 2 contains the reference solution"),
        ({"test_code": "def test_1(): ...\n"}, "test_1 needs a docstring"),
        ({"test_code": "class TestA:\n    def test_x(self): ...\n"}, "TestA.test_x needs a docstring"),
        (
            {"test_code": 'def test_a_b():\n    """Same title"""\n\ndef test_c_d():\n    """Same\n    title"""\n'},
            "two tests have the title 'Same title'",
        ),
        ({"test_code": "import time\n\ndef test_a_b():\n    time.time()\n"}, "the tests read the clock: time()"),
        ({"test_code": "def test_a_b():\n    datetime.datetime.now()\n"}, "the tests read the clock: now()"),
        (
            {"test_code": "def test_a_b(): ...\n\nclass Numbers:\n    def test_c_d(self): ...\n"},
            "the tests of Numbers never run: let its name begin with Test",
        ),
        (
            {"test_code": "class TestA:\n    def __init__(self): ...\n    def test_a_b(self): ...\n"},
            "the tests of TestA never run: pytest passes over a class with an __init__",
        ),
    ],
)
def test_what_could_be_better_is_a_warning(changes: dict[str, object], warning: str) -> None:
    authored = AuthoredExercise(Exercise(**{**vars(EXERCISE), **changes}))
    (found,) = warnings_of(authored)
    assert warning in found
    assert faults_of(authored) == []


def test_a_sound_exercise_has_neither_faults_nor_warnings() -> None:
    authored = AuthoredExercise(EXERCISE, wrong_samples=(WrongSample("x.py", "", "A number"),))
    assert (faults_of(authored), warnings_of(authored)) == ([], [])


@pytest.mark.parametrize(
    "test_code",
    [
        "class Common:\n    def test_a_b(self): ...\n\nclass TestA(Common): ...\n",
        "class Case(unittest.TestCase):\n    def __init__(self, name): ...\n    def test_a_b(self): ...\n",
        "@unittest.skip('later')\nclass Case(TestCase):\n    def test_a_b(self): ...\n",
        "def test_a_b():\n    assert opens(datetime.time(9, 30), time.localtime(0))\n",
    ],
)
def test_what_is_as_it_should_be_is_no_warning(test_code: str) -> None:
    assert warnings_of(AuthoredExercise(dataclasses.replace(EXERCISE, test_code=test_code))) == []


def test_a_wrong_sample_names_a_test() -> None:
    (fault,) = faults_of(AuthoredExercise(EXERCISE, wrong_samples=(WrongSample("x.py", "", "A letter"),)))
    assert fault == "wrong/x.py should be caught by 'A letter', which is not the title of a test"


def test_prerequisites_exist_and_form_no_circle() -> None:
    graph = {"a": ("b",), "b": ("c",), "c": ("a",), "d": ("a", "gone", "elsewhere"), "e": ()}
    exercises = [dataclasses.replace(EXERCISE, id=id_, prerequisites=needed) for id_, needed in graph.items()]
    faults = prerequisite_faults({each.id: each.prerequisites for each in exercises}, {"elsewhere"})
    assert faults["d"] == ["its prerequisite gone does not exist"]
    assert faults["e"] == []
    assert all("form a circle" in faults[id_][0] for id_ in "abc")


def test_every_circle_is_named() -> None:
    faults = prerequisite_faults({"a": ("b",), "b": ("a",), "c": ("c",), "d": ("e",), "e": ("d", "a")}, set())
    assert faults["c"] == ["its prerequisites form a circle: c, c"]
    assert [len(found) for found in faults.values()] == [1, 1, 1, 1, 1]


def test_two_tests_of_one_name_are_a_fault() -> None:
    twice = "def test_a_b(): ...\n\ndef test_a_b(): ...\n\nclass TestC:\n    def test_a_b(self): ...\n"
    (fault,) = faults_of(AuthoredExercise(dataclasses.replace(EXERCISE, test_code=twice)))
    assert fault == "several tests are named test_a_b, of which only the last runs"


@pytest.mark.parametrize(
    "tests",
    [
        "hide = pytest.mark.hidden\n@hide\ndef test_a(): ...\n",
        "if True:\n    @pytest.mark.hidden\n    def test_a(): ...\n",
        "pytestmark = pytest.mark.hidden\ndef test_a(): ...\n",
        "class TestA:\n    pytestmark = [pytest.mark.hidden]\n    def test_a(self): ...\n",
        "class TestA:\n    class TestB:\n        @pytest.mark.hidden\n        def test_a(self): ...\n",
        "@pytest.mark.hidden\nclass TestA:\n    class TestB:\n        def test_a(self): ...\n",
        "@pytest.mark.parametrize('n', [pytest.param(1, marks=pytest.mark.hidden)])\ndef test_a(n): ...\n",
        "import pytest as p\n@p.mark.hidden\ndef test_a(): ...\n",
    ],
)
def test_a_mark_that_hides_nothing_is_a_fault(tests: str) -> None:
    (fault,) = faults_of(AuthoredExercise(dataclasses.replace(EXERCISE, test_code=tests)))
    assert "of the tests hides nothing" in fault


def test_marks_that_hide_are_no_fault() -> None:
    tests = """
@pytest.mark.hidden
def test_a(): ...
@mark.hidden()
class TestB:
    hidden = 5
    def test_b(self): ...
class TestC:
    @pytest.mark.hidden
    def test_c(self): assert secret.hidden
"""
    assert faults_of(AuthoredExercise(dataclasses.replace(EXERCISE, test_code=tests))) == []
