"""Tests apart from the learner's module: what crosses between the two interpreters, and what stays where it is."""

import ast
import sys

import pytest

from tests.executor.conftest import Execute, project

SHARED = "# portal: shared interpreter\n"

# Name: (the learner's module, a test file that passes; `s` is the module).
CROSSING = {
    "plain values": (
        "def same(x): return x",
        """
import datetime, decimal, fractions
from collections import Counter, OrderedDict, deque
import pytest
@pytest.mark.parametrize("value", [None, True, 0, -1, 10**30, 1.5, float("inf"), "é🐍", "", b"\\x00\\xff", (1, (2,)), [1, [2]],
    {1: "a", (2, 3): [4]}, {1, 2}, frozenset({3}), range(3), 1j, slice(1, 2), bytearray(b"x"), ..., int, ValueError,
    decimal.Decimal("1.10"), fractions.Fraction(1, 3), datetime.date(2024, 2, 29), datetime.timedelta(1, 2, 3),
    datetime.datetime(2024, 1, 2, 3, 4, 5, 6), datetime.time(1, 2), Counter("aab"), OrderedDict(a=1), deque([1, 2])])
def test_same(value):
    back = s.same(value)
    assert back == value
    assert type(back) is type(value)
def test_nan(): assert s.same(float("nan")) != s.same(float("nan"))
""",
    ),
    "arguments by name and by star": (
        "def f(a, /, b=2, *rest, c, **more): return a, b, rest, c, more",
        "def test_f(): assert s.f(1, 3, 4, c=5, d=6) == (1, 3, (4,), 5, {'d': 6})",
    ),
    "changes to arguments": (
        "def change(xs, d, seen, raw):\n    xs.sort(); d['new'] = [1]; seen.discard(2); raw.append(65)\n    xs[0].append(9)",
        """
def test_change():
    xs, d, seen, raw = [[3], [1]], {}, {1, 2}, bytearray()
    s.change(xs, d, seen, raw)
    assert (xs, d, seen, raw) == ([[1, 9], [3]], {"new": [1]}, {1}, b"A")
""",
    ),
    "changes before an error": (
        "def change(xs):\n    xs.append(1)\n    raise ValueError('late')",
        """
import pytest
def test_change():
    xs = []
    with pytest.raises(ValueError, match="late"): s.change(xs)
    assert xs == [1]
""",
    ),
    "the argument itself or a copy": (
        "def itself(xs): return xs\ndef copy(xs): return xs[:]",
        "def test_identity():\n    xs = [1]\n    assert s.itself(xs) is xs\n    assert s.copy(xs) is not xs",
    ),
    "classes": (
        """
class Animal:
    legs = 4
    count = 0
    def __init__(self, name): self.name = name; Animal.count += 1
    def speak(self): return "..."
    @property
    def shout(self): return self.speak().upper()
    @classmethod
    def named(cls, name): return cls(name)
    @staticmethod
    def kingdom(): return "animals"
class Dog(Animal):
    "A dog."
    def speak(self): return f"{self.name} barks"
""",
        """
import pytest
def test_class():
    dog = s.Dog("Rex")
    assert dog.speak() == "Rex barks"
    assert dog.shout == "REX BARKS"
    assert isinstance(dog, s.Dog) and isinstance(dog, s.Animal) and issubclass(s.Dog, s.Animal)
    assert not isinstance(s.Animal("x"), s.Dog)
    assert type(dog) is s.Dog and type(dog).__name__ == "Dog"
    assert s.Dog.legs == dog.legs == 4
    assert isinstance(s.Dog.named("a"), s.Dog)
    assert s.Dog.kingdom() == "animals"
    assert s.Dog.__doc__ == "A dog."
    dog.name = "Max"
    assert dog.name == "Max"
    assert hasattr(dog, "name") and not hasattr(dog, "wings")
    with pytest.raises(AttributeError, match="wings"): dog.wings
    with pytest.raises(AttributeError): dog.shout = 1
    del dog.name
    assert not hasattr(dog, "name")
    assert s.Animal.count == 3
""",
    ),
    "operators": (
        """
import functools
@functools.total_ordering
class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + o.x)
    def __radd__(self, o): return V(o + self.x)
    def __mul__(self, n): return V(self.x * n)
    def __neg__(self): return V(-self.x)
    def __abs__(self): return abs(self.x)
    def __bool__(self): return self.x != 0
    def __eq__(self, o): return isinstance(o, V) and self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __hash__(self): return hash(self.x)
    def __len__(self): return self.x
    def __getitem__(self, i): return i * 2
    def __setitem__(self, i, v): self.x = v
    def __delitem__(self, i): self.x = 0
    def __contains__(self, i): return i == self.x
    def __iter__(self): return iter(range(self.x))
    def __call__(self, a, b=1): return a + b
    def __str__(self): return f"<{self.x}>"
    def __repr__(self): return f"V({self.x})"
    def __format__(self, spec): return f"{self.x:{spec}}"
    def __int__(self): return self.x
    def __iadd__(self, n): self.x += n; return self
""",
        """
def test_operators():
    v = s.V(3)
    assert v + s.V(4) == s.V(7) and (v * 2).x == 6 and (-v).x == -3 and abs(s.V(-5)) == 5
    assert (1 + v).x == 4
    assert v and not s.V(0)
    assert v == s.V(3) and v != s.V(4) and v < s.V(4) and v >= s.V(3) and max(v, s.V(9)).x == 9
    assert sorted([s.V(2), s.V(1)])[0].x == 1
    assert {v, s.V(3)} == {s.V(3)} and {v: 1}[s.V(3)] == 1
    assert len(v) == 3 and v[4] == 8 and 3 in v and 4 not in v and list(v) == [0, 1, 2]
    assert v(1) == 2 and v(1, b=5) == 6
    assert (str(v), repr(v), f"{v:03d}", int(v)) == ("<3>", "V(3)", "003", 3)
    v[0] = 8
    assert v.x == 8
    del v[0]
    v += 5
    assert v.x == 5
    assert v != 5 and v != None and not v == "5"
    assert v in [s.V(5)] and [s.V(1), s.V(2)] == [s.V(1), s.V(2)]
""",
    ),
    "errors of one's own": (
        """
class TooMuch(Exception):
    def __init__(self, wanted, had):
        super().__init__(f"{wanted} is more than {had}")
        self.wanted = wanted
class Worse(TooMuch, ValueError):
    def __str__(self): return "worse"
def take(n):
    if n > 9: raise Worse(n, 9)
    if n > 5: raise TooMuch(n, 5)
    return {}[n]
""",
        """
import pytest
def test_errors():
    with pytest.raises(s.TooMuch, match="7 is more than 5") as caught: s.take(7)
    assert caught.value.wanted == 7 and caught.type is s.TooMuch and caught.value.args == ("7 is more than 5",)
    with pytest.raises(ValueError) as caught: s.take(10)
    assert str(caught.value) == "worse" and isinstance(caught.value, s.TooMuch)
    with pytest.raises(KeyError) as caught: s.take(1)
    assert caught.value.args == (1,)
    assert issubclass(s.TooMuch, Exception) and not issubclass(s.TooMuch, ValueError)
    assert str(s.TooMuch(1, 2)) == "1 is more than 2"
""",
    ),
    "generators and iterators": (
        """
import itertools
def count():
    n = 0
    while True:
        got = yield n
        n = got if got is not None else n + 1
class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if not self.n: raise StopIteration
        self.n -= 1
        return self.n
def double(numbers): return (2 * n for n in numbers)
""",
        """
import itertools, pytest
from collections.abc import Iterator
def test_generators():
    assert list(itertools.islice(s.count(), 3)) == [0, 1, 2]
    g = s.count()
    assert next(g) == 0 and g.send(5) == 5
    g.close()
    with pytest.raises(StopIteration): next(g)
    assert list(s.Countdown(3)) == [2, 1, 0] and sum(s.Countdown(3)) == 3
    assert isinstance(s.count(), Iterator)
    assert iter(g) is g
def test_a_generator_of_the_tests():
    asked = []
    def numbers():
        for n in range(10**9):
            asked.append(n)
            yield n
    doubled = s.double(numbers())
    assert next(doubled) == 0 and next(doubled) == 2
    assert asked == [0, 1]
""",
    ),
    "functions as values": (
        """
import functools
def twice(f, x): return f(f(x))
def adder(n): return lambda x: x + n
def compose(*fs): return lambda x: functools.reduce(lambda v, f: f(v), fs, x)
def logged(f):
    @functools.wraps(f)
    def inner(*args): inner.calls += 1; return f(*args)
    inner.calls = 0
    return inner
def caught(f):
    try: return f()
    except LookupError as error: return f"caught {error!r}"
def sort(xs, key): return sorted(xs, key=key)
""",
        """
import pytest
def test_functions():
    assert s.twice(lambda x: x * 3, 2) == 18
    assert s.adder(2)(3) == 5
    assert s.compose(s.adder(1), lambda x: x * 10, str)(1) == "20"
    assert s.sort(["bb", "a"], len) == s.sort(["bb", "a"], key=lambda t: len(t)) == ["a", "bb"]
    assert s.adder.__name__ == "adder"
def test_decorator():
    @s.logged
    def f(x):
        "Doc."
        return -x
    assert f(1) == -1 and f(2) == -2 and f.calls == 2 and f.__name__ == "f" and f.__doc__ == "Doc."
def test_errors_pass_through():
    class Mine(Exception): pass
    def fail(*args): raise Mine("x")
    with pytest.raises(Mine, match="x"): s.twice(fail, 1)
    assert s.caught(lambda: {}["k"]) == "caught KeyError('k')"
def test_an_object_of_the_tests():
    class Box:
        size = 3
        def double(self): return 6
    assert s.compose(lambda b: b.double())(Box()) == 6
""",
    ),
    "context managers": (
        """
import contextlib
log = []
class Door:
    def __enter__(self): log.append("open"); return self
    def __exit__(self, kind, error, tb):
        log.append((kind.__name__, str(error)) if kind else "shut")
        return kind is KeyError
@contextlib.contextmanager
def room():
    yield "room"
""",
        """
def test_with():
    with s.Door() as door: assert isinstance(door, s.Door)
    with s.Door(): raise KeyError("k")
    assert s.log == ["open", "shut", "open", ("KeyError", "'k'")]
    with s.room() as name: assert name == "room"
""",
    ),
    "data classes, enums, named tuples": (
        """
import dataclasses, enum, typing
@dataclasses.dataclass
class Item: name: str; price: float = 1.0
class Colour(enum.Enum): RED = 1; BLUE = 2
class Level(enum.IntEnum): LOW = 1; HIGH = 2
class Pair(typing.NamedTuple): a: int; b: int
class Stack(list):
    def push(self, x): self.append(x)
class Name(str): pass
""",
        """
def test_all():
    item = s.Item("pen")
    assert item == s.Item("pen", 1.0) and repr(item) == "Item(name='pen', price=1.0)"
    assert s.Colour.RED.value == 1 and s.Colour(2) is s.Colour.BLUE and s.Colour["RED"] is s.Colour.RED
    assert [c.name for c in s.Colour] == ["RED", "BLUE"] and len(s.Colour) == 2 and s.Colour.RED in s.Colour
    assert s.Level.HIGH > s.Level.LOW and s.Level.HIGH == 2
    pair = s.Pair(1, 2)
    assert pair == (1, 2) and pair.a == 1 and pair[1] == 2 and list(pair) == [1, 2]
    a, b = pair
    stack = s.Stack()
    stack.push(1)
    assert stack == [1] and len(stack) == 1 and stack[0] == 1
    assert s.Name("x") == "x"
""",
    ),
    "what is printed and read": (
        "import sys\ndef hello():\n    print('hi'); print('no', file=sys.stderr)\ndef ask(): return input('? ')\n"
        "def rest(): return [line.strip() for line in sys.stdin]",
        """
import io, pytest
def test_print(capsys):
    s.hello()
    assert capsys.readouterr() == ("hi\\n", "no\\n")
    s.hello()
    assert capsys.readouterr().out == "hi\\n"
def test_input(monkeypatch, capsys):
    answers = iter(["a", "b"])
    monkeypatch.setattr("builtins.input", lambda prompt="": next(answers))
    assert s.ask() + s.ask() == "ab"
def test_stdin(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("1\\n2\\n3\\n"))
    assert s.ask() == "1" and s.rest() == ["2", "3"]
    assert capsys.readouterr().out == "? "
def test_no_input():
    with pytest.raises(EOFError): s.ask()
""",
    ),
    "files": (
        "def save(path, text):\n    with open(path, 'w') as f: f.write(text)\ndef load(path): return open(path).read()",
        """
import pathlib
def test_files(tmp_path):
    s.save(tmp_path / "a.txt", "x")
    assert (tmp_path / "a.txt").read_text() == "x"
    pathlib.Path("b.txt").write_text("y")
    assert s.load("b.txt") == "y"
""",
    ),
    "unittest": (
        "def half(n):\n    if n % 2: raise ValueError('odd')\n    return n // 2",
        """
import unittest
class HalfTest(unittest.TestCase):
    def setUp(self): self.f = s.half
    def test_half(self):
        self.assertEqual(self.f(4), 2)
        for n in (2, 4):
            with self.subTest(n=n): self.assertEqual(s.half(n) * 2, n)
    def test_odd(self):
        with self.assertRaises(ValueError) as caught: s.half(3)
        self.assertEqual(caught.exception.args[0], "odd")
        self.assertIsInstance(caught.exception, ValueError)
""",
    ),
    "fixtures and parameters": (
        "class Bag:\n    def __init__(self): self.items = []\n    def add(self, x): self.items.append(x); return len(self.items)",
        """
import pytest
@pytest.fixture
def bag(): return s.Bag()
@pytest.mark.parametrize(("item", "count"), [(1, 1), ("two", 1)])
def test_add(bag, item, count):
    assert bag.add(item) == count
    assert bag.items == [item]
""",
    ),
    "names of the module": (
        "LIMIT = 5\n_hidden = 1\ntable = {'a': [1]}\ndef grow(): table['b'] = 2",
        "def test_names():\n    assert s.LIMIT == 5\n    s.grow()\n    assert s.table == {'a': [1], 'b': 2}",
    ),
    "recursion and depth": (
        "def depth(n): return n if n == 0 else depth(n - 1)\ndef nest(n):\n    x = []\n    for _ in range(n): x = [x]\n    return x",
        """
import pytest
def test_depth():
    assert s.depth(200) == 0
    with pytest.raises(RecursionError): s.depth(10**6)
    assert s.nest(2) == [[[]]]
""",
    ),
}


def with_module(tests: str) -> str:
    return "import solution as s\n" + tests


@pytest.mark.integration
@pytest.mark.parametrize(("code", "tests"), CROSSING.values(), ids=CROSSING)
@pytest.mark.parametrize("prefix", ["", SHARED], ids=["apart", "shared"])
def test_a_right_solution_passes(execute: Execute, prefix: str, code: str, tests: str) -> None:
    data = execute(code, prefix + with_module(tests), timeout=10_000)
    failed = {test["name"]: test["error"] for test in data["testResult"]["testCases"] if not test["passed"]}
    assert failed == {}, data["errors"]
    assert data["success"]


@pytest.fixture
def can_be_isolated(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(project() / "executor" / "guest"))
    from _portal.isolation import can_be_isolated  # type: ignore[import-not-found]

    yield lambda tests: can_be_isolated(tests, ast.parse(tests), "solution")
    for name in [name for name in sys.modules if name.startswith("_portal")]:
        del sys.modules[name]


@pytest.mark.parametrize("tests", [tests for _, tests in CROSSING.values()], ids=CROSSING)
def test_ordinary_tests_run_apart(can_be_isolated: object, tests: str) -> None:
    assert can_be_isolated(with_module(tests))  # type: ignore[operator]


@pytest.mark.parametrize(
    "tests",
    [
        "import solution\nfrom unittest.mock import patch",
        "import solution, unittest.mock",
        "from unittest import mock\nimport solution",
        "import solution, inspect",
        "import solution, helper",
        "from .solution import f",
        "from solution import *",
        "import solution\nsolution.LIMIT = 3",
        "import solution\nclass Mine(solution.Base): pass",
        "from solution import Base\nclass Mine(Base, object): pass",
        "import solution\nasync def test_f(): await solution.f()",
        "import solution\ndef test_f(monkeypatch): monkeypatch.setattr(solution, 'f', 1)",
        "import solution\ndef test_f(monkeypatch): monkeypatch.setattr('time.sleep', print)",
        "import solution\ndef test_f(caplog): solution.f()",
        "import solution, sys\ndef test_f(): sys.modules.clear()",
        "import solution\ndef test_f(): setattr(solution, 'x', 1)",
        "def test_nothing(): pass",
        SHARED + "import solution",
    ],
)
def test_tests_that_reach_over_share_an_interpreter(can_be_isolated: object, tests: str) -> None:
    assert not can_be_isolated(tests)  # type: ignore[operator]


@pytest.mark.integration
def test_the_tests_are_not_in_the_learners_interpreter(execute: Execute) -> None:
    code = """
import gc, sys
def answer():
    found = [name for name in sys.modules if name.endswith("_test")]
    texts = [o for o in gc.get_objects() for o in (o if isinstance(o, (list, tuple)) else [])
             if isinstance(o, str) and "".join(["xyz", "zy"]) in o and len(o) < 200]
    return found + texts
"""
    tests = "from solution import answer\ndef test_answer():\n    'plain xyzzy'\n    assert answer() == ['xyz' + 'zy']"
    test = execute(code, tests)["testResult"]["testCases"][0]
    assert not test["passed"]
    assert "assert [] == " in test["error"]


@pytest.mark.integration
@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("import os\ndef f(n):\n    if n: os._exit(0)\n    return 0", "incomplete"),
        ("import os\ndef f(n):\n    if n: os.abort()\n    return 0", "crashed"),
        ("def f(n):\n    while n: pass\n    return 0", "timeout"),
        ("def f(n):\n    while n: print('x' * 9999)\n    return 0", "output_limit"),
        ("def f(n):\n    while n: open('big', 'ab').write(bytes(10**6))\n    return 0", "file_limit"),
    ],
)
def test_an_end_in_the_learners_interpreter_is_told_as_its_own(execute: Execute, code: str, status: str) -> None:
    tests = "from solution import f\ndef test_a(): assert f(0) == 0\ndef test_b(): assert f(1) == 1\ndef test_c(): f(0)"
    data = execute(code, tests, timeout=1500)
    assert data["status"] == status
    assert [test["passed"] for test in data["testResult"]["testCases"]][0] is True
    assert not data["success"]
    assert data["error"]["message"]
    assert data["error"]["explanation"]


@pytest.mark.integration
def test_a_value_too_large_to_cross_ends_the_run(execute: Execute) -> None:
    tests = "from solution import f\ndef test_f(): assert len(f()) == 10**7"
    data = execute("def f(): return 'x' * 10**7", tests)
    assert (data["success"], data["status"]) == (False, "crashed")


@pytest.mark.integration
def test_a_value_within_itself_cannot_cross(execute: Execute) -> None:
    tests = "from solution import f\ndef test_f(): f()"
    data = execute("def f():\n    x = []\n    x.append(x)\n    return x", tests)
    assert "nested too deeply" in data["testResult"]["testCases"][0]["error"]
