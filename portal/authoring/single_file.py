"""Exercises of other sources, which are one module with its tests: bounds, slug and defaults."""

import re
from collections.abc import Mapping

from portal.authoring import limits, test_files
from portal.authoring.folder import require_text
from portal.authoring.models import AuthoredExercise, BrokenExercise
from portal.models import Exercise

MODULE = "solution.py"
_MAX_SLUG = 100
_MAX_TITLE = 200
_MAX_CATEGORY = 100
_MAX_INSTRUCTIONS = 100_000
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
    reference, starter, tests = (_with_newlines(code) for code in (reference, starter, tests))
    limits.require_code("its reference solution", reference)
    test_files.parse("its reference solution", reference)
    limits.require_length("its starter", starter)
    limits.require_code("its tests", tests, limits.MAX_TESTS)
    test_files.parse("its tests", tests)
    if not instructions.strip():
        raise BrokenExercise("it has no instructions")
    limits.require_length("its instructions", instructions, _MAX_INSTRUCTIONS)
    companions = dict(files or {})
    limits.require_files(companions)
    for text in (title, category, instructions, starter, reference, tests, *companions.values()):
        require_text(text, "it")
    first = _LINE.search(instructions.strip())
    return AuthoredExercise(
        Exercise(
            id=slug,
            position=position,
            title=title.strip()[:_MAX_TITLE] or slug,
            summary=(first[0] if first else title).strip("#* ")[:_MAX_TITLE],
            category=category.strip()[:_MAX_CATEGORY] or "practice",
            difficulty=difficulty,
            topics=(),
            prerequisites=(),
            instructions=instructions.strip(),
            hints=(),
            starter_code=starter,
            module=MODULE,
            test_code=tests,
            solution=reference,
            files=companions,
            source="import",
        )
    )


def _with_newlines(code: str) -> str:
    return code.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n" if code.strip() else ""
