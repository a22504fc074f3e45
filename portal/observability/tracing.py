"""Traces for OpenTelemetry, an optional extra (requirements-otel.txt): off unless OTEL_EXPORTER_OTLP_ENDPOINT is set.

Requests and calls of the executor are traced by OpenTelemetry's own packages, with the W3C trace context. Statements
and runs are recorded once they have ended, by the names and times that metrics and the executor's result have anyway.
So the executor, whose network has no way out, sends nothing itself.
"""

import os
import time
from typing import TYPE_CHECKING

from flask import Flask

from portal.config import Settings

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

# For operators and their tools, which ask every few seconds.
_UNTRACED = "health,metrics"

_tracer: "Tracer | None" = None


def init_app(app: Flask, settings: Settings) -> None:
    """Trace the requests of an app, if the settings say where traces go."""
    if settings.otlp_endpoint is None:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.flask import FlaskInstrumentor
    from opentelemetry.instrumentation.urllib3 import URLLib3Instrumentor
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    global _tracer
    os.environ.setdefault("OTEL_SERVICE_NAME", "python-portal")
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{settings.otlp_endpoint}/v1/traces")))
    FlaskInstrumentor().instrument_app(  # type: ignore[no-untyped-call]
        app, tracer_provider=provider, excluded_urls=_UNTRACED
    )
    URLLib3Instrumentor().instrument(tracer_provider=provider)
    _tracer = provider.get_tracer("portal")


def record(name: str, duration_s: float, *, ended_s_ago: float = 0.0) -> None:
    """Record something that took a while and has ended, within the request being handled."""
    if _tracer is None:
        return
    end_ns = time.time_ns() - int(ended_s_ago * 1e9)
    _tracer.start_span(name, start_time=end_ns - int(duration_s * 1e9)).end(end_ns)
