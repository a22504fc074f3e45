"""Schema of the API's index."""

from marshmallow import fields

from portal.schemas.base import ResponseSchema, doc


class IndexSchema(ResponseSchema):
    """Where to start."""

    links = fields.Dict(
        keys=fields.String(),
        values=fields.String(metadata=doc("A path.", "/api/docs")),
        metadata=doc("Paths by what is found there."),
    )
