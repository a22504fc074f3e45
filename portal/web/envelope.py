"""The response envelope: `{"success": true, "data", "message"}` or `{"success": false, "error"}`."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from flask import Response, jsonify, stream_with_context

from portal.errors import PortalError
from portal.translations import translate
from portal.web import languages


def success_body(data: Any, message: str) -> dict[str, Any]:
    """Return the body of a success response."""
    return {"success": True, "data": data, "message": message}


def success(data: Any, message: str, *, status: int = 200) -> Response:
    """Return a success response; its message is sent as it is."""
    response = jsonify(success_body(data, message))
    response.status_code = status
    return response


def failure_body(error: PortalError) -> dict[str, Any]:
    """Return the body of the response for an error, in the language of the request."""
    body: dict[str, Any] = {"code": error.code, "message": translate(error.message)}
    if error.details is not None:
        body["details"] = _translated(error.details)
    return {"success": False, "error": body}


def failure(error: PortalError) -> Response:
    """Return the response for an error."""
    response = jsonify(failure_body(error))
    response.status_code = error.status
    response.headers.update(error.headers)
    return languages.declare(response)


def _translated(details: Any) -> Any:
    """Translate the messages among details, which stand in lists."""
    if isinstance(details, dict):
        return {name: _translated(value) for name, value in details.items()}
    if isinstance(details, list):
        return [translate(item) if isinstance(item, str) else _translated(item) for item in details]
    return details


def streamed(name: str, items: Iterable[Any], head: dict[str, Any], message: str, *, filename: str) -> Response:
    """Return a success response whose data ends with a list of any length, holding one item in memory at a time.

    Args:
        name: key of the list, which follows the fields of `head`.
    """
    opening = json.dumps({"success": True, "message": translate(message), "data": head})[:-2]

    def parts() -> Iterator[str]:
        yield f'{opening}, "{name}": ['
        for number, item in enumerate(items):
            yield (", " if number else "") + json.dumps(item)
        yield "]}}"

    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    response = Response(stream_with_context(parts()), 200, headers, mimetype="application/json")
    return languages.declare(response)
