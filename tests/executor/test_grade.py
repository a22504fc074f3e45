"""Grading: one verdict per test, in words a learner can use, and no way to a pass but passing."""

import pytest
from flask.testing import FlaskClient

from tests.executor.conftest import PATIENCE_MS, Execute

pytestmark = pytest.mark.integration

TESTS = """
from solution import add


def test_small():
    assert add(1, 2) == 3


def test_shows_its_message():
    assert add(1, 1) == 2, "one and one"


def test_prints():
    print("looking")
    assert add(2, 2) == 4
"""


def names(data: dict) -> list[str]:  # type: ignore[type-arg]
    return [test["name"] for test in data["testResult"]["testCases"]]


def test_a_right_solution_passes_every_test(execute: Execute) -> None:
    data = execute("def add(a, b):\n    return a + b", TESTS)
    assert (data["success"], data["status"], data["testResult"]["passed"]) == (True, "ok", True)
    assert names(data) == ["test_small", "test_shows_its_message", "test_prints"]
    assert [test["error"] for test in data["testResult"]["testCases"]] == [None, None, None]


def test_verdicts_are_in_the_order_of_the_file(execute: Execute) -> None:
    tests = """
import pytest
from solution import add
def test_z(): assert add(1, 2) == 3
@pytest.mark.parametrize("n", [2, 1])
def test_y(n): assert add(n, n) == 2 * n
def test_b(): assert add(0, 0) == 0
class TestX:
    def test_c(self): assert add(1, 1) == 2
def test_a(): assert add(0, 1) == 1
"""
    data = execute("def add(a, b):\n    return a + b", tests)
    assert names(data) == ["test_z", "test_y[2]", "test_y[1]", "test_b", "TestX.test_c", "test_a"]


@pytest.mark.parametrize(
    "body", ["assert add([1], [2]) == [1, 3]", "assert add(1, 2) == 4", "add(1)", "pytest.fail('no')"]
)
def test_a_test_fails_alike_whether_or_not_it_asks_for_a_fixture(execute: Execute, body: str) -> None:
    tests = f"import pytest\nfrom solution import add\ndef test_a(): {body}\ndef test_b(request): {body}"
    first, second = execute("def add(a, b):\n    return a + b", tests)["testResult"]["testCases"]
    assert first["error"] is not None
    assert (first["error"], first["failure"]) == (second["error"], second["failure"])


def test_a_wrong_solution_shows_what_was_expected(execute: Execute) -> None:
    data = execute("def add(a, b):\n    return a - b", TESTS)
    small, message, prints = data["testResult"]["testCases"]
    assert data["success"] is False
    assert small["error"].startswith("assert -1 == 3")
    assert message["error"].startswith("one and one")
    assert prints["output"] == "looking\n"


def test_an_exception_is_told_with_the_learners_line(execute: Execute) -> None:
    data = execute("def add(a, b):\n    x = 1\n    return a + b + c", TESTS)
    assert data["testResult"]["testCases"][0]["error"] == "NameError: name 'c' is not defined (line 3)"


CASES = """
import pytest
from solution import add


def test_loops():
    add(0, 0)


@pytest.mark.parametrize("n", [1, 2])
def test_cases(n):
    assert add(n, n) == 2 * n


class TestMore:
    def test_more(self):
        assert add(1, 2) == 4
"""


@pytest.mark.parametrize("more", ["", "# portal: shared interpreter\n"])
@pytest.mark.parametrize(
    ("name", "reported", "passed"),
    [
        ("test_cases", ["test_cases[1]", "test_cases[2]"], True),
        ("test_cases[2]", ["test_cases[2]"], True),
        ("test_cases[9]", ["test_cases[1]", "test_cases[2]"], True),
        ("TestMore.test_more", ["TestMore.test_more"], False),
    ],
)
def test_one_test_runs_alone_whatever_the_others_do(
    execute: Execute, more: str, name: str, reported: list[str], passed: bool
) -> None:
    loops = "def add(a, b):\n    while a == 0: pass\n    return a + b"
    data = execute(loops, more + CASES, testName=name)
    assert (data["status"], data["success"], names(data)) == ("ok", passed, reported)
    assert data["testResult"]["isolated"] is not bool(more)


def test_unittest_subtests_fixtures_and_parameters(execute: Execute) -> None:
    tests = """
import unittest
from unittest.mock import patch

import pytest
from solution import add


class AddTest(unittest.TestCase):
    def setUp(self):
        self.one = 1

    def test_method(self):
        self.assertEqual(add(self.one, 1), 2)

    def test_subtests(self):
        for n in range(3):
            with self.subTest(n=n):
                self.assertEqual(add(n, 0), n if n < 2 else 99)

    @patch("solution.OFFSET", 10)
    def test_patched(self):
        self.assertEqual(add(0, 0), 10)


@pytest.mark.parametrize("n", [1, 2])
def test_parameters(n, tmp_path, monkeypatch, capsys, caplog):
    monkeypatch.chdir(tmp_path)
    print(add(n, n))
    assert capsys.readouterr().out == f"{2 * n}\\n"
"""
    data = execute("OFFSET = 0\ndef add(a, b):\n    return a + b + OFFSET", tests)
    assert names(data) == [
        "AddTest.test_method",
        "AddTest.test_patched",
        "AddTest.test_subtests",
        "test_parameters[1]",
        "test_parameters[2]",
    ]
    assert [test["passed"] for test in data["testResult"]["testCases"]] == [True, True, False, True, True]
    assert "n=2" in data["testResult"]["testCases"][2]["error"]


def test_what_existing_tracks_use(execute: Execute) -> None:
    tests = """
import io
import unittest
from collections import deque
from unittest import mock
from unittest.mock import ANY, MagicMock, call

import pytest
import solution
from double_test_utils import Super
from solution import read, squares, Store

FILES = {"a.txt": "one\\ntwo\\n"}


def open_mock(name, *args, **kwargs):
    return io.StringIO(FILES[name])


class TrackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = deque([1])

    def setUp(self):
        self.store = Store()
        self.addCleanup(self.store.close)

    @pytest.mark.task(taskno=1)
    @mock.patch("solution.open", name="open", side_effect=open_mock, create=True)
    def test_open_is_mocked(self, mocked):
        self.assertEqual(read("a.txt"), ["one", "two"])
        self.assertEqual(mocked.mock_calls, [call("a.txt")])

    def test_errors(self):
        with self.assertRaises(ValueError) as err:
            squares(-1)
        self.assertEqual(type(err.exception), ValueError)
        self.assertEqual(err.exception.args[0], "no negative numbers")
        self.assertRaisesRegex(ValueError, "negative", squares, -5)

    def test_variants(self):
        for variant, (given, expected) in enumerate([(0, []), (3, [0, 1, 4])], start=1):
            with self.subTest(f"variation #{variant}", given=given, expected=expected):
                self.assertCountEqual(list(squares(given)), expected, msg=f"squares({given})")

    def test_generators_and_context_managers(self):
        self.assertTrue(hasattr(squares(2), "__next__"))
        with Store() as store:
            store.items.append(1)
        self.assertTrue(store.closed)
        self.assertIsInstance(Super(), Super)

    def test_magic(self):
        spy = MagicMock(return_value=3)
        self.assertEqual(spy(1, key=2), 3)
        spy.assert_called_once_with(ANY, key=2)
        with mock.patch.object(solution, "LIMIT", 1), self.assertRaises(OverflowError):
            list(squares(5))

    @unittest.skip("extra")
    def test_left_out_by_its_author(self):
        self.fail()


if __name__ == "__main__":
    unittest.main()
"""
    code = """
LIMIT = 100


def squares(count):
    if count < 0:
        raise ValueError("no negative numbers")
    if count > LIMIT:
        raise OverflowError
    return (n * n for n in range(count))


def read(name):
    with open(name) as file:
        return file.read().splitlines()


class Store:
    def __init__(self):
        self.items = []
        self.closed = False

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        self.closed = True
"""
    data = execute(code, tests, files={"double_test_utils.py": "class Super:\n    pass\n"})
    assert [test["error"] for test in data["testResult"]["testCases"]] == [None] * 5
    assert data["success"] is True


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("def add(a, b)\n    return a", "error", "SyntaxError"),
        ("raise ValueError('early')", "error", "ValueError: early (line 1)"),
        ("def sub(a, b):\n    return a", "error", "cannot import name 'add'"),
        ("import sys\nsys.exit(0)", "incomplete", "SystemExit"),
        ("import os\nos._exit(0)", "incomplete", "ended the test run"),
        ("while True: pass", "timeout", "stopped after 500 ms"),
        ("import os\nos.abort()", "crashed", "interpreter"),
    ],
)
def test_code_that_cannot_be_imported_fails_every_test_with_a_reason(
    execute: Execute, code: str, status: str, said: str
) -> None:
    data = execute(code, TESTS, timeout=500 if status == "timeout" else PATIENCE_MS)
    assert (data["status"], data["success"]) == (status, False)
    assert names(data) == ["test_small", "test_shows_its_message", "test_prints"]
    assert all(said in test["error"] for test in data["testResult"]["testCases"])


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        ("import os; os._exit(0)", "incomplete"),
        ("import sys; sys.exit(0)", "ok"),
        ("import pytest; pytest.exit('done')", "ok"),
        ("while True: pass", "timeout"),
    ],
)
def test_an_end_in_the_middle_keeps_what_was_known(execute: Execute, ending: str, status: str) -> None:
    code = f"def add(a, b):\n    if b == 1:\n        {ending.replace('; ', chr(10) + '        ')}\n    return a + b"
    data = execute(code, TESTS, timeout=700)
    tests = data["testResult"]["testCases"]
    assert (data["status"], data["success"]) == (status, False)
    assert [test["passed"] for test in tests][:2] == [True, False]
    assert len(tests) == 3


CHEATS = {
    "look-alike output": "print('3 passed')\nprint('{\"passed\": true}')",
    "equal to all": "class Any:\n    def __eq__(self, o): return False\ndef add(a, b): return Any()",
    "exit": "import sys\nsys.exit(0)",
    "hard exit": "import os\nprint('3 passed')\nos._exit(0)",
    "skip": "import pytest\npytest.skip('no', allow_module_level=True)",
    "skip later": "import pytest\ndef add(a, b): pytest.skip('no')",
    "xfail": "import pytest\ndef add(a, b): pytest.xfail('no')",
    "pytest.exit": "import pytest\npytest.exit('all good', 0)",
    "conftest": "open('conftest.py', 'w').write('def pytest_collection_modifyitems(items): items.clear()')",
    "new tests": "open('solution_test.py', 'w').write('def test_small(): pass')",
}


@pytest.mark.parametrize("code", CHEATS.values(), ids=CHEATS)
def test_deny_a_pass_without_passing(execute: Execute, code: str) -> None:
    data = execute(code, TESTS)
    assert data["success"] is False
    assert data["testResult"]["passed"] is False
    assert not any(test["passed"] for test in data["testResult"]["testCases"])


@pytest.mark.parametrize("cause", ["from error", "from None", ""])
def test_a_missing_name_that_the_tests_tell_in_their_own_words_is_the_learners_fault(
    execute: Execute, cause: str
) -> None:
    tests = f"""
try:
    from solution import add
except ImportError as error:
    raise ImportError("Did you define add()?") {cause}

def test_small():
    assert add(1, 2) == 3
"""
    data = execute("def ad(a, b):\n    return a + b", tests)
    assert (data["status"], data["success"]) == ("error", False)
    (test,) = data["testResult"]["testCases"]
    assert "Did you define add()?" in test["error"]
    assert "rename it to add" in test["failure"]["explanation"]
    broken = execute("def add(a, b):\n    return a + b", tests.replace("from solution import add", "import no_such"))
    assert broken["status"] == "grader_error"


@pytest.mark.parametrize(
    "tests",
    [
        "def test_(:",
        "import no_such_module\n\ndef test_a(): pass",
        "x = 1",
        "def test_a(no_such_fixture): pass",
        "from solution import add\n\ndef test_a(): pass\n\ndef test_b(): yield",
        "from solution import add\n\ndef test_a(): pass\n\nclass TestB:\n    def test_b(self): yield",
        "import pytest, solution\n\ndef test_a(): pass\n\n@pytest.mark.parametrize('n', 5)\ndef test_b(n): pass",
        "import pytest, solution\n\ndef test_a(): pass\n\n@pytest.mark.parametrize('n', [1])\ndef test_b(): pass",
        "import pytest, solution\n\ndef test_a(): pass\n\n@pytest.mark.parametrize('n,', [1])\ndef test_b(n): pass",
    ],
)
def test_a_broken_test_file_is_the_graders_fault(execute: Execute, tests: str) -> None:
    data = execute("def add(a, b):\n    return a + b", tests)
    assert (data["status"], data["success"], data["testResult"]) == ("grader_error", False, None)


def test_an_error_of_the_test_file_is_told_with_its_line(execute: Execute) -> None:
    tests = "import solution\n\ndef half(n):\n    return n / 0\n\nHALF = half(2)\n\ndef test_a(): pass"
    message = "ZeroDivisionError: division by zero (line 4 of the tests)"
    assert execute("def add(a, b):\n    return a + b", tests)["error"]["message"] == message


@pytest.mark.parametrize("fixture", ["", "@pytest.fixture\ndef two(two): return 2"])
def test_a_fixture_that_cannot_be_made_is_named_with_its_test(execute: Execute, fixture: str) -> None:
    tests = f"import pytest, solution\n{fixture}\nclass TestA:\n    def test_a(self, two): assert two"
    reason = "TestA.test_a uses the fixture 'two', which does not exist or needs itself: define it in the test file"
    assert execute("def add(a, b):\n    return a + b", tests)["error"]["message"].startswith(reason)


@pytest.mark.parametrize("value", [3, 4])
def test_a_test_that_is_expected_to_fail_never_counts_as_passed(execute: Execute, value: int) -> None:
    tests = f"import pytest, solution\n\n@pytest.mark.xfail\ndef test_a(): assert solution.add(1, 2) == {value}\n"
    (test,) = execute("def add(a, b):\n    return a + b", tests)["testResult"]["testCases"]
    assert (test["passed"], test["error"]) == (False, "expected to fail, and such a test never counts as passed")


def test_the_source_of_the_tests_is_not_in_reach(execute: Execute) -> None:
    code = "import os\nfound = os.listdir('.')\ndef add(a, b):\n    return str(found)"
    data = execute(code, TESTS)
    assert "solution_test" not in data["testResult"]["testCases"][0]["error"]


def test_another_module_name_and_helpers(execute: Execute) -> None:
    tests = "from shapes import area\nfrom helper import SIDE\n\ndef test_area():\n    assert area(SIDE) == 9\n"
    data = execute("def area(s):\n    return s * s", tests, module="shapes.py", files={"helper.py": "SIDE = 3"})
    assert data["success"] is True


def test_a_hundred_tests(execute: Execute) -> None:
    tests = "import pytest\nfrom solution import f\n\n@pytest.mark.parametrize('n', range(100))\n"
    data = execute("def f(n):\n    return n", tests + "def test_f(n):\n    assert f(n) == n\n")
    assert data["success"] is True
    assert len(data["testResult"]["testCases"]) == 100


def test_grading_twice_at_once_does_not_mix(client: FlaskClient, execute: Execute) -> None:
    right = execute("def add(a, b):\n    return a + b", TESTS)
    wrong = execute("def add(a, b):\n    return 0", TESTS)
    assert (right["success"], wrong["success"]) == (True, False)
