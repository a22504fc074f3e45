"""The catalogue, running code and grading attempts."""

from typing import Any

from flask import Blueprint, request

from portal import errors, executor_errors, token_errors
from portal.answers import Answer, answers
from portal.config import settings
from portal.db import get_db
from portal.http import json_body, query_args
from portal.idempotency import idempotent
from portal.identity import current_user_id, maybe_signed_in, require_user_id, signed_in
from portal.schemas.base import PageArgs
from portal.schemas.exercises import ExerciseAnswerSchema, ExerciseListSchema, ListArgs, SolutionSchema
from portal.schemas.runs import RunRequest, RunSchema, SubmissionListSchema, TestRequest, VerdictSchema
from portal.services import catalogue, exercises, grading

bp = Blueprint("exercises", __name__, url_prefix="/api/exercises")

# A guest needs a token where GUEST_EXECUTION is off.
_EXECUTION = (
    token_errors.TokenMissing,
    executor_errors.ExecutorBadResponse,
    executor_errors.ExecutorBusy,
    executor_errors.ExecutorUnavailable,
    executor_errors.ExecutorTimeout,
)


@bp.get("")
@maybe_signed_in
@query_args(ListArgs)
@answers(ExerciseListSchema, headers=("ETag",))
def list_exercises(args: dict[str, Any]) -> Answer:
    """A page of the catalogue; signed in, each with the learner's status. A guest may keep it: 200, 304."""
    db, user_id = get_db(), current_user_id()
    page = catalogue.list_page(db, **args)
    if user_id is None:
        return page
    statuses = exercises.statuses_of(db, user_id)
    shown = [{**item, "status": statuses.get(item["id"], "not_started")} for item in page.found["exercises"]]
    return {**page.found, "exercises": shown}, page.message


@bp.get("/<exercise_id>")
@maybe_signed_in
@answers(ExerciseAnswerSchema, errors.ExerciseNotFound, headers=("ETag",))
def get_exercise(exercise_id: str) -> Answer:
    """One exercise in full: 200, 404. A guest may keep it: 304."""
    db, user_id = get_db(), current_user_id()
    answer = catalogue.get_exercise(db, exercise_id)
    if user_id is None:
        return answer
    shown = {**answer.found["exercise"], "status": exercises.status_of(db, exercise_id, user_id)}
    return {"exercise": shown}, answer.message


@bp.get("/<exercise_id>/solution")
@signed_in
@answers(SolutionSchema, errors.ExerciseNotFound, errors.SolutionLocked)
def get_solution(exercise_id: str) -> Answer:
    """The reference solution: 200, 403 until the learner has passed, 404."""
    return exercises.get_solution(get_db(), exercise_id, require_user_id()), "Reference solution"


@bp.get("/<exercise_id>/submissions")
@signed_in
@query_args(PageArgs)
@answers(SubmissionListSchema, errors.ExerciseNotFound)
def list_submissions(args: dict[str, Any], exercise_id: str) -> Answer:
    """The learner's own attempts, newest first: 200, 404."""
    items, pagination = exercises.list_submissions(get_db(), exercise_id, require_user_id(), **args)
    return {"submissions": items, "pagination": pagination}, "Your submissions"


@bp.post("/run")
@maybe_signed_in
@json_body(RunRequest)
@answers(RunSchema, *_EXECUTION)
def run_code(body: dict[str, Any]) -> Answer:
    """Run a program: 200 however it ended, 502, 503 or 504 when it could not be run."""
    _check_guest()
    outcome = grading.run(body["code"], stdin=body["stdin"], timeout_ms=body["timeout"], caller=_caller())
    return outcome, "The program ran" if outcome.status == "ok" else "The program did not finish"


@bp.post("/test")
@maybe_signed_in
@json_body(TestRequest)
@idempotent
@answers(VerdictSchema, errors.ExerciseNotFound, executor_errors.GraderError, *_EXECUTION)
def submit_solution(body: dict[str, Any]) -> Answer:
    """Grade one attempt: 200 with the verdict, 404, 500, 502, 503 or 504 when no verdict could be had.

    Signed in, the attempt is stored and counted; a guest only gets the verdict.
    """
    _check_guest()
    user_id = current_user_id()
    verdict = grading.submit(get_db(), body["exercise_id"], body["code"], user_id, caller=_caller())
    return verdict, "All tests passed" if verdict.passed else "Not there yet"


def _caller() -> str:
    """On whose behalf code runs, for a fair share of the executor: the learner, or a guest's address."""
    return current_user_id() or request.remote_addr or ""


def _check_guest() -> None:
    if not settings().guest_execution and current_user_id() is None:
        raise token_errors.TokenMissing
