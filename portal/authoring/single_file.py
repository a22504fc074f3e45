"""Exercises of other sources, which are one module with its tests: slug and defaults."""

import re
from collections.abc import Mapping

from portal.authoring import bounds, test_files
from portal.authoring.models import AuthoredExercise, BrokenExercise
from portal.models import Exercise

MODULE = "solution.py"
_MAX_SLUG = 100
_MAX_LINE = 200
_LINE = re.compile(r"(.+?)(?:[.!?](?=\s)|$)", re.MULTILINE)


def slug_of(text: str) -> str:
    """Return a text as a slug; raises BrokenExercise when nothing of it is left."""
    slug = "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:_MAX_SLUG].strip("-")
    if not slug:
        raise BrokenExercise(f"{text[:50]!a} has no letters or digits for an id")
    return slug


def make(
    *,
    slug: str,
    position: int,
    title: str,
    instructions: str,
    starter: str,
    reference: str,
    tests: str,
    category: str,
    difficulty: str = "intermediate",
    files: Mapping[str, str] | None = None,
) -> AuthoredExercise:
    """Return an exercise; raises BrokenExercise when a part is missing, too long or unusable."""
    first = _LINE.search(instructions.strip())
    exercise = Exercise(
        id=slug,
        position=position,
        title=title.strip()[:_MAX_LINE] or slug,
        summary=(first[0] if first else title).strip("#* ")[:_MAX_LINE],
        category=category.strip()[:_MAX_SLUG] or "practice",
        difficulty=difficulty,
        topics=(),
        prerequisites=(),
        instructions=instructions.strip(),
        hints=(),
        starter_code=_with_newlines(starter),
        module=MODULE,
        test_code=_with_newlines(tests),
        solution=_with_newlines(reference),
        files=dict(files or {}),
        source="import",
    )
    bounds.require(exercise)
    test_files.parse("the test file", exercise.test_code)
    return AuthoredExercise(exercise)


def _with_newlines(code: str) -> str:
    return code.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n" if code.strip() else ""
