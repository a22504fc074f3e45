"""How learners get on with an exercise: what fails is counted with every submission, and read by authors."""

import bisect
import builtins
import itertools
import re
from collections import Counter
from dataclasses import dataclass

from portal.authoring.test_listing import list_tests, name_of_case
from portal.dao import exercise_attempts as attempts_dao
from portal.dao import exercise_failures as failures_dao
from portal.dao import exercises as exercises_dao
from portal.dao import submissions as submissions_dao
from portal.database import Database
from portal.models import Exercise, Submission, Verdict
from portal.services import exercises

_MAX_LISTED = 20
_MAX_COUNTED_TESTS = 100
_BUILTIN_ERRORS = {
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
}
_LIMITS = {"timeout", "memory", "output_limit", "file_limit", "crashed"}
_OTHER = "other"


@dataclass(frozen=True)
class Spread:
    """Half of the values, and nine in ten of them, are not larger than this."""

    median: int
    p90: int


@dataclass(frozen=True)
class FailureCount:
    """In how many submissions a test failed or a type of error came up."""

    name: str
    submissions: int


@dataclass(frozen=True)
class ExerciseAnalytics:
    """How learners get on with an exercise.

    Attributes:
        attempts_to_pass, seconds_to_pass: of those who passed, up to their first pass; None when nobody did.
        failing_tests, error_types: the most frequent first.
        hints_opened: how many learners opened the first hint, the second, ...; None when no client reported it.
    """

    exercise_id: str
    learners: int
    attempts: int
    passed: int
    attempts_to_pass: Spread | None
    seconds_to_pass: Spread | None
    failing_tests: tuple[FailureCount, ...]
    error_types: tuple[FailureCount, ...]
    hints_opened: tuple[int, ...] | None

    @property
    def pass_rate(self) -> float | None:
        """The part of the learners that passed, 0 to 1; None without learners."""
        return round(self.passed / self.learners, 3) if self.learners else None


def compute(db: Database, exercise_id: str) -> ExerciseAnalytics:
    """Return the analytics of an exercise as of one moment; raises ExerciseNotFound."""
    with db.snapshot():
        exercises.require(db, exercise_id)
        return _compute(db, exercise_id)


def compute_all(db: Database) -> list[ExerciseAnalytics]:
    """Return the analytics of every exercise, in the order of the catalogue."""
    with db.snapshot():
        return [_compute(db, id_) for id_ in exercises_dao.list_ids(db)]


def record(
    db: Database, user_id: str, exercise: Exercise, verdict: Verdict, *, seconds: int, hints_opened: int | None
) -> None:
    """Count a learner's submission and what failed in it, at the end of the transaction that stores it.

    Args:
        seconds: since the learner began.
        hints_opened: so far; None when it is not known.
    """
    attempts_dao.record(
        db,
        user_id=user_id,
        exercise_id=exercise.id,
        passed=verdict.passed,
        seconds=seconds,
        hints_opened=None if hints_opened is None else min(hints_opened, len(exercise.hints)),
    )
    if not verdict.passed:
        failures_dao.record(db, exercise_id=exercise.id, failures=_failures(exercise, verdict))


def record_credit(db: Database, submission: Submission, *, seconds: int) -> None:
    """Count a learner as having passed whose submission became a pass, in the transaction that stores that."""
    attempts_dao.update_passed(
        db,
        user_id=submission.user_id,
        exercise_id=submission.exercise_id,
        attempts=submissions_dao.count_up_to(db, submission),
        seconds=seconds,
    )


def _compute(db: Database, exercise_id: str) -> ExerciseAnalytics:
    outcomes = attempts_dao.count_outcomes(db, exercise_id=exercise_id)
    passed = Counter[int]()
    hints = Counter[int]()
    for outcome in outcomes:
        if outcome.attempts_to_pass is not None:
            passed[outcome.attempts_to_pass] += outcome.learners
        if outcome.hints_opened is not None:
            hints[outcome.hints_opened] += outcome.learners
    return ExerciseAnalytics(
        exercise_id=exercise_id,
        learners=sum(outcome.learners for outcome in outcomes),
        attempts=sum(outcome.attempts for outcome in outcomes),
        passed=passed.total(),
        attempts_to_pass=_attempts_to_pass(passed),
        seconds_to_pass=_seconds_to_pass(db, exercise_id, passed.total()),
        failing_tests=_most(db, exercise_id, "test"),
        error_types=_most(db, exercise_id, "error"),
        hints_opened=_hints_opened(hints),
    )


def _most(db: Database, exercise_id: str, kind: str) -> tuple[FailureCount, ...]:
    found = failures_dao.list_most(db, exercise_id=exercise_id, kind=kind, limit=_MAX_LISTED)
    return tuple(FailureCount(*each) for each in found)


def _places(count: int) -> tuple[int, int]:
    """Return the places of the median and of the 90th percentile among so many values, from 1."""
    return -(-count // 2), -(-count * 9 // 10)


def _attempts_to_pass(passed: Counter[int]) -> Spread | None:
    """Return the spread of the attempts of learners, given how many needed each number of them."""
    if not passed:
        return None
    numbers = sorted(passed)
    up_to = list(itertools.accumulate(passed[number] for number in numbers))
    median, p90 = (numbers[bisect.bisect_left(up_to, place)] for place in _places(passed.total()))
    return Spread(median, p90)


def _seconds_to_pass(db: Database, exercise_id: str, passed: int) -> Spread | None:
    if not passed:
        return None
    median, p90 = (
        attempts_dao.get_seconds_to_pass(db, exercise_id=exercise_id, place=place) for place in _places(passed)
    )
    return None if median is None or p90 is None else Spread(median, p90)


def _hints_opened(learners: Counter[int]) -> tuple[int, ...] | None:
    """Turn the numbers of learners by the hints they opened into those who opened the first, the second, ..."""
    if not learners:
        return None
    return tuple(
        sum(count for opened, count in learners.items() if opened >= hint) for hint in range(1, max(learners) + 1)
    )


def _failures(exercise: Exercise, verdict: Verdict) -> set[tuple[str, str]]:
    """The tests that failed and the types of errors; only names that the exercise or Python defines.

    Learners choose the names of their own exceptions, and of tests that run beside their code: each would be a new row.
    """
    failed = {name_of_case(test["name"]) for test in verdict.tests if not test["passed"]}
    known = [test.name for test in list_tests(exercise.test_code) if test.name in failed]
    return {*(("test", name) for name in known[:_MAX_COUNTED_TESTS]), *(("error", name) for name in _errors(verdict))}


def _errors(verdict: Verdict) -> set[str]:
    if verdict.run.status in _LIMITS:
        return {verdict.run.status}
    failures = [test["failure"] for test in verdict.tests if test["failure"] and test["failure"]["kind"] == "error"]
    texts = [failure["actual"] or "" for failure in failures]
    if verdict.run.error:
        texts.append(verdict.run.error["type"])
    names = [match[0] if (match := re.match(r"\w+", text)) else "" for text in texts]
    return {name if name in _BUILTIN_ERRORS else _OTHER for name in names}
