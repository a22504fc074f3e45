"""Check exercises in the sandbox: the reference passes, and what solves nothing does not."""

import dataclasses
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from portal.authoring import float_checks, forgeries, mutants, reversed_tests, static_checks
from portal.authoring.models import AuthoredExercise
from portal.authoring.test_listing import titles
from portal.errors import GraderError
from portal.execution.client import ExecutorClient
from portal.execution.executor_request import DEFAULT_TIME_LIMIT_MS
from portal.models import ALL_TESTS, GradeOptions, Verdict
from portal.services.background_grading import BackgroundGrader

# Far from the limits of a learner's run, 10 s and 128 MB: learners' solutions may be slower and the machine busier.
_MAX_TIME_SHARE = 1 / 5
_MAX_MEMORY_BYTES = 64 * 2**20
# The processor time of a run that should fail, as a multiple of the reference's: most of those that need more are
# endless loops. Processor time does not depend on how busy the machine is.
_CPU_TIMEOUT_FACTOR = 4
_MIN_CPU_TIMEOUT_MS = 60
_MAX_CHECK_S = 3600.0


class _TakesTooLong(Exception):
    """The time for one exercise is over."""


@dataclass
class ExerciseReport:
    """What was found out about one exercise.

    Attributes:
        faults: what makes the exercise wrong for learners; empty for one that may be published.
        warnings: what its author could do better.
        mutants, caught: how many one-token variants of the reference were run, and how many failed as they should.
        reference_ms: processor time of the reference.
    """

    exercise_id: str
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    tests: int = 0
    wrong_samples: int = 0
    mutants: int = 0
    caught: int = 0
    reference_ms: float = 0.0
    duration_s: float = 0.0


def check(
    executor: ExecutorClient,
    exercises: list[AuthoredExercise],
    *,
    known: set[str],
    threads: int,
    most_mutants: int,
    most_s: float = _MAX_CHECK_S,
    most_busy_s: float = 600,
    on_progress: Callable[[ExerciseReport], None],
) -> list[ExerciseReport]:
    """Check exercises and return a report of each, in their order.

    Args:
        known: ids of further exercises, which prerequisites may name.
        threads: exercises that are checked at the same time.
        most_mutants: one-token variants to run of each reference.
        most_s: seconds for each exercise; whoever takes longer has a fault. It ends up to one run later.
        most_busy_s: how long to wait while the executor has no room.
        on_progress: called with each report as it is ready.

    Raises:
        The executor client's errors, but GraderError, which is the exercise's fault.
    """
    graph = {authored.exercise.id: authored.exercise.prerequisites for authored in exercises}
    prerequisites = static_checks.prerequisite_faults(graph, known)

    def check_one(authored: AuthoredExercise) -> ExerciseReport:
        start = time.monotonic()
        report = ExerciseReport(authored.exercise.id, prerequisites[authored.exercise.id])
        grader = BackgroundGrader(executor, "exercise check", most_busy_s=most_busy_s)
        _Check(grader, authored, report, most_s).run(most_mutants)
        report.duration_s = round(time.monotonic() - start, 2)
        on_progress(report)
        return report

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(check_one, exercises))


class _Check:
    """The check of one exercise."""

    def __init__(
        self, grader: BackgroundGrader, authored: AuthoredExercise, report: ExerciseReport, most_s: float
    ) -> None:
        self._grader = grader
        self._most_s = most_s
        self._deadline = time.monotonic() + most_s
        self._authored = authored
        self._exercise = authored.exercise
        self._report = report

    def run(self, most_mutants: int) -> None:
        try:
            self._report.faults += static_checks.faults_of(self._authored)
            self._report.warnings += static_checks.warnings_of(self._authored)
            self._report.warnings += float_checks.warnings_of(self._exercise.test_code, self._exercise.solution)
            if self._check_reference():
                self._check_starter()
                self._check_forgeries()
                self._check_wrong_samples()
                self._check_mutants(most_mutants)
        except GraderError as error:
            when = " for other code than the reference" if self._report.tests else ""
            self._report.faults.append(f"its tests are broken{when}: {error.__cause__}")
        except RecursionError:
            self._report.faults.append("its code is nested too deeply")
        except _TakesTooLong:
            self._report.faults.append(f"the check takes longer than {self._most_s:.0f} s: use flask check-exercises")

    def _check_reference(self) -> bool:
        verdict = self._grade(self._exercise.solution)
        self._report.tests = len(verdict.tests)
        self._report.reference_ms = verdict.run.cpu_time or verdict.run.execution_time
        if not verdict.passed:
            failed = [f"{test['name']}: {test['message']}" for test in verdict.tests if not test["passed"]]
            self._report.faults.append(f"the reference solution fails: {'; '.join(failed) or verdict.run.status}")
            return False
        most_ms = (self._exercise.time_limit_ms or DEFAULT_TIME_LIMIT_MS) * _MAX_TIME_SHARE
        if self._report.reference_ms > most_ms:
            warning = (
                f"the reference takes {self._report.reference_ms:.0f} ms, over {most_ms:.0f}, a fifth of the time limit"
            )
            self._report.warnings.append(warning)
        if verdict.run.memory_used > _MAX_MEMORY_BYTES:
            used_mb, most_mb = verdict.run.memory_used // 2**20, _MAX_MEMORY_BYTES // 2**20
            self._report.warnings.append(f"the reference uses {used_mb} MB, over {most_mb}")
        opposite = reversed_tests.reverse(self._exercise.test_code)
        if not self._grade(self._exercise.solution, GradeOptions(verdict_only=True), tests=opposite).passed:
            self._report.faults.append("the reference fails when the tests run in the opposite order")
        return True

    def _check_starter(self) -> None:
        starter = self._exercise.starter_code
        if starter.strip() and not self._authored.refactoring and self._try(starter).passed:
            self._report.faults.append(
                'the starter passes all tests already; if it is meant to, set "refactoring": true'
            )

    def _check_forgeries(self) -> None:
        for kind in forgeries.KINDS:
            verdict = self._try(forgeries.forge(kind, self._exercise.test_code, self._exercise.module))
            if verdict.passed and verdict.isolated:
                self._report.faults.append(f"{kind} passes all tests")
            elif verdict.passed:  # no pass is verified there, and none opens the reference
                self._report.warnings.append(f"{kind} passes all tests, which share an interpreter with it")

    def _check_wrong_samples(self) -> None:
        titled = titles(self._exercise.test_code).items()
        for sample in self._authored.wrong_samples:
            self._report.wrong_samples += 1
            names = [name for name, title in titled if title == sample.caught_by]
            if any(not self._try(sample.code, test_name=name).passed for name in names):
                continue
            if self._try(sample.code).passed:
                self._report.faults.append(f"wrong/{sample.name} passes all tests")
            elif names:
                self._report.faults.append(f"wrong/{sample.name} is not caught by {sample.caught_by!r}")

    def _check_mutants(self, most: int) -> None:
        for mutant in mutants.mutants(self._exercise.solution, most):
            if mutant.line in self._authored.equivalent:
                continue
            self._report.mutants += 1
            if self._try(mutant.code).passed:
                warning = f"no test fails when line {mutant.line_number} of the reference is changed to: {mutant.line}"
                self._report.warnings.append(warning)
            else:
                self._report.caught += 1

    def _try(self, code: str, *, test_name: str | None = None) -> Verdict:
        """Grade code that should fail; a run that needs far more processor time than the reference has failed."""
        cpu_timeout_ms = max(_MIN_CPU_TIMEOUT_MS, int(_CPU_TIMEOUT_FACTOR * self._report.reference_ms))
        return self._grade(code, GradeOptions(test_name, verdict_only=True, cpu_timeout_ms=cpu_timeout_ms))

    def _grade(self, code: str, options: GradeOptions = ALL_TESTS, *, tests: str | None = None) -> Verdict:
        if time.monotonic() > self._deadline:
            raise _TakesTooLong
        exercise = self._exercise if tests is None else dataclasses.replace(self._exercise, test_code=tests)
        return self._grader.grade(exercise, code, options)
