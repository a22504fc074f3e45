"""Managing exercises, for authors."""

from typing import Any

from flask import Blueprint

from portal import errors
from portal.extensions import get_db, resources
from portal.schemas.analytics import ExerciseAnalyticsSchema
from portal.schemas.authoring import (
    CheckSchema,
    ExerciseReportSchema,
    ExerciseToCheck,
    ExerciseToPublish,
    PublicationSchema,
    StoredSourceSchema,
    VersionListSchema,
)
from portal.schemas.base import NothingSchema
from portal.services import analytics, authoring, exercise_versions, exercises
from portal.web.authentication import author_required, require_caller
from portal.web.request_parsing import json_body
from portal.web.responses import Result, returns

bp = Blueprint("authoring", __name__, url_prefix="/api/exercises")

_CHECK_ERRORS = (
    errors.ServiceBusy,
    errors.ExecutorBadResponse,
    errors.ExecutorBusy,
    errors.ExecutorUnavailable,
    errors.ExecutorTimeout,
)
_report_schema = ExerciseReportSchema()


@bp.post("/check")
@author_required
@json_body(ExerciseToCheck)
@returns(CheckSchema, *_CHECK_ERRORS)
def check_exercise(body: dict[str, Any]) -> Result:
    """Check an exercise in the sandbox: 200 with the report, 502, 503 or 504 when it could not be run.

    Nothing is stored. At most 20 mutants are run, and one check at a time in each process.
    """
    report = authoring.check(get_db(), _sandbox(), body.pop("id"), body)
    passed = not report.faults
    return {"passed": passed, "report": report}, "No faults" if passed else "The check found faults"


@bp.put("/<exercise_id>")
@author_required
@json_body(ExerciseToPublish)
@returns(PublicationSchema, errors.ExerciseCheckFailed, *_CHECK_ERRORS)
def publish_exercise(body: dict[str, Any], exercise_id: str) -> Result:
    """Check an exercise, then create or replace it: 200 with the version, 422 with the report of the check.

    The exercise becomes as the body says: fields that are left out get their defaults. A retired one is in the
    catalogue again. Submissions that are being graded keep the version that they began with.
    """
    report, publication = authoring.publish(get_db(), _sandbox(), require_caller()[1], exercise_id, body)
    if publication is None:
        raise errors.ExerciseCheckFailed(details={"report": _report_schema.dump(report)})
    return {**vars(publication), "changed": publication.changed, "report": report}, "Exercise published"


@bp.delete("/<exercise_id>")
@author_required
@returns(NothingSchema, errors.ExerciseNotFound)
def retire_exercise(exercise_id: str) -> Result:
    """Take an exercise out of the catalogue: 200, 404. Learners keep what they did and can still open it."""
    authoring.retire(get_db(), require_caller()[1], exercise_id)
    return {}, "Exercise retired"


@bp.get("/<exercise_id>/source")
@author_required
@returns(StoredSourceSchema, errors.ExerciseNotFound)
def get_source(exercise_id: str) -> Result:
    """Get an exercise with its tests and solution: 200, 404. `exercise` is the body that publishes it."""
    authored = exercise_versions.get_source(get_db(), exercise_id)
    stored = authored.exercise
    shown = {"id": stored.id, "version": stored.version, "origin": stored.source, "retired": stored.retired}
    return {**shown, "exercise": {**vars(stored), **vars(authored)}}, stored.title


@bp.get("/<exercise_id>/versions")
@author_required
@returns(VersionListSchema, errors.ExerciseNotFound)
def list_versions(exercise_id: str) -> Result:
    """List the versions of an exercise, newest first: 200, 404."""
    current = exercises.get(get_db(), exercise_id).version
    found = exercise_versions.list_versions(get_db(), exercise_id)
    return {"versions": [{**vars(item), "current": item.version == current} for item in found]}, "Versions"


@bp.get("/<exercise_id>/analytics")
@author_required
@returns(ExerciseAnalyticsSchema, errors.ExerciseNotFound)
def get_analytics(exercise_id: str) -> Result:
    """Get how learners get on with an exercise: 200, 404."""
    return {"analytics": analytics.compute(get_db(), exercise_id)}, "How learners get on"


def _sandbox() -> authoring.Sandbox:
    return authoring.Sandbox(resources().executor, resources().exercise_checks)
