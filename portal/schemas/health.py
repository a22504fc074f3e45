"""Shapes of what operators ask for."""

from marshmallow import fields, validate

from portal.schemas.base import ResponseSchema, doc

_LATENCY = doc("How long it took to answer, in milliseconds.", 0.4)


class HealthSchema(ResponseSchema):
    """The process lives."""

    status = fields.String(validate=validate.Equal("ok"))
    version = fields.String(metadata=doc("The release.", "0.1.0"))
    uptime = fields.Float(metadata=doc("Seconds since the process began.", 12.5))


class ReadySchema(ResponseSchema):
    """The service can do its work."""

    status = fields.String(validate=validate.Equal("ready"))
    latency_ms = fields.Float(metadata=_LATENCY)


class DependencySchema(ResponseSchema):
    """One thing the service needs."""

    status = fields.String(validate=validate.OneOf(("up", "down")), metadata=doc("Whether it answers.", "up"))
    latency_ms = fields.Float(attribute="latencyMs", allow_none=True, metadata=_LATENCY)
    breaker = fields.String(
        validate=validate.OneOf(("closed", "open", "half-open")),
        metadata=doc("Of the executor: `open` while this process does not ask it.", "closed", optional=True),
    )


class DependenciesSchema(ResponseSchema):
    """What the service needs, by name."""

    dependencies = fields.Dict(keys=fields.String(), values=fields.Nested(DependencySchema))
