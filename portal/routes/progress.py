"""How far a learner is."""

from typing import Any

from flask import Blueprint

from portal import errors
from portal.answers import Answer, answers
from portal.db import get_db
from portal.http import json_body, query_args
from portal.idempotency import idempotent
from portal.identity import require_user_id, signed_in
from portal.schemas.progress import (
    ProgressAnswerSchema,
    ProgressArgs,
    ProgressListSchema,
    ProgressUpdate,
    StatsSchema,
)
from portal.services import progress, stats

bp = Blueprint("progress", __name__, url_prefix="/api/progress")


@bp.get("")
@signed_in
@query_args(ProgressArgs)
@answers(ProgressListSchema)
def list_progress(args: dict[str, Any]) -> Answer:
    """The learner's progress, last changed first."""
    return {"progress": progress.list_for_user(get_db(), require_user_id(), args.get("status"))}, "Your progress"


@bp.post("")
@signed_in
@json_body(ProgressUpdate)
@idempotent
@answers(ProgressAnswerSchema, errors.ExerciseNotFound)
def save_progress(body: dict[str, Any]) -> Answer:
    """Save what the learner says of an exercise: 200, 404. It never takes `completed` back."""
    exercise_id = body.pop("exercise_id")
    return {"progress": progress.save(get_db(), require_user_id(), exercise_id, body)}, "Progress saved"


@bp.get("/stats")
@signed_in
@answers(StatsSchema)
def get_statistics() -> Answer:
    """The learner's statistics."""
    return stats.compute(get_db(), require_user_id()), "Your statistics"
