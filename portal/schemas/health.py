"""Schemas of health checks."""

from marshmallow import fields, validate

from portal.schemas.base import ResponseSchema, doc

_LATENCY = doc("Response time in milliseconds.", 0.4)


class HealthSchema(ResponseSchema):
    """The process is alive."""

    status = fields.String(validate=validate.Equal("ok"))
    version = fields.String(metadata=doc("The release.", "0.1.0"))
    uptime = fields.Float(metadata=doc("Seconds since the process started.", 12.5))


class ReadySchema(ResponseSchema):
    """The service is ready for requests."""

    status = fields.String(validate=validate.Equal("ready"))
    latency_ms = fields.Float(metadata=_LATENCY)


class DependencySchema(ResponseSchema):
    """One dependency of the service."""

    status = fields.String(validate=validate.OneOf(("up", "down")), metadata=doc("Whether it responds.", "up"))
    latency_ms = fields.Float(attribute="latencyMs", allow_none=True, metadata=_LATENCY)
    breaker = fields.String(
        validate=validate.OneOf(("closed", "open", "half-open")),
        metadata=doc(
            "Of the executor's circuit breaker: `open` while this process does not call it.", "closed", optional=True
        ),
    )


class DependenciesSchema(ResponseSchema):
    """The service's dependencies by name."""

    dependencies = fields.Dict(keys=fields.String(), values=fields.Nested(DependencySchema))
