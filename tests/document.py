"""Compare every answer of an application with its API document: the whole suite tests that the document is true."""

import copy
import functools
import gzip
import json
import sys
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
import jsonschema_rs
from flask import Flask, Request, Response

from portal.openapi import document as openapi

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstd.decompress,
}
Json = dict[str, Any]
Seen = Callable[[str, str], None]


def watch(app: Flask, problems: list[str], seen: Seen = lambda _operation, _outcome: None) -> None:
    """Note every answer that is not as the document says.

    Args:
        seen: is told the operationId of each answer and `success` or the error's code.
    """

    inner = app.wsgi_app

    def checking(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            started[:] = [status, headers, environ["werkzeug.request"]]  # which Flask lets go of at the end

        parts = inner(environ, start)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        status, headers, request = started
        environ["werkzeug.request"] = request  # who else watches needs it, too
        check(request, Response(body, status, headers))
        start_response(status, headers)
        return [body]

    def check(request: Request, response: Response) -> None:
        is_canonical = not request.environ["PATH_INFO"].startswith("//")
        view = app.view_functions.get(request.endpoint or "") if is_canonical else None
        if request.method in {"HEAD", "OPTIONS"} or (view is not None and not hasattr(view, "success")):
            return
        if view is None and (response.status_code, response.mimetype) == (404, "text/html"):  # for people
            return
        if response.status_code == 499:  # for nobody
            return
        name = openapi.operation_id(view) if view is not None else ""
        problems.extend(f"{request.method} {request.path}: {problem}" for problem in _problems(name, response))
        body = _body(response) if response.is_json else {}
        seen(name, body["error"]["code"] if response.status_code >= 400 else "success")

    app.wsgi_app = checking  # type: ignore[method-assign]


@functools.cache
def read() -> Json:
    """Return the document, as a client reads it."""
    from app import create_app
    from portal.config import Settings

    app = create_app(Settings.from_environment({"JWT_SECRET": "s" * 64}))
    with app.app_context():
        document: Json = json.loads(json.dumps(openapi.build(app)))
    return document


@functools.cache
def operations() -> dict[str, Json]:
    """Return every operation by its operationId."""
    return {operation["operationId"]: operation for path in read()["paths"].values() for operation in path.values()}


def validator(schema: Json, *, strict: bool = False) -> Any:
    """Make a validator of a schema of the document; a strict one allows no field that the document does not name."""
    whole = {"components": {"schemas": _components(strict)}, **(_strict(schema) if strict else schema)}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


@functools.cache
def _components(strict: bool) -> Json:
    schemas: Json = read()["components"]["schemas"]
    return _strict(schemas) if strict else schemas


def _strict(schema: Json) -> Json:
    schema = copy.deepcopy(schema)
    _forbid_more(schema)
    return schema


def _problems(name: str, response: Response) -> list[str]:
    if not name:  # no operation: an unknown path, or another method
        component = {404: "NotFound", 405: "MethodNotAllowed"}[response.status_code]
        return _errors(_component(component), response)
    answer = operations()[name]["responses"].get(str(response.status_code))
    if answer is None:
        return [f"{response.status_code} is not in the document"]
    headers = read()["components"]["headers"]
    required = [
        name for name, header in answer["headers"].items() if headers[header["$ref"].rpartition("/")[2]].get("required")
    ]
    missing = [f"header {header} is missing" for header in required if header not in response.headers]
    if response.status_code == 304:
        return missing
    if response.mimetype not in answer["content"]:
        return [*missing, f"{response.mimetype} is not in the document"]
    return missing + (_errors(_answer(name, response.status_code), response) if response.is_json else [])


def _body(response: Response) -> Any:
    decode = DECODERS.get(response.headers.get("Content-Encoding", ""), bytes)
    return json.loads(decode(response.get_data()))


def _errors(checker: Any, response: Response) -> list[str]:
    return [f"{error.message} at {error.instance_path}" for error in checker.iter_errors(_body(response))]


@functools.cache
def _component(name: str) -> Any:
    return validator({"$ref": f"#/components/schemas/{name}"}, strict=True)


@functools.cache
def _answer(name: str, status: int) -> Any:
    content = operations()[name]["responses"][str(status)]["content"]
    return validator(content["application/json"]["schema"], strict=True)


def _forbid_more(schema: Any) -> None:
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            _forbid_more(part)
    elif isinstance(schema, list):
        for part in schema:
            _forbid_more(part)
