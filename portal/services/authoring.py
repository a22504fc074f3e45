"""What authors do over HTTP: check an exercise in the sandbox, publish it, retire it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.authoring import exercise_writer, limits, static_checks
from portal.authoring.models import Approach, AuthoredExercise, BrokenExercise, WrongSample
from portal.bulkhead import Bulkhead
from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.errors import ValidationFailed
from portal.execution.client import ExecutorClient
from portal.models import Exercise, Session
from portal.observability import security_log
from portal.services import exercise_check, publishing, sessions
from portal.services.exercise_check import ExerciseReport
from portal.services.publishing import IMPORTED, Publication
from portal.services.starter_curriculum import STARTER

# A request has to end before the proxy gives up, 40 s; a run that has begun takes 10 s at most.
_MAX_CHECK_S = 20.0
_MAX_BUSY_S = 5.0
_MAX_MUTANTS = 20
_POSITION_STEP = 10
_AS_GIVEN = (
    *("title", "summary", "category", "difficulty", "instructions", "starter_code", "module", "test_code", "solution"),
    *("files", "time_limit_ms"),
)


@dataclass(frozen=True)
class Sandbox:
    """Where checks run, and the bound on how many run at once."""

    executor: ExecutorClient
    checks: Bulkhead


def check(db: Database, sandbox: Sandbox, exercise_id: str, given: Mapping[str, Any]) -> ExerciseReport:
    """Check an exercise, and publish nothing.

    Raises:
        ValidationFailed: no exercise can have this id.
        ServiceBusy: another check is running.
        The executor client's errors.
    """
    return _check(db, sandbox, exercise_id, given)[1]


def publish(
    db: Database, sandbox: Sandbox, session: Session, exercise_id: str, given: Mapping[str, Any]
) -> tuple[ExerciseReport, Publication | None]:
    """Check an exercise, and create or replace it when it has no fault; a retired one is in the catalogue again.

    Raises:
        ValidationFailed, ServiceBusy and the executor client's errors, as `check` does.
        Forbidden, TokenRevoked: the author lost the role or the session meanwhile; nothing was published.
    """
    authored, report = _check(db, sandbox, exercise_id, given)
    if authored is None or report.faults:
        return report, None
    (publication,) = publishing.publish(
        db, [authored], by=session.user_id, reinstate=True, authorize=lambda: sessions.require_author(db, session)
    )
    security_log.event(
        "exercise_published", userId=session.user_id, exerciseId=exercise_id, version=publication.version
    )
    return report, publication


def retire(db: Database, session: Session, exercise_id: str) -> None:
    """Take an exercise out of the catalogue.

    Raises:
        ExerciseNotFound: there is no such exercise.
        Forbidden, TokenRevoked: the author lost the role or the session meanwhile.
    """
    publishing.retire(db, exercise_id, authorize=lambda: sessions.require_author(db, session))
    security_log.event("exercise_retired", userId=session.user_id, exerciseId=exercise_id)


def _check(
    db: Database, sandbox: Sandbox, exercise_id: str, given: Mapping[str, Any]
) -> tuple[AuthoredExercise | None, ExerciseReport]:
    try:
        limits.require_slug(exercise_id)
    except BrokenExercise as fault:
        raise ValidationFailed(details={"id": [str(fault)]}) from None
    try:
        authored = _build(db, exercise_id, given)
    except BrokenExercise as fault:
        return None, ExerciseReport(exercise_id, [str(fault)])
    graph = exercises_dao.list_prerequisites(db) | {exercise_id: authored.exercise.prerequisites}
    with sandbox.checks.enter():
        (report,) = exercise_check.check(
            sandbox.executor,
            [authored],
            known=set(graph),
            threads=1,
            most_mutants=_MAX_MUTANTS,
            most_s=_MAX_CHECK_S,
            most_busy_s=_MAX_BUSY_S,
            on_progress=lambda _report: None,
        )
    circles = static_checks.prerequisite_faults(graph, set())[exercise_id]
    report.faults += [fault for fault in circles if fault not in report.faults]
    return authored, report


def _require_distinct_names(given: Mapping[str, Any]) -> None:
    """Raise BrokenExercise where one file would take the place of another."""
    limits.require_files(given["files"], given["module"])
    if given["module"] in given["files"]:
        raise BrokenExercise("a companion file has the name of the learner's module")
    names = [sample["name"] for sample in given["wrong_samples"]]
    if twice := [name for name in names if names.count(name) > 1]:
        raise BrokenExercise(f"two wrong samples are named {twice[0]}")


def _build(db: Database, exercise_id: str, given: Mapping[str, Any]) -> AuthoredExercise:
    """Return the exercise as it would be read from its files; raises BrokenExercise when it could not be."""
    stored = exercises_dao.get_by_id(db, exercise_id=exercise_id)
    _require_distinct_names(given)
    position = given["position"]
    if position is None:
        position = stored.position if stored else exercises_dao.get_last_position(db) + _POSITION_STEP
    exercise = Exercise(
        id=exercise_id,
        position=position,
        topics=tuple(given["topics"]),
        prerequisites=tuple(given["prerequisites"]),
        hints=tuple(given["hints"]),
        **{name: given[name] for name in _AS_GIVEN},
        source=stored.source if stored and stored.source != STARTER else IMPORTED,
    )
    authored = AuthoredExercise(
        exercise,
        wrong_samples=tuple(WrongSample(**sample) for sample in given["wrong_samples"]),
        equivalent=tuple(given["equivalent"]),
        minutes=given["minutes"],
        refactoring=given["refactoring"],
        approaches=tuple(Approach(**approach) for approach in given["approaches"]),
    )
    return exercise_writer.validated(authored).replace(source=exercise.source)
