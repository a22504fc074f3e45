"""Managing exercises, for authors."""

from flask import Blueprint

from portal import errors
from portal.extensions import get_db
from portal.schemas.authoring import ExerciseAnalyticsSchema
from portal.services import analytics
from portal.web.authentication import author_required
from portal.web.responses import Result, returns

bp = Blueprint("authoring", __name__, url_prefix="/api/exercises")


@bp.get("/<exercise_id>/analytics")
@author_required
@returns(ExerciseAnalyticsSchema, errors.ExerciseNotFound)
def get_analytics(exercise_id: str) -> Result:
    """Get how learners get on with an exercise: 200, 404."""
    return {"analytics": analytics.compute(get_db(), exercise_id)}, "How learners get on"
