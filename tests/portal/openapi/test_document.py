"""The API document: it is OpenAPI, names every route and every error, and its examples are true."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import portal
from app import create_app
from portal import errors
from portal.config import Settings
from portal.openapi import document as openapi
from portal.web.authentication import public
from portal.web.view_metadata import record
from tests import document

# Views that answer no operation: pages and their files.
PAGES = {
    "playground.get_favicon",
    "playground.get_robots",
    "docs.get_docs_file",
    "playground.get_page",
    "playground.get_asset",
}
OPERATIONS = sorted(document.operations())


def codes_of(operation: dict[str, Any]) -> set[str]:
    """The error codes an operation says it can give."""
    return {
        code
        for response in operation["responses"].values()
        for code in response.get("content", {}).get("application/json", {}).get("examples", {})
    }


def test_the_document_is_served_with_the_version_of_the_release_and_an_etag(client: FlaskClient) -> None:
    answer = client.get("/api/openapi.json")
    assert answer.get_json()["openapi"].startswith("3.1")
    assert answer.get_json()["info"]["version"] == portal.__version__
    assert client.get("/health").get_json()["data"]["version"] == portal.__version__
    again = client.get("/api/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_every_route_is_in_the_document_and_nothing_else(app: Flask) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?\w+>", "{}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PAGES
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {
        (re.sub(r"{\w+}", "{}", path), method)
        for path, operations in document.read()["paths"].items()
        for method in operations
    }
    assert described == routes


def test_operations_have_names_of_their_own(app: Flask) -> None:
    names = [openapi.operation_id(view) for _, _, view in openapi.operations_of(app)]
    assert len(names) == len(set(names))
    assert {"submitSolution", "listExercises", "getStatistics"} <= set(names)


def test_every_error_code_is_in_the_document_and_nothing_else() -> None:
    described = set().union(*map(codes_of, document.operations().values()))
    known = {error.code for error in errors.registry()}
    assert described <= known
    # No operation can answer this one: there is none with this method.
    assert known - described == {"METHOD_NOT_ALLOWED"}
    assert all(error.__name__ in document.read()["components"]["schemas"] for error in errors.registry())


def test_every_error_says_what_it_means_and_what_to_do() -> None:
    assert len(errors.registry()) == len({error.code for error in errors.registry()}) > 20
    for error in errors.registry():
        assert error.default_message().endswith((".", "?")), error
        assert "action" in vars(error), f"{error} says nothing to do"
        assert error.action.endswith("."), error


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_described_in_full(name: str) -> None:
    operation = document.operations()[name]
    assert operation["summary"]
    assert operation["tags"]
    assert all("description" in parameter for parameter in operation["parameters"])
    assert {"500"} <= set(operation["responses"])
    if operation["security"] == [{"bearerAuth": []}]:
        assert {"TOKEN_MISSING", "TOKEN_EXPIRED", "TOKEN_REVOKED", "TOKEN_INVALID"} <= codes_of(operation)
    if "requestBody" in operation:
        assert {"INVALID_JSON", "VALIDATION_ERROR", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"} <= codes_of(
            operation
        )


@pytest.mark.parametrize("name", OPERATIONS)
def test_examples_are_valid(name: str) -> None:
    operation = document.operations()[name]
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    for body in [*bodies, *operation["responses"].values()]:
        media = body.get("content", {}).get("application/json", {"schema": {"type": "object"}})
        if media["schema"] == {"type": "object"}:  # the document itself, and bodies that are not JSON
            continue
        examples = [each["value"] for each in media.get("examples", {}).values()] or [media["example"]]
        for example in examples:
            document.validator(media["schema"], strict=True).validate(example)
    for parameter in operation["parameters"]:
        for example in parameter["schema"]["examples"]:
            document.validator(parameter["schema"]).validate(example)


def test_every_field_is_described_with_an_example_of_its_own_type() -> None:
    for name, schema in document.read()["components"]["schemas"].items():
        for field, part in schema["properties"].items():
            for example in part.get("examples", ()):
                document.validator(part).validate(example)
            told = "$ref" in part or "enum" in part or "const" in part or part.get("type") in ("array", "object")
            assert told or "description" in part, f"{name}.{field}"


def test_requests_allow_no_more_than_they_name() -> None:
    for operation in document.operations().values():
        if "requestBody" in operation:
            ref = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            assert document.read()["components"]["schemas"][ref.rpartition("/")[2]]["additionalProperties"] is False


def test_an_answer_that_is_not_as_the_document_says_is_noticed() -> None:
    app = create_app(Settings.from_environment({"JWT_SECRET": "s" * 64}))
    problems: list[str] = []
    document.watch(app, problems)
    real = app.view_functions["health.get_health"]

    def get_health() -> Any:
        body = {"success": True, "data": {"status": "sick", "version": "1", "more": 1}, "message": "Hm"}
        return body, {"Content-Language": "en"}

    app.view_functions["health.get_health"] = public(record(get_health, success=vars(real)["success"]))
    app.test_client().get("/health")
    assert len(problems) == 3, "another status, a field too many, a field too few"


def test_nothing_is_said_in_a_way_that_common_generators_do_not_understand() -> None:
    r"""openapi-generator's Python client refuses a boolean with `const` or `enum`; Python's `re` knows no `\p`."""
    text = json.dumps(document.read())
    assert '"oneOf"' not in text
    for schema in document.read()["components"]["schemas"].values():
        for part in schema["properties"].values():
            assert part.get("type") != "boolean" or not {"const", "enum"} & part.keys()
    for pattern in re.findall(r'"pattern": ("(?:[^"\\\\]|\\\\.)*")', text):
        re.compile(json.loads(pattern))
