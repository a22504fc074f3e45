"""The catalogue, running code and grading submissions."""

import functools
from typing import Any

import orjson
from flask import Blueprint, Response, g, request
from orjson import Fragment

from portal import errors
from portal.extensions import get_db, get_settings, resources
from portal.models import Origin, Program, RunResult, Verdict
from portal.schemas.base import CursorPageArgs
from portal.schemas.exercises import (
    ExerciseDetailSchema,
    ExerciseListSchema,
    ListArgs,
    SolutionSchema,
)
from portal.schemas.progress import STATUSES
from portal.schemas.runs import RunRequest, RunSchema, TestRequest, VerdictSchema
from portal.schemas.submissions import SubmissionListSchema
from portal.services import catalogue, exercises, grading
from portal.services.catalogue import CatalogueEntry, CataloguePage
from portal.services.pagination import PageRequest
from portal.translations import translate
from portal.web import client_connection, envelope, event_stream
from portal.web.authentication import current_user_id, login_optional, login_required, require_user_id
from portal.web.idempotency import idempotent, keep
from portal.web.networks import network_of
from portal.web.request_context import current_request
from portal.web.request_parsing import json_body, query_args
from portal.web.responses import Result, Serialized, returns

bp = Blueprint("exercises", __name__, url_prefix="/api/exercises")

_EXECUTION_ERRORS = (
    errors.TokenMissing,  # a guest, when GUEST_EXECUTION is off
    errors.ExecutorBadResponse,
    errors.ExecutorBusy,
    errors.ExecutorUnavailable,
    errors.ExecutorTimeout,
)
_list_schema = ExerciseListSchema()
_detail_schema = ExerciseDetailSchema()
_run_schema = RunSchema()
_verdict_schema = VerdictSchema()


@bp.get("")
@login_optional
@query_args(ListArgs)
@returns(ExerciseListSchema, cacheable=True)
def list_exercises(args: dict[str, Any]) -> Result:
    """List the catalogue, one page at a time. For a learner each exercise has its status; a guest's is cacheable."""
    db, user_id = get_db(), current_user_id()
    page = _serialize_page(catalogue.get_page(db, **args))
    if user_id is None:
        return page.data, "Exercises"
    return page.with_statuses(exercises.statuses_of(db, user_id)), "Exercises"


@bp.get("/<exercise_id>")
@login_optional
@returns(ExerciseDetailSchema, errors.ExerciseNotFound, cacheable=True)
def get_exercise(exercise_id: str) -> Result:
    """Get one exercise in full: 200, 404. A guest's response is cacheable."""
    db, user_id = get_db(), current_user_id()
    entry = catalogue.get_entry(db, exercise_id)
    data = _serialize_entry(entry)
    if user_id is not None:
        data = Serialized(exercise={**data["exercise"], "status": exercises.status_of(db, exercise_id, user_id)})
    return data, entry.exercise.title


@bp.get("/<exercise_id>/solution")
@login_required
@returns(SolutionSchema, errors.ExerciseNotFound, errors.SolutionLocked)
def get_solution(exercise_id: str) -> Result:
    """Get the reference solution: 200, 403 until the learner has passed, 404."""
    return exercises.get_solution(get_db(), exercise_id, require_user_id()), "Reference solution"


@bp.get("/<exercise_id>/submissions")
@login_required
@query_args(CursorPageArgs)
@returns(SubmissionListSchema, errors.ExerciseNotFound)
def list_submissions(args: dict[str, Any], exercise_id: str) -> Result:
    """List the learner's own submissions, newest first: 200, 404."""
    items, pagination = exercises.list_submissions(get_db(), exercise_id, require_user_id(), PageRequest.of(**args))
    return {"submissions": items, "pagination": pagination}, "Your submissions"


@bp.post("/run")
@login_optional
@json_body(RunRequest)
@returns(RunSchema, *_EXECUTION_ERRORS, event_stream=event_stream.EXAMPLE)
def run_code(body: dict[str, Any]) -> Result | Response:
    """Run a program: 200 however it ended, 502, 503 or 504 when it could not be run.

    With `Accept: text/event-stream` the output comes as server-sent events while the program runs: `output` with
    `stream` (`stdout` or `stderr`) and `text`, and at last `result`, whose data is the JSON response, or `error` with
    the envelope of an error that came after the stream began. Comments in between show that the program still runs.
    Closing the connection ends the program.
    """
    _check_guest_execution()
    program = Program(body["code"], body["stdin"], body["echo"], body["timeout"])
    if event_stream.is_wanted():
        run = grading.follow_run(resources().executor, program, origin=_origin())
        return event_stream.respond(run, _run_body, max_s=get_settings().executor_timeout_ms / 1000)
    result = grading.run(resources().executor, program, origin=_origin())
    return result, _run_message(result)


@bp.post("/test")
@login_optional
@json_body(TestRequest)
@idempotent
@returns(VerdictSchema, errors.ExerciseNotFound, errors.GraderError, *_EXECUTION_ERRORS)
def submit_solution(body: dict[str, Any]) -> Result:
    """Grade a submission: 200 with the verdict, 404, 500, 502, 503 or 504 when there is no verdict.

    A learner's submission is stored and counted; a guest only gets the verdict. With `testName` one test runs, and
    nothing is stored or counted. Closing the connection ends the tests: nothing is stored or counted then, either.
    """
    _check_guest_execution()
    if body["test_name"] is not None:
        verdict = grading.run_test(
            get_db(),
            resources().executor,
            body["exercise_id"],
            body["code"],
            body["test_name"],
            origin=_origin(),
            is_needed=_is_awaited,
        )
        return verdict, "The test passed" if verdict.passed else "Not there yet"
    caller = g.get("caller")
    verdict = grading.submit(
        get_db(),
        resources().executor,
        get_settings(),
        body["exercise_id"],
        body["code"],
        caller[1] if caller else None,
        origin=_origin(),
        is_needed=_is_awaited,
        hints_opened=body["hints_opened"],
        on_recorded=lambda verdict: keep(_verdict_schema, verdict, _verdict_message(verdict)),
    )
    return verdict, _verdict_message(verdict)


def _verdict_message(verdict: Verdict) -> str:
    return "All tests passed" if verdict.passed else "Not there yet"


def _run_body(result: RunResult) -> dict[str, Any]:
    return envelope.success_body(_run_schema.dump(result), translate(_run_message(result)))


def _run_message(result: RunResult) -> str:
    return "The program ran" if result.status == "ok" else "The program did not finish"


def _origin() -> Origin:
    """Return on whose behalf code runs."""
    network = network_of(request.remote_addr)
    return Origin(
        caller=current_user_id() or network,
        network=network,
        request_id=current_request().request_id,
        trace_parent=current_request().trace_parent,
    )


def _is_awaited() -> bool:
    """Whether the client waits for its response."""
    return client_connection.is_open(request)


def _check_guest_execution() -> None:
    if not get_settings().guest_execution and current_user_id() is None:
        raise errors.TokenMissing


class _SerializedPage:
    """A page of the catalogue, serialized for guests, and encoded for learners: each exercise with each status."""

    def __init__(self, page: CataloguePage) -> None:
        self.data = Serialized(_list_schema.dump(page))
        self._encoded = {
            item["id"]: {status: Fragment(orjson.dumps({**item, "status": status})) for status in STATUSES}
            for item in self.data["exercises"]
        }

    def with_statuses(self, statuses: dict[str, str]) -> Serialized:
        """Return the page for a learner with these statuses, by exercise id."""
        own = [encoded[statuses.get(id_, "not_started")] for id_, encoded in self._encoded.items()]
        return Serialized({**self.data, "exercises": own})


@functools.lru_cache(maxsize=512)
def _serialize_page(page: CataloguePage) -> _SerializedPage:
    """Serialize a page once per version of the catalogue."""
    return _SerializedPage(page)


@functools.lru_cache(maxsize=512)
def _serialize_entry(entry: CatalogueEntry) -> Serialized:
    exercise = entry.exercise
    shown = {**vars(exercise), "version": exercise.version, "files": sorted(exercise.files), "tests": entry.tests}
    shown["prerequisites"] = entry.prerequisites
    shown["test_names"] = [test.name for test in entry.tests]
    return Serialized(_detail_schema.dump({"exercise": shown}))
