"""Parts of the API document that no route or schema defines, and the examples."""

from typing import Any

from portal import errors
from portal.errors import PortalError
from portal.schemas.base import ResponseSchema
from portal.translations import LANGUAGES

Json = dict[str, Any]

INFO: Json = {
    "summary": "Exercises, running and grading Python, progress.",
    "description": """Every JSON response is an envelope: `{"success": true, "data": {...}, "message": "..."}`, or
`{"success": false, "error": {"code": "...", "message": "...", "details": {...}}}`. Programs switch on `code`; the
message is for people. Meaning of each code and what to do: [/api/docs/errors](/api/docs/errors).

Keys are camelCase, times UTC. Unknown fields and query parameters are refused by name. Fields may be added to
responses at any time. An unknown path is a 404 `NOT_FOUND` (a page for clients that prefer `text/html`), a
method that a path does not support a 405 `METHOD_NOT_ALLOWED`.

`register` or `login` give an access token for `Authorization: Bearer ...`, and a refresh token for the next
pair.""",
    "license": {"name": "MIT", "identifier": "MIT"},
}
SECURITY_SCHEMES: dict[str, Json] = {
    "bearerAuth": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token of `register`, `login` or `refresh`.",
    },
    "refreshToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The refresh token, instead of in the body.",
    },
}
_TEXT: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}
HEADERS: dict[str, Json] = {
    "X-Request-ID": {
        "description": "Identifies the request in the logs; the caller's own id if it matches this pattern.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"},
    },
    "Link": {
        "description": "URLs of the pages `first`, `prev`, `next` and `last` (RFC 8288), where they exist.",
        "required": True,
        "schema": _TEXT,
    },
    "Location": {"description": "Path of the created resource.", "required": True, "schema": _TEXT},
    "ETag": {
        "description": "Version of the response, for `If-None-Match`; missing on personal responses.",
        "schema": _TEXT,
    },
    "Content-Language": {
        "description": "The language of the messages and explanations.",
        "required": True,
        "schema": {"type": "string", "enum": list(LANGUAGES)},
    },
    "Idempotency-Replayed": {"description": "`true` on the stored response to an earlier request.", "schema": _TEXT},
    "Content-Disposition": {"description": "Name of the file.", "required": True, "schema": _TEXT},
    "RateLimit": {
        "description": "Remaining quota of each policy: `r` requests, `t` seconds until reset.",
        "schema": {"type": "string", "examples": ['"default";r=99;t=900']},
    },
    "RateLimit-Policy": {
        "description": "The policies that count this request: `q` requests in `w` seconds.",
        "schema": {"type": "string", "examples": ['"default";q=100;w=900']},
    },
    "Retry-After": {"description": "Seconds to wait before the request is repeated.", "schema": _COUNT},
    "WWW-Authenticate": {"description": "How to sign in.", "required": True, "schema": _TEXT},
}
HEADERS_OF_STATUS = {
    401: ("WWW-Authenticate",),
    409: ("Retry-After",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}

_BY_FIELD: Json = {
    "type": "object",
    "description": "What is wrong, by field.",
    "additionalProperties": {"type": "array", "items": _TEXT},
}
_REPORT: Json = {
    "faults": ["the reference fails when the tests run in the opposite order"],
    "warnings": ["no test fails when line 2 of the reference is changed to: return 3"],
    "tests": 2,
    "wrongSamples": 1,
    "mutants": 4,
    "caught": 4,
    "referenceMs": 12.5,
    "durationS": 0.6,
}
_DETAILS: dict[type[PortalError], Json] = {
    errors.ValidationFailed: {**_BY_FIELD, "examples": [{"page": ["Not a valid integer."]}]},
    errors.EmailTaken: {**_BY_FIELD, "examples": [{"email": ["Already taken."]}]},
    errors.UsernameTaken: {**_BY_FIELD, "examples": [{"username": ["Already taken."]}]},
    errors.ExerciseCheckFailed: {
        "type": "object",
        "description": "The report of the check.",
        "properties": {"report": {"$ref": "#/components/schemas/ExerciseReport"}},
        "required": ["report"],
        "examples": [{"report": _REPORT}],
    },
    errors.RateLimited: {
        "type": "object",
        "description": "When to retry.",
        "properties": {"retryAfter": {"type": "integer", "description": "Seconds.", "examples": [30]}},
        "required": ["retryAfter"],
    },
    errors.NotReady: {
        "type": "object",
        "description": "The dependencies by name, on `/health/deps`.",
        "properties": {"dependencies": {"type": "object"}},
        "examples": [{"dependencies": {"executor": {"status": "down", "latencyMs": None}}}],
    },
}
_REQUEST_HEADERS: dict[str, Json] = {
    "Accept-Language": {
        "description": f"Language of messages and explanations: {', '.join(LANGUAGES)}; English if none is accepted.",
        "schema": {"type": "string", "examples": ["de, en;q=0.5"]},
    },
    "Idempotency-Key": {
        "description": "Identifies this request: a retry with the same key gets the stored response, and nothing is "
        "done twice. Ignored for guests.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$", "examples": ["9e5a0a3c-53b4-4a53-8a4f-0d1f2b3c4d5e"]},
    },
}
_PATH_PARAMETERS: dict[str, Json] = {
    "exercise_id": {"description": "Which exercise.", "schema": {"type": "string", "examples": ["greet"]}},
    "session_id": {
        "description": "Which session.",
        "schema": {"type": "string", "examples": ["0d6a7c2e-5f0b-4a57-9d3c-6f1a1c1f7b10"]},
    },
}


def path_parameter(name: str, shown: str) -> Json:
    """Describe a path parameter."""
    return {"in": "path", "name": shown, "required": True, **_PATH_PARAMETERS[name]}


def header_parameter(name: str) -> Json:
    """Describe a request header."""
    return {"in": "header", "name": name, **_REQUEST_HEADERS[name]}


def envelope(data: type[ResponseSchema]) -> Json:
    """Describe the envelope of a success."""
    return {
        "type": "object",
        "properties": {
            "success": _literal(True),
            "data": data,
            "message": {"type": "string", "description": "A sentence for a person.", "examples": ["Done"]},
        },
        "required": ["success", "data", "message"],
    }


def _literal(value: bool) -> Json:
    """Describe a boolean with one value, in the one form that openapi-generator's Python client reads.

    With `const` or `enum` beside the type it refuses every answer. TypeScript's types still tell success from failure.
    """
    text = f"Always {str(value).lower()}."
    return {"type": "boolean", "allOf": [{"const": value}], "description": text, "examples": [value]}


def error_schema(error: type[PortalError]) -> Json:
    """Describe the envelope of an error."""
    details = {"details": _DETAILS[error]} if error in _DETAILS else {}
    return {
        "type": "object",
        "description": f"{error.default_message()} {error.action}",
        "properties": {
            "success": _literal(False),
            "error": {
                "type": "object",
                "properties": {
                    "code": {"type": "string", "const": error.code},
                    "message": {"type": "string", "examples": [error.default_message()]},
                    **details,
                },
                "required": ["code", "message"],
            },
        },
        "required": ["success", "error"],
    }


def error_example(error: type[PortalError]) -> Json:
    """Return an example of an error response."""
    shown: Json = example_of(error_schema(error), {})
    return shown


def with_examples(document: Json) -> Json:
    """Add an example to every JSON body, composed of the examples in its schema."""
    for path in document["paths"].values():
        for operation in path.values():
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for media in (body.get("content", {}).get("application/json") for body in bodies):
                if media is not None and "examples" not in media and media["schema"] != {"type": "object"}:
                    media["example"] = example_of(media["schema"], document)
    return document


def example_of(schema: Json, document: Json) -> Any:
    """Return the schema's own example, or one composed of those of its parts."""
    if "$ref" in schema and "examples" not in schema:
        return example_of(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    for name in ("examples", "enum"):
        if name in schema:
            return schema[name][0]
    if "const" in schema:
        return schema["const"]
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], document)
    if schema["type"] == "array":
        return [example_of(schema["items"], document)]
    if isinstance(schema.get("additionalProperties"), dict):
        return {"basics": example_of(schema["additionalProperties"], document)}
    return {name: example_of(part, document) for name, part in schema["properties"].items()}
