"""The tests of a file as learners see them."""

from portal.authoring.test_listing import ListedTest, list_tests

TESTS = '''
import pytest

def test_a(): ...

def helper(): ...

@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.task(taskno=2)
def test_two_words(n):
    """Counts
    two words."""
    assert n

@pytest.mark.hidden
def test_secret():
    assert answer() == 42

class TestB:
    @pytest.mark.task(taskno="no number")
    def testCamelCase(self):
        pass

    def other(self): ...
'''


def test_names_titles_tasks_and_sources_are_read_from_the_file() -> None:
    listed = {test.name: test for test in list_tests(TESTS)}
    assert list(listed) == ["test_a", "test_two_words", "test_secret", "TestB.testCamelCase"]
    assert listed["test_a"] == ListedTest("test_a", "A", None, "def test_a(): ...\n")
    assert (listed["test_two_words"].title, listed["test_two_words"].task) == ("Counts two words.", 2)
    assert str(listed["test_two_words"].source).startswith('@pytest.mark.parametrize("n", [1, 2])\n@pytest.mark.task')
    assert listed["test_secret"] == ListedTest("test_secret", "Secret", None, None)
    camel = listed["TestB.testCamelCase"]
    assert (camel.title, camel.task) == ("Camel Case", None)
    assert str(camel.source).endswith("def testCamelCase(self):\n    pass\n")


def test_a_file_that_cannot_be_parsed_has_no_tests() -> None:
    assert list_tests("def broken(:") == ()
    assert list_tests("(" * 10_000) == ()


COLLECTED = """
import unittest
import helpers

class Common:
    def test_a(self): ...

    @pytest.mark.hidden
    def test_b(self): ...

class OneTest(Common, unittest.TestCase):
    def test_b(self): ...

    async def test_c(self): ...

class Checks(helpers.Checks):
    def test_d(self): ...

class Numbers:
    def test_never(self): ...

@unittest.skip("later")
class LaterTest(unittest.TestCase):
    def test_later(self): ...

@pytest.mark.skip
def test_skipped(): ...
"""


def test_what_pytest_makes_tests_of_is_listed_and_nothing_else() -> None:
    names = ["OneTest.test_a", "OneTest.test_b", "OneTest.test_c", "Checks.test_d"]
    assert [test.name for test in list_tests(COLLECTED)] == names


def test_characters_that_break_lines_only_for_print_keep_the_source_in_place() -> None:
    (listed,) = list_tests('A = """\x0c\x85\u2028"""\n\n\ndef test_a():\n    assert "\u2028"\n')
    assert listed.source == 'def test_a():\n    assert "\u2028"\n'
