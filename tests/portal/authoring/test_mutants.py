"""One-token variants of a solution."""

import pytest

from portal.authoring.mutants import mutants


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("return a < b", ["return a <= b"]),
        ("return a + 1", ["return a - 1", "return a + 2"]),
        ("return a and not b", ["return a or not b", "return a and  b"]),
        ("return a not in b", ["return a  in b"]),
        ("return a in b", ["return a not in b"]),
        ("return True", ["return False"]),
        ("return 'yes'", ["return 'yesx'"]),
        ("return max(*a)", ["return min(*a)", "return max(+a)"]),
        ("for x in a: pass", []),
        ('raise ValueError("more than 3")', []),
        ('"""A text about 1 < 2."""', []),
        ("return ''", []),
    ],
)
def test_one_token_is_changed(line: str, changed: list[str]) -> None:
    found = mutants(f"def f(a, b=None):\n    {line}\n", 10)
    assert [mutant.line for mutant in found if mutant.line_number == 2] == changed
    assert all(mutant.code == f"def f(a, b=None):\n    {mutant.line}\n" for mutant in found)


def test_lines_are_those_of_python() -> None:
    code = 'TEXT = """\x0c\x85\u2028"""\n\x0c\n\ndef f(a):\n    return a + 1\n'
    assert [(each.line_number, each.line) for each in mutants(code, 10)] == [
        (5, "return a - 1"),
        (5, "return a + 2"),
    ]


def test_a_sample_is_spread_over_the_solution() -> None:
    code = "\n".join(f"x{number} = {number}" for number in range(10))
    for most, lines in ((0, []), (3, [1, 5, 9]), (100, list(range(1, 11)))):
        assert [mutant.line_number for mutant in mutants(code, most)] == lines
