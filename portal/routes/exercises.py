"""The catalogue, running code and grading attempts."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal import errors
from portal.config import settings
from portal.db import get_db
from portal.http import json_body, ok, query_args
from portal.idempotency import idempotent
from portal.identity import current_user_id, maybe_signed_in, require_user_id, signed_in
from portal.schemas.base import PageArgs, PaginationSchema
from portal.schemas.exercises import (
    ExerciseSchema,
    ExerciseSummarySchema,
    ListArgs,
    RunRequest,
    RunSchema,
    SubmissionSchema,
    TestRequest,
    VerdictSchema,
)
from portal.services import exercises, grading

bp = Blueprint("exercises", __name__, url_prefix="/api/exercises")


@bp.get("")
@maybe_signed_in
@query_args(ListArgs)
def list_exercises(args: dict[str, Any]) -> ResponseReturnValue:
    """A page of the catalogue; signed in, each with the learner's status."""
    user_id = current_user_id()
    page, per_page = args.pop("page"), args.pop("per_page")
    items, pagination = exercises.list_page(get_db(), filters=args, user_id=user_id, page=page, per_page=per_page)
    shown = [ExerciseSummarySchema().dump(exercise) for exercise, _ in items]
    if user_id is not None:
        shown = [{**item, "status": status or "not_started"} for item, (_, status) in zip(shown, items, strict=True)]
    return ok({"exercises": shown, "pagination": PaginationSchema().dump(pagination)}, "Exercises")


@bp.get("/<exercise_id>")
@maybe_signed_in
def get_exercise(exercise_id: str) -> ResponseReturnValue:
    """One exercise in full: 200, 404."""
    db, user_id = get_db(), current_user_id()
    exercise = exercises.get(db, exercise_id)
    shown = {**ExerciseSchema().dump(exercise), "testNames": exercises.test_names(exercise.test_code)}
    if user_id is not None:
        shown["status"] = exercises.status_of(db, exercise_id, user_id)
    return ok({"exercise": shown}, exercise.title)


@bp.get("/<exercise_id>/solution")
@signed_in
def get_solution(exercise_id: str) -> ResponseReturnValue:
    """The reference solution: 200, 403 until the learner has passed, 404."""
    exercise = exercises.get_solution(get_db(), exercise_id, require_user_id())
    return ok({"exerciseId": exercise.id, "solution": exercise.solution}, "Reference solution")


@bp.get("/<exercise_id>/submissions")
@signed_in
@query_args(PageArgs)
def list_submissions(args: dict[str, Any], exercise_id: str) -> ResponseReturnValue:
    """The learner's own attempts, newest first: 200, 404."""
    items, pagination = exercises.list_submissions(get_db(), exercise_id, require_user_id(), **args)
    shown = SubmissionSchema(many=True).dump(items)
    return ok({"submissions": shown, "pagination": PaginationSchema().dump(pagination)}, "Your submissions")


@bp.post("/run")
@maybe_signed_in
@json_body(RunRequest)
def run_code(body: dict[str, Any]) -> ResponseReturnValue:
    """Run a program: 200 however it ended, 502, 503 or 504 when it could not be run."""
    _check_guest()
    outcome = grading.run(body["code"], stdin=body["stdin"], timeout_ms=body["timeout"], caller=_caller())
    return ok(RunSchema().dump(outcome), "The program ran" if outcome.status == "ok" else "The program did not finish")


@bp.post("/test")
@maybe_signed_in
@json_body(TestRequest)
@idempotent
def test_exercise(body: dict[str, Any]) -> ResponseReturnValue:
    """Grade one attempt: 200 with the verdict, 404, 500, 502, 503 or 504 when no verdict could be had."""
    _check_guest()
    user_id = current_user_id()
    verdict = grading.submit(get_db(), body["exercise_id"], body["code"], user_id, caller=_caller())
    return ok(VerdictSchema().dump(verdict), "All tests passed" if verdict.passed else "Not there yet")


def _caller() -> str:
    """On whose behalf code runs, for a fair share of the executor: the learner, or a guest's address."""
    return current_user_id() or request.remote_addr or ""


def _check_guest() -> None:
    if not settings().guest_execution and current_user_id() is None:
        raise errors.TokenMissing
