"""The shape of all that is kept of a learner."""

from marshmallow import fields

from portal.schemas.auth import SessionSchema, UserSchema
from portal.schemas.base import ResponseSchema, Timestamp
from portal.schemas.progress import ProgressSchema
from portal.schemas.runs import SubmissionSchema


class ExportHeadSchema(ResponseSchema):
    """What comes first in an export."""

    exported_at = Timestamp("When this was read.")
    user = fields.Nested(UserSchema)
    sessions = fields.List(fields.Nested(SessionSchema))
    progress = fields.List(fields.Nested(ProgressSchema))


class ExportSchema(ExportHeadSchema):
    """All that is kept of a learner."""

    submissions = fields.List(fields.Nested(SubmissionSchema))
