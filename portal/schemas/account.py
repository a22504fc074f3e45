"""Schema of the export of everything kept of a learner."""

from marshmallow import fields

from portal.schemas.auth import SessionSchema, UserSchema
from portal.schemas.base import ResponseSchema, Timestamp
from portal.schemas.progress import ProgressSchema
from portal.schemas.submissions import SubmissionSchema


class ExportHeadSchema(ResponseSchema):
    """The first part of an export, which fits in memory."""

    exported_at = Timestamp("When the data was read.")
    user = fields.Nested(UserSchema)
    sessions = fields.List(fields.Nested(SessionSchema))
    progress = fields.List(fields.Nested(ProgressSchema))


class ExportSchema(ExportHeadSchema):
    """Everything kept of a learner."""

    submissions = fields.List(fields.Nested(SubmissionSchema))
