"""Learners' progress."""

from typing import Any

from flask import Blueprint

from portal import errors
from portal.extensions import get_db
from portal.schemas.progress import (
    ProgressArgs,
    ProgressEntrySchema,
    ProgressListSchema,
    ProgressUpdate,
    StatsSchema,
)
from portal.services import progress, stats
from portal.services.pagination import PageRequest
from portal.web.authentication import login_required, require_caller, require_user_id
from portal.web.idempotency import idempotent
from portal.web.request_parsing import json_body, query_args
from portal.web.responses import Result, returns

bp = Blueprint("progress", __name__, url_prefix="/api/progress")


@bp.get("")
@login_required
@query_args(ProgressArgs)
@returns(ProgressListSchema)
def list_progress(args: dict[str, Any]) -> Result:
    """List the learner's progress, last changed first, one page at a time."""
    status = args.pop("status", None)
    items, pagination = progress.list_for_user(get_db(), require_user_id(), PageRequest.of(**args), status=status)
    return {"progress": items, "pagination": pagination}, "Your progress"


@bp.post("")
@login_required
@json_body(ProgressUpdate)
@idempotent
@returns(ProgressEntrySchema, errors.ExerciseNotFound)
def save_progress(body: dict[str, Any]) -> Result:
    """Save progress with an exercise: 200, 404. `completed` is never taken back."""
    exercise_id = body.pop("exercise_id")
    return {"progress": progress.save(get_db(), require_caller()[1], exercise_id, body)}, "Progress saved"


@bp.get("/stats")
@login_required
@returns(StatsSchema)
def get_statistics() -> Result:
    """Get the learner's statistics."""
    return stats.compute(get_db(), require_user_id()), "Your statistics"


@bp.get("/<exercise_id>")
@login_required
@returns(ProgressEntrySchema, errors.ExerciseNotFound, errors.ProgressNotFound)
def get_progress(exercise_id: str) -> Result:
    """Get the learner's progress with one exercise: 200, 404 when it was not started."""
    return {"progress": progress.get(get_db(), require_user_id(), exercise_id)}, "Your progress"
