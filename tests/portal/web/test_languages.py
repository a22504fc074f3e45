"""Accept-Language: which language a response is in, and that every message of it is."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.database import Database
from tests.conftest import Headers, sign_up
from tests.portal.fake_executor import FakeExecutor, result

GERMAN, SPANISH = {"Accept-Language": "de-AT, en;q=0.5"}, {"Accept-Language": "es"}
NAME = {"id": "There is nothing called {0} at this point, but there is {1}. Check the spelling; capital letters count."}
ENGLISH = "There is nothing called nam at this point, but there is name. Check the spelling; capital letters count."
IN_GERMAN = (
    "An dieser Stelle gibt es nichts namens nam, aber es gibt name. "
    "Prüfe die Schreibweise; auf Groß- und Kleinschreibung kommt es an."
)


def _failed(source: dict[str, Any] | None = None) -> dict[str, Any]:
    """A graded attempt that failed, as the executor reports it."""
    source = {**NAME, "values": ["nam", "name"]} if source is None else source
    failure = {
        "kind": "wrong_value",
        "explanation": ENGLISH,
        "expected": "a true value",
        "actual": "a true value",
        "translatable": {"explanation": source, "expected": {"id": "a true value", "values": []}},
    }
    test = {"name": "test_a", "passed": False, "error": "a true value", "output": "", "duration": 1.0}
    return result({**test, "failure": failure})


def _submit(client: FlaskClient, headers: Headers) -> Any:
    return client.post("/api/exercises/test", json={"exerciseId": "greet", "code": "x"}, headers=headers)


def _failure_of(response: Any) -> dict[str, Any]:
    failure: dict[str, Any] = response.get_json()["data"]["tests"][0]["failure"]
    return failure


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"),
        ("de", "de"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("de-DE, en;q=0.5", "de"),
        ("fr, es;q=0.3, de;q=0.2", "es"),
        ("fr", "en"),
        ("*", "en"),
        ("de;q=0", "en"),
        ("en, de", "en"),
        ("\x7f;;q=,,de-;q=x", "en"),
    ],
)
def test_the_best_language_that_is_accepted_is_chosen(client: FlaskClient, accepted: str | None, language: str) -> None:
    response = client.get("/api/nowhere", headers={"Accept-Language": accepted} if accepted else {})
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.vary
    assert (response.get_json()["error"]["message"] == "There is nothing at this address.") is (language == "en")


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({}, {"exerciseId": ["Dieses Feld ist erforderlich."], "code": ["Dieses Feld ist erforderlich."]}),
        ({"exerciseId": 5, "code": None}, {"exerciseId": ["Kein gültiger String."], "code": ["Darf nicht null sein."]}),
        (
            {"exerciseId": "x" * 201, "code": "x" * 50_001, "so": 1},
            {
                "exerciseId": ["Die Länge muss zwischen 1 und 200 liegen."],
                "code": ["Länger als 50000 Zeichen."],
                "so": ["Unbekanntes Feld."],
            },
        ),
    ],
)
def test_what_is_wrong_with_a_request_is_said_in_the_language(
    client: FlaskClient, body: dict[str, Any], details: dict[str, Any]
) -> None:
    error = client.post("/api/exercises/test", json=body, headers=GERMAN).get_json()["error"]
    assert error["message"] == "Die Anfrage ist ungültig; in `details` steht, was zu ändern ist."
    assert error["details"] == details


def test_values_of_a_validation_message_are_kept(client: FlaskClient) -> None:
    response = client.get("/api/exercises?difficulty=x&perPage=101", headers=SPANISH)
    assert response.get_json()["error"]["details"] == {
        "difficulty": ["Debe ser uno de estos: beginner, intermediate, advanced."],
        "perPage": ["Debe ser como mínimo 1 y como máximo 100."],
    }


def test_an_explanation_is_translated_and_what_is_the_learners_is_not(
    fake_client: FlaskClient, fake: FakeExecutor
) -> None:
    fake.data = _failed()
    response = _submit(fake_client, GERMAN)
    assert response.get_json()["message"] == "Noch nicht ganz"
    assert response.headers["Content-Language"] == "de"
    test = response.get_json()["data"]["tests"][0]
    assert test["failure"]["explanation"] == IN_GERMAN
    assert (test["failure"]["expected"], test["failure"]["actual"]) == ("ein Wert, der als wahr zählt", "a true value")
    assert test["message"] == "a true value"
    assert "translatable" not in response.text
    assert _failure_of(_submit(fake_client, {}))["explanation"] == ENGLISH


@pytest.mark.parametrize(
    "source",
    [
        {"id": "{0.__class__.__init__}", "values": ["x"]},
        {"id": "a message of a newer executor about {0}", "values": ["x"]},
        {**NAME, "values": []},
    ],
)
def test_deny_a_source_that_does_not_fit(fake_client: FlaskClient, fake: FakeExecutor, source: dict[str, Any]) -> None:
    fake.data = _failed(source)
    assert _failure_of(_submit(fake_client, GERMAN))["explanation"] == ENGLISH


@pytest.mark.parametrize(
    "source",
    [
        "text",
        {"id": 5, "values": []},
        {**NAME, "values": [5]},
        {**NAME, "values": ["x"] * 6},
        {**NAME, "values": ["x" * 501]},
    ],
)
def test_a_source_outside_the_contract_is_a_bad_response(
    fake_client: FlaskClient, fake: FakeExecutor, source: Any
) -> None:
    fake.data = _failed(source)
    assert _submit(fake_client, GERMAN).get_json()["error"]["code"] == "EXECUTOR_BAD_RESPONSE"


def test_a_stored_submission_is_shown_in_the_language_of_its_reader(
    fake_client: FlaskClient, fake: FakeExecutor
) -> None:
    ada = sign_up(fake_client, "ada")
    fake.data = _failed()
    _submit(fake_client, {**ada, **SPANISH})
    for headers, explanation in (({}, ENGLISH), (GERMAN, IN_GERMAN)):
        stored = fake_client.get("/api/exercises/greet/submissions", headers={**ada, **headers}).get_json()["data"]
        assert stored["submissions"][0]["testResults"]["tests"][0]["failure"]["explanation"] == explanation


def test_a_retry_says_which_language_the_stored_response_is_in(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    headers = {**sign_up(fake_client, "ada"), "Idempotency-Key": "k1"}
    fake.data = _failed()
    first = _submit(fake_client, {**headers, **GERMAN})
    retried = _submit(fake_client, {**headers, **SPANISH})
    assert retried.data == first.data
    assert (first.headers["Content-Language"], retried.headers["Content-Language"]) == ("de", "de")


def test_a_response_stored_before_there_were_languages_is_english(
    fake_client: FlaskClient, db: Database, fake: FakeExecutor
) -> None:
    headers = {**sign_up(fake_client, "ada"), "Idempotency-Key": "k1"}
    _submit(fake_client, headers)
    db.execute("UPDATE idempotency_keys SET language = NULL")
    assert _submit(fake_client, {**headers, **GERMAN}).headers["Content-Language"] == "en"


def test_a_learners_own_words_are_not_translated(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    error = {"type": "ValueError", "message": "Not there yet", "line": 1}
    fake.data = result(status="error", error=error)
    response = fake_client.post("/api/exercises/run", json={"code": "x"}, headers=GERMAN)
    assert response.get_json()["data"]["error"]["message"] == "Not there yet"


@pytest.mark.parametrize("path", ["/api/exercises", "/api/exercises/greet", "/api/openapi.json", "/"])
def test_what_a_proxy_caches_is_the_same_in_every_language(client: FlaskClient, path: str) -> None:
    english, german = client.get(path), client.get(path, headers=GERMAN)
    assert english.data == german.data
    assert "Content-Language" not in german.headers
    assert "Accept-Language" not in german.vary
