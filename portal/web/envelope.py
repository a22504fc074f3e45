"""The response envelope: `{"success": true, "data", "message"}` or `{"success": false, "error"}`."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from flask import Response, jsonify, stream_with_context

from portal.errors import PortalError


def success_body(data: Any, message: str) -> dict[str, Any]:
    """Return the body of a success response."""
    return {"success": True, "data": data, "message": message}


def success(data: Any, message: str, *, status: int = 200) -> Response:
    """Return a success response."""
    response = jsonify(success_body(data, message))
    response.status_code = status
    return response


def failure_body(error: PortalError) -> dict[str, Any]:
    """Return the body of the response for an error."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.details is not None:
        body["details"] = error.details
    return {"success": False, "error": body}


def failure(error: PortalError) -> Response:
    """Return the response for an error."""
    response = jsonify(failure_body(error))
    response.status_code = error.status
    response.headers.update(error.headers)
    return response


def streamed(name: str, items: Iterable[Any], head: dict[str, Any], message: str, *, filename: str) -> Response:
    """Return a success response whose data ends with a list of any length, holding one item in memory at a time.

    Args:
        name: key of the list, which follows the fields of `head`.
    """
    opening = json.dumps({"success": True, "message": message, "data": head})[:-2]

    def parts() -> Iterator[str]:
        yield f'{opening}, "{name}": ['
        for number, item in enumerate(items):
            yield (", " if number else "") + json.dumps(item)
        yield "]}}"

    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(stream_with_context(parts()), 200, headers, mimetype="application/json")
