"""The API document (OpenAPI 3.1), generated from the routes, what their decorators recorded, and the schemas."""

import inspect
import re
import sys
from collections import defaultdict
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask
from marshmallow import Schema, fields
from werkzeug.routing import Rule

from portal import __version__, errors
from portal.errors import PortalError
from portal.openapi import components
from portal.schemas.base import RequestSchema, SafeString
from portal.web import rate_limits
from portal.web.view_metadata import Success

Json = dict[str, Any]
View = Callable[..., Any]

_SECURITY: dict[str, list[Json]] = {
    "public": [],
    "required": [{"bearerAuth": []}],
    "author": [{"bearerAuth": []}],
    "optional": [{}, {"bearerAuth": []}],
    "refresh_token": [{"refreshToken": []}, {}],
}


def build(app: Flask) -> Json:
    """Describe every operation of an application; a view without a declared response is not an operation."""
    spec = APISpec(
        title="Python Portal",
        version=__version__,
        openapi_version="3.1.0",
        info=components.INFO,
        servers=[{"url": "/", "description": "The server that this document was loaded from"}],
        plugins=[_Plugin(schema_name_resolver=lambda schema: _component_name(_class_of(schema)))],
    )
    for name, scheme in components.SECURITY_SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    for name, header in components.HEADERS.items():
        spec.components.header(_header_component(name), header)
    for error in errors.registry():
        spec.components.schema(error.__name__, components.error_schema(error))
    operations = operations_of(app)
    for module in dict.fromkeys(view.__module__ for _, _, view in operations):
        spec.tag({"name": _tag(module), "description": inspect.cleandoc(sys.modules[module].__doc__ or "")})
    for rule, method, view in operations:
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: f"{{{_camel(match[1])}}}", rule.rule)
        spec.path(path=path, operations={method.lower(): _operation(rule, view)})
    return components.with_examples(spec.to_dict())


def operations_of(app: Flask) -> list[tuple[Rule, str, View]]:
    """Return route, method and view of every operation."""
    return [
        (rule, method, view)
        for rule in app.url_map.iter_rules()
        if hasattr(view := app.view_functions[rule.endpoint], "success")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def operation_id(view: View) -> str:
    """Return the operationId: the view's name in camelCase."""
    return _camel(view.__name__)


class _Converter(OpenAPIConverter):
    def schema2jsonschema(self, schema: Schema) -> Json:
        found: Json = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        return {"description": inspect.cleandoc(type(schema).__doc__ or ""), **found, **getattr(schema, "extra", {})}


class _Plugin(MarshmallowPlugin):
    Converter = _Converter

    def init_spec(self, spec: APISpec) -> None:
        super().init_spec(spec)
        assert self.converter is not None  # noqa: S101 (init_spec has just made it)
        self.converter.add_attribute_function(_safe_text)  # type: ignore[no-untyped-call]


def _safe_text(_self: OpenAPIConverter, field: fields.Field[Any], ret: Json) -> Json:
    """Describe what `SafeString` refuses."""
    is_described = "pattern" in ret or "enum" in ret or ret.get("format") == "email"
    return {"pattern": r"^[^\u0000]*$"} if isinstance(field, SafeString) and not is_described else {}


def _operation(rule: Rule, view: View) -> Json:
    success: Success = view.success  # type: ignore[attr-defined]
    summary, _, description = inspect.cleandoc(view.__doc__ or "").partition("\n\n")
    operation: Json = {
        "operationId": operation_id(view),
        "tags": [_tag(view.__module__)],
        "summary": re.split(r"[:.;]", summary)[0],
        "description": f"{summary}\n\n{description}".strip(),
        "security": _SECURITY[view.auth],  # type: ignore[attr-defined]
        "parameters": [
            *(components.path_parameter(name, _camel(name)) for name in sorted(rule.arguments)),
            *map(components.header_parameter, ("Accept-Language", *getattr(view, "request_headers", ()))),
        ],
        "responses": {str(success.status): _success(rule, view), **_unchanged(view), **_failures(rule, view)},
    }
    query: type[RequestSchema] | None = getattr(view, "query", None)
    if query is not None:
        operation["parameters"].append({"in": "query", "schema": query})
    body: type[RequestSchema] | None = getattr(view, "body", None)
    if body is not None:
        required = view.auth != "refresh_token"  # type: ignore[attr-defined]
        operation["requestBody"] = {"required": required, "content": {"application/json": {"schema": body}}}
    return operation


def _success(rule: Rule, view: View) -> Json:
    success: Success = view.success  # type: ignore[attr-defined]
    description = HTTPStatus(success.status).phrase
    schema: Any = {"type": "object" if success.media_types == ("application/json",) else "string"}
    if success.schema is not None:
        description = inspect.cleandoc(success.schema.__doc__ or "")
        schema = components.envelope(success.schema)
    content = {media_type: {"schema": schema} for media_type in success.media_types}
    if success.event_stream is not None:
        content["text/event-stream"] = {"schema": {"type": "string"}, "example": success.event_stream}
    headers: tuple[str, ...] = view.headers  # type: ignore[attr-defined]
    if success.schema is not None and "ETag" not in headers:
        headers += ("Content-Language",)
    return {
        "description": description,
        "headers": _headers(*headers, *_limit_headers(rule)),
        "content": content,
    }


def _unchanged(view: View) -> Json:
    known = "ETag" in view.headers  # type: ignore[attr-defined]
    return (
        {"304": {"description": "The version named in `If-None-Match` is current.", "headers": _headers("ETag")}}
        if known
        else {}
    )


def _failures(rule: Rule, view: View) -> Json:
    declared: tuple[type[PortalError], ...] = view.errors  # type: ignore[attr-defined]
    given = (*declared, errors.ValidationFailed, errors.InternalError)
    if rule.arguments:
        given += (errors.NotFound,)
    if rate_limits.is_counted(rule.endpoint):
        given += (errors.RateLimited,)
    by_status: dict[int, list[type[PortalError]]] = defaultdict(list)
    for error in errors.registry():
        if error in given:
            by_status[error.status].append(error)
    return {str(status): _failure(rule, status, found) for status, found in by_status.items()}


def _failure(rule: Rule, status: int, found: list[type[PortalError]]) -> Json:
    refs = [{"$ref": f"#/components/schemas/{error.__name__}"} for error in found]
    return {
        "description": "\n".join(f"- `{error.code}`: {error.default_message()}" for error in found),
        "headers": _headers("Content-Language", *components.HEADERS_OF_STATUS.get(status, ()), *_limit_headers(rule)),
        "content": {
            "application/json": {
                "schema": refs[0] if len(refs) == 1 else {"anyOf": refs},
                "examples": {error.code: {"value": components.error_example(error)} for error in found},
            }
        },
    }


def _limit_headers(rule: Rule) -> tuple[str, ...]:
    return ("RateLimit", "RateLimit-Policy") if rate_limits.is_counted(rule.endpoint) else ()


def _headers(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{_header_component(name)}"} for name in ("X-Request-ID", *names)}


def _header_component(name: str) -> str:
    return name.replace("-", "")


def _class_of(schema: Any) -> type[Schema]:
    return schema if isinstance(schema, type) else type(schema)


def _component_name(schema: type[Schema]) -> str:
    return schema.__name__.removesuffix("Schema")


def _tag(module: str) -> str:
    return module.rpartition(".")[2].capitalize()


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
