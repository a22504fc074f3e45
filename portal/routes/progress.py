"""How far a learner is."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.db import get_db
from portal.http import json_body, ok, query_args
from portal.idempotency import idempotent
from portal.identity import require_user_id, signed_in
from portal.schemas.progress import ProgressArgs, ProgressSchema, ProgressUpdate, StatsSchema
from portal.services import progress, stats

bp = Blueprint("progress", __name__, url_prefix="/api/progress")


@bp.get("")
@signed_in
@query_args(ProgressArgs)
def list_progress(args: dict[str, Any]) -> ResponseReturnValue:
    """The learner's progress, last changed first."""
    items = progress.list_for_user(get_db(), require_user_id(), args.get("status"))
    return ok({"progress": ProgressSchema(many=True).dump(items)}, "Your progress")


@bp.post("")
@signed_in
@json_body(ProgressUpdate)
@idempotent
def save_progress(body: dict[str, Any]) -> ResponseReturnValue:
    """Save what the learner says of an exercise: 200, 404. It never takes `completed` back."""
    exercise_id = body.pop("exercise_id")
    saved = progress.save(get_db(), require_user_id(), exercise_id, body)
    return ok({"progress": ProgressSchema().dump(saved)}, "Progress saved")


@bp.get("/stats")
@signed_in
def get_stats() -> ResponseReturnValue:
    """The learner's statistics."""
    return ok(StatsSchema().dump(stats.compute(get_db(), require_user_id())), "Your statistics")
