"""The exercise that `flask new-exercise` writes: complete, small, and good enough to pass the check."""

from portal.authoring import limits
from portal.authoring.models import AuthoredExercise, WrongSample
from portal.models import Exercise

_INSTRUCTIONS = """\
Teach one idea here, with an example that runs:

```python
price = 3
print(price * 2)
```

Then set the task. Write a function `double(number)` that returns twice the number: `double(3)` is `6`."""
_TESTS = '''\
from solution import double


def test_three():
    """Three is doubled to six"""
    assert double(3) == 6


def test_zero():
    """Zero stays zero"""
    assert double(0) == 0
'''
_REFERENCE = "def double(number):\n    return 2 * number\n"
_ADDS_THREE = "def double(number):\n    return number + 3\n"


def make(slug: str) -> AuthoredExercise:
    """Return the exercise under a name of the author's; raises BrokenExercise for one that is no slug."""
    limits.require_slug(slug)
    exercise = Exercise(
        id=slug,
        position=10_000,
        title=slug.replace("-", " ").capitalize(),
        summary="Double a number.",
        category="basics",
        difficulty="beginner",
        topics=("functions",),
        prerequisites=(),
        instructions=_INSTRUCTIONS,
        hints=("`*` multiplies two numbers.", "The function returns its result: `return ... * ...`"),
        starter_code="def double(number):\n    pass\n",
        module="solution.py",
        test_code=_TESTS,
        solution=_REFERENCE,
        files={},
        source="import",
    )
    samples = (WrongSample("adds_three.py", _ADDS_THREE, caught_by="Zero stays zero"),)
    return AuthoredExercise(exercise, wrong_samples=samples, minutes=5)
