import io
import logging
import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from gunicorn.http.body import Body, ChunkedReader
from gunicorn.http.unreader import IterUnreader

from portal.web.authentication import public
from tests.conftest import Headers, MakeApp


def error_of(response: Any) -> dict[str, Any]:
    body = response.get_json()
    assert set(body) == {"success", "error"}
    assert body["success"] is False
    assert set(body["error"]) <= {"code", "message", "details"}
    return dict(body["error"])


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "NOT_FOUND"),
        ("GET", "/api/nothing", 404, "NOT_FOUND"),
        ("GET", "/api/exercises/../x", 404, "NOT_FOUND"),
        ("GET", "/api//exercises", 404, "NOT_FOUND"),
        ("DELETE", "/api/exercises", 405, "METHOD_NOT_ALLOWED"),
        ("POST", "/health", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/api/exercises/%00", 404, "NOT_FOUND"),
        ("DELETE", "/api/auth/sessions/a%00b", 404, "NOT_FOUND"),
        ("GET", "/api/exercises/" + "x" * 10_000, 404, "EXERCISE_NOT_FOUND"),
        ("GET", "/api/exercises?search=a%00b", 400, "VALIDATION_ERROR"),
        ("GET", "/api/exercises?search=%ff", 400, "VALIDATION_ERROR"),
        ("GET", "/api/exercises?%ed%a0%80=1", 400, "VALIDATION_ERROR"),
        ("GET", "/api/exercises?page=" + "9" * 5000, 400, "VALIDATION_ERROR"),
        ("GET", "/api/exercises/%2e%2e", 404, "EXERCISE_NOT_FOUND"),
        ("GET", "/api/exercises/no-such", 404, "EXERCISE_NOT_FOUND"),
        ("GET", "/api/progress", 401, "TOKEN_MISSING"),
    ],
)
def test_every_refusal_is_in_the_envelope(client: FlaskClient, method: str, path: str, status: int, code: str) -> None:
    response = client.open(path, method=method)
    assert (response.status_code, error_of(response)["code"]) == (status, code)
    assert response.headers["X-Request-ID"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_browser_gets_a_page_for_an_address_that_does_not_exist(client: FlaskClient) -> None:
    response = client.get("/nothing", headers={"Accept": BROWSER})
    assert (response.status_code, response.content_type) == (404, "text/html; charset=utf-8")
    assert "style-src 'self'" in response.headers["Content-Security-Policy"]
    assert (response.headers["Cache-Control"], "ETag" in response.headers) == ("no-store", False)
    for path in re.findall(r'href="(/[^"]*)"', response.text):
        assert client.get(path).status_code == 200, path


def test_the_page_for_an_unknown_address_does_not_link_to_a_disabled_page(make_app: MakeApp) -> None:
    response = make_app(PLAYGROUND="false").test_client().get("/", headers={"Accept": BROWSER})
    assert response.status_code == 404
    assert 'href="/"' not in response.text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html;q=0.9", "text/plain", ""])
def test_other_clients_get_json_for_an_address_that_does_not_exist(client: FlaskClient, accept: str) -> None:
    assert error_of(client.get("/nothing", headers={"Accept": accept}))["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("path", "code"), [("/api/exercises/no-such", "EXERCISE_NOT_FOUND"), ("/api/auth/me", "TOKEN_MISSING")]
)
def test_errors_of_the_api_are_json_whatever_the_client_accepts(client: FlaskClient, path: str, code: str) -> None:
    assert error_of(client.get(path, headers={"Accept": BROWSER}))["code"] == code


@pytest.mark.parametrize("sent", ["\xff", "\xed\xa0\x80", "\xc0\xaf"])
def test_a_path_that_is_not_utf_8_names_nothing(client: FlaskClient, sent: str) -> None:
    """Set as a server would: the test client would replace such bytes itself."""
    response = client.get("/", environ_overrides={"PATH_INFO": f"/api/exercises/{sent}"})
    assert (response.status_code, error_of(response)["code"]) == (404, "NOT_FOUND")


def test_405_names_the_methods_that_are_allowed(client: FlaskClient) -> None:
    assert "GET" in client.delete("/api/exercises").headers["Allow"]


@pytest.mark.parametrize(
    "path",
    ["/metrics/", "//metrics", "/metrics%2f", "/%2fmetrics", "/METRICS", "/health/deps/", "/health//deps",
     "/health%2fdeps%2f", "/api/exercises/", "/api//exercises", "//api/exercises", "/api/exercises%2f"],
)  # fmt: skip
def test_a_resource_has_one_path_and_there_are_no_redirects(client: FlaskClient, path: str) -> None:
    response = client.get("/", environ_overrides={"PATH_INFO": unquote(path)})
    assert (response.status_code, error_of(response)["code"]) in {(404, "NOT_FOUND"), (404, "EXERCISE_NOT_FOUND")}


BODIES = {
    "empty": (b"", "INVALID_JSON"),
    "not JSON": (b"{", "INVALID_JSON"),
    "not UTF-8": (b'{"code": "\xff"}', "INVALID_JSON"),
    "deep": (b'{"code": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "INVALID_JSON"),
    "deep and open": (b"[" * 10_000, "INVALID_JSON"),
    "key twice": (b'{"code": "a", "code": "b"}', "INVALID_JSON"),
    "key with NUL": (b'{"a\\u0000": 1}', "INVALID_JSON"),
    "key with half a pair": (b'{"a": {"\\ud800": 1}}', "INVALID_JSON"),
    "NaN": (b'{"code": NaN}', "INVALID_JSON"),
    "endless float": (b'{"timeout": 1e999}', "INVALID_JSON"),
    "byte order mark": (b'\xef\xbb\xbf{"code": "1"}', "INVALID_JSON"),
    "UTF-16": ('{"code": "1"}'.encode("utf-16"), "INVALID_JSON"),
    "many escaped quotes": (b'"' + b'\\"' * 500_000, "INVALID_JSON"),
    "endless digits": (b'{"timeout": ' + b"9" * 5000 + b"}", "INVALID_JSON"),
    "a list": (b"[]", "VALIDATION_ERROR"),
    "a string": (b'"code"', "VALIDATION_ERROR"),
    "null": (b"null", "VALIDATION_ERROR"),
    "brackets in a string": (b'{"code": "' + b"[" * 1000 + b'", "x": 1}', "VALIDATION_ERROR"),
}


@pytest.mark.parametrize(("body", "code"), BODIES.values(), ids=BODIES)
def test_bodies_that_cannot_be_read_are_the_callers_fault(client: FlaskClient, body: bytes, code: str) -> None:
    response = client.post("/api/exercises/run", data=body, content_type="application/json")
    assert (response.status_code, error_of(response)["code"]) == (400, code)


@pytest.mark.parametrize("content_type", ["text/plain", "", "application/x-www-form-urlencoded"])
def test_another_content_type_is_415(client: FlaskClient, content_type: str) -> None:
    response = client.post("/api/exercises/run", data=b'{"code": "1"}', content_type=content_type)
    assert (response.status_code, error_of(response)["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "br, gzip"},
        {"Content-Type": "application/json; charset=utf-16"},
    ],
)
def test_a_body_in_another_encoding_is_415(client: FlaskClient, headers: dict[str, str]) -> None:
    response = client.post(
        "/api/exercises/run", data=b'{"code": "1"}', headers={"Content-Type": "application/json", **headers}
    )
    assert (response.status_code, error_of(response)["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("content_type", ["application/json; charset=UTF-8", "Application/JSON", "application/json;"])
def test_a_json_content_type_may_be_written_in_its_ways(fake_client: FlaskClient, content_type: str) -> None:
    response = fake_client.post("/api/exercises/run", data=b'{"code": "1"}', content_type=content_type)
    assert response.status_code == 200


@pytest.mark.parametrize("page", ["1_0", "+1", " 1", "\uff11", "1.0", "", "-1", "0"])
def test_a_page_is_a_number_of_plain_digits(client: FlaskClient, page: str) -> None:
    response = client.get("/api/exercises", query_string={"page": page})
    assert (response.status_code, list(error_of(response)["details"])) == (400, ["page"])


def test_a_body_over_one_mebibyte_is_413(client: FlaskClient) -> None:
    response = client.post("/api/exercises/run", json={"code": "x" * 2**20})
    assert (response.status_code, error_of(response)["code"]) == (413, "PAYLOAD_TOO_LARGE")


def test_a_body_of_undeclared_length_over_one_mebibyte_is_413(client: FlaskClient) -> None:
    response = client.post(
        "/api/exercises/run",
        input_stream=io.BytesIO(b'{"code": "' + b"x" * 2**20),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert (response.status_code, error_of(response)["code"]) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize("chunks", [b"2\r\n{}}\r\n0\r\n\r\n", b"zz\r\n{}", b"2\r\n{"])
@pytest.mark.parametrize("path", ["/api/exercises/run", "/api/auth/refresh"])
def test_a_body_whose_chunks_are_broken_is_the_callers_fault(client: FlaskClient, path: str, chunks: bytes) -> None:
    """Read by gunicorn's own reader, as in production."""
    body = Body(ChunkedReader(SimpleNamespace(), IterUnreader([chunks])))
    overrides = {"wsgi.input": body, "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    response = client.post(path, content_type="application/json", environ_overrides=overrides)
    assert (response.status_code, error_of(response)["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.changes_app
def test_an_unexpected_error_says_nothing_and_logs_everything(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/broken")
    @public
    def broken() -> str:
        raise RuntimeError("secret detail")

    with caplog.at_level(logging.ERROR, "portal"):
        response = client.get("/broken", headers={"X-Request-ID": "trace-me"})
    assert (response.status_code, error_of(response)["code"]) == (500, "INTERNAL_ERROR")
    assert b"secret" not in response.data
    record = next(record for record in caplog.records if record.name == "portal.web.error_handlers")
    assert record.getMessage() == "unexpected error on GET /broken"
    assert record.exc_info is not None


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-1.2_3", True), ("x" * 65, False), ("with space", False), ("<script>", False)]
)
def test_the_request_id_is_taken_over_when_it_is_sane(client: FlaskClient, given: str, kept: bool) -> None:
    answered = client.get("/health", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (answered == given) is kept


def test_a_refusal_repeats_only_so_much_of_what_was_sent(client: FlaskClient) -> None:
    answer = client.post("/api/exercises/run", json={f"{number}{'x' * 10_000}": 1 for number in range(90)})
    details = error_of(answer)["details"]
    assert len(details) == 50
    assert max(map(len, details)) == 100
    assert answer.content_length < 10_000


def test_unknown_and_repeated_query_parameters_are_refused_by_name(client: FlaskClient) -> None:
    unknown = client.get("/api/exercises?colour=red")
    repeated = client.get("/api/exercises?page=1&page=2")
    assert error_of(unknown)["details"] == {"colour": ["Unknown field."]}
    assert list(error_of(repeated)["details"]) == ["page"]


def test_answers_with_personal_data_are_not_cached(client: FlaskClient, auth_headers: Headers) -> None:
    assert client.get("/api/auth/me", headers=auth_headers).headers["Cache-Control"] == "no-store"
    assert client.get("/api/progress", headers=auth_headers).headers["Cache-Control"] == "no-store"


def test_production_allows_no_origin_by_default(make_app: MakeApp) -> None:
    client = make_app(APP_ENV="production").test_client()
    answer = client.get("/api/exercises", headers={"Origin": "https://learn.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers
