"""What requests must have, and how long or large it may be."""

from typing import Any

import pytest

from portal.schemas import auth, authoring, exercises, progress, runs
from portal.schemas.base import PageArgs, RequestSchema

YEAR_S = 365 * 86_400
SAMPLE = {"name": "adds.py", "code": "x", "caughtBy": "y"}
APPROACH = {"slug": "plus", "title": "Plus", "content": "Add."}
SOURCE = {
    "title": "Double it",
    "summary": "Double a number.",
    "category": "basics",
    "difficulty": "beginner",
    "instructions": "Write it.",
    "tests": "x",
    "solution": "x",
}
# What each request needs, and nothing else.
LEAST: dict[type[RequestSchema], dict[str, Any]] = {
    auth.Register: {"username": "ada", "password": "correct horse"},
    auth.Login: {"username": "ada", "password": "correct horse"},
    auth.PasswordChange: {"currentPassword": "correct horse", "newPassword": "battery staple"},
    auth.ForgottenPassword: {"email": "ada@example.org"},
    auth.PasswordReset: {"token": "x", "newPassword": "battery staple"},
    auth.AccountDeletion: {"password": "correct horse"},
    runs.RunRequest: {"code": "x"},
    runs.TestRequest: {"exerciseId": "greet", "code": "x"},
    progress.ProgressUpdate: {"exerciseId": "greet"},
    authoring.ExerciseToPublish: SOURCE,
    authoring.ExerciseToCheck: {**SOURCE, "id": "double-it"},
    authoring.WrongSampleItem: SAMPLE,
    authoring.ApproachItem: APPROACH,
}


def refused(schema: type[RequestSchema], body: dict[str, Any]) -> set[str]:
    """Return the names of the fields that are refused."""
    return set(schema().validate(body))


@pytest.mark.parametrize("schema", LEAST)
def test_what_a_request_needs_is_enough_and_each_part_is_missed_by_name(schema: type[RequestSchema]) -> None:
    body = LEAST[schema]
    assert refused(schema, body) == set()
    for name in body:
        expected = {"email"} if (schema, name) == (auth.Login, "username") else {name}
        assert refused(schema, {key: value for key, value in body.items() if key != name}) == expected
        assert refused(schema, {**body, name: None}) == {name}


@pytest.mark.parametrize(
    ("schema", "field"),
    [
        (auth.Register, "email"),
        (auth.Refresh, "refreshToken"),
        (runs.TestRequest, "hintsOpened"),
        (runs.TestRequest, "testName"),
        (authoring.ExerciseToPublish, "position"),
        (authoring.ExerciseToPublish, "minutes"),
        (authoring.ExerciseToPublish, "timeLimitMs"),
    ],
)
def test_null_stands_for_what_was_not_sent(schema: type[RequestSchema], field: str) -> None:
    assert refused(schema, {**LEAST.get(schema, {}), field: None}) == set()


TEXTS = [
    (auth.Login, "password", 0, 1024),
    (auth.PasswordChange, "currentPassword", 0, 1024),
    (auth.AccountDeletion, "password", 0, 1024),
    (auth.PasswordReset, "token", 0, 2048),
    (auth.PasswordReset, "newPassword", 8, 128),
    (runs.RunRequest, "code", 1, 50_000),
    (runs.RunRequest, "stdin", 0, 65_536),
    (runs.TestRequest, "exerciseId", 1, 200),
    (runs.TestRequest, "code", 1, 50_000),
    (runs.TestRequest, "testName", 1, 4000),
    (progress.ProgressUpdate, "exerciseId", 1, 200),
    (progress.ProgressUpdate, "lastCode", 0, 50_000),
    (exercises.ListArgs, "category", 1, 100),
    (exercises.ListArgs, "topic", 1, 100),
    (exercises.ListArgs, "search", 0, 200),
    (authoring.ExerciseToCheck, "id", 1, 100),
    (authoring.ExerciseToPublish, "title", 1, 200),
    (authoring.ExerciseToPublish, "summary", 1, 500),
    (authoring.ExerciseToPublish, "category", 1, 100),
    (authoring.ExerciseToPublish, "instructions", 1, 100_000),
    (authoring.ExerciseToPublish, "module", 1, 64),
    (authoring.WrongSampleItem, "code", 1, 100_000),
    (authoring.WrongSampleItem, "caughtBy", 1, 300),
    (authoring.ApproachItem, "slug", 1, 100),
    (authoring.ApproachItem, "title", 1, 200),
    (authoring.ApproachItem, "summary", 0, 500),
    (authoring.ApproachItem, "content", 1, 100_000),
]


@pytest.mark.parametrize(("schema", "field", "shortest", "longest"), TEXTS)
def test_a_text_has_a_shortest_and_a_longest_length(
    schema: type[RequestSchema], field: str, shortest: int, longest: int
) -> None:
    body = LEAST.get(schema, {})
    for length in (shortest, longest):
        assert refused(schema, {**body, field: "x" * length}) == set(), length
    for length in (shortest - 1, longest + 1):
        assert length < 0 or refused(schema, {**body, field: "x" * length}) == {field}, length


def test_input_is_measured_in_bytes() -> None:
    body = LEAST[runs.RunRequest]
    assert refused(runs.RunRequest, {**body, "stdin": "é" * 32_768}) == set()
    assert refused(runs.RunRequest, {**body, "stdin": "é" * 32_768 + "x"}) == {"stdin"}


@pytest.mark.parametrize(
    ("schema", "field", "least", "most"),
    [
        (runs.RunRequest, "timeout", 100, 10_000),
        (runs.TestRequest, "hintsOpened", 0, 1000),
        (progress.ProgressUpdate, "completionTime", 0, YEAR_S),
        (progress.ProgressArgs, "perPage", 1, 100),
        (exercises.ListArgs, "perPage", 1, 100),
        (exercises.ListArgs, "page", 1, 1_000_000),
        (authoring.ExerciseToPublish, "position", 0, 1_000_000),
        (authoring.ExerciseToPublish, "minutes", 1, 600),
        (authoring.ExerciseToPublish, "timeLimitMs", 100, 600_000),
    ],
)
def test_a_number_has_bounds(schema: type[RequestSchema], field: str, least: int, most: int) -> None:
    as_sent = str if issubclass(schema, PageArgs) else int
    body = LEAST.get(schema, {})
    for number in (least, most):
        assert refused(schema, {**body, field: as_sent(number)}) == set(), number
    for number in (least - 1, most + 1):
        assert refused(schema, {**body, field: as_sent(number)}) == {field}, number


LISTS = [
    *(("topics", "x", 50), ("prerequisites", "x", 50), ("hints", "x", 50), ("equivalent", "x", 100)),
    *(("wrongSamples", SAMPLE, 50), ("approaches", APPROACH, 50)),
]


@pytest.mark.parametrize(("field", "item", "most"), LISTS)
def test_a_list_has_a_longest_length(field: str, item: Any, most: int) -> None:
    assert refused(authoring.ExerciseToPublish, {**SOURCE, field: [item] * most}) == set()
    assert refused(authoring.ExerciseToPublish, {**SOURCE, field: [item] * (most + 1)}) == {field}


@pytest.mark.parametrize(
    ("field", "longest"), [("topics", 100), ("prerequisites", 100), ("hints", 5000), ("equivalent", 300)]
)
def test_an_item_of_a_list_has_a_longest_length(field: str, longest: int) -> None:
    assert refused(authoring.ExerciseToPublish, {**SOURCE, field: ["x" * longest]}) == set()
    assert refused(authoring.ExerciseToPublish, {**SOURCE, field: ["x" * (longest + 1)]}) == {field}
    assert refused(authoring.ExerciseToPublish, {**SOURCE, field: [""]}) == {field}


def test_files_have_a_largest_number_and_names_a_longest_length() -> None:
    def files(number: int, name: str = "") -> dict[str, Any]:
        return {**SOURCE, "files": {f"{index}{name}": "" for index in range(number)}}

    assert refused(authoring.ExerciseToPublish, files(50)) == set()
    assert refused(authoring.ExerciseToPublish, files(51)) == {"files"}
    assert refused(authoring.ExerciseToPublish, files(1, "x" * 299)) == set()
    assert refused(authoring.ExerciseToPublish, files(1, "x" * 300)) == {"files"}
    assert refused(authoring.ExerciseToPublish, {**SOURCE, "files": {"": ""}}) == {"files"}


@pytest.mark.parametrize(
    ("schema", "given"),
    [
        (runs.RunRequest, {"stdin": "", "echo": False, "timeout": 10_000}),
        (runs.TestRequest, {"hints_opened": None, "test_name": None}),
        (auth.Register, {"email": None}),
        (exercises.ListArgs, {"page": 1, "per_page": 20}),
        (progress.ProgressArgs, {"per_page": 100}),
        (authoring.ApproachItem, {"summary": ""}),
        (
            authoring.ExerciseToPublish,
            {
                "topics": [],
                "prerequisites": [],
                "hints": [],
                "equivalent": [],
                "files": {},
                "module": "solution.py",
                "starter_code": "",
                "position": None,
                "minutes": None,
                "time_limit_ms": None,
                "refactoring": False,
                "wrong_samples": [],
                "approaches": [],
            },
        ),
    ],
)
def test_what_was_not_sent_has_a_default(schema: type[RequestSchema], given: dict[str, Any]) -> None:
    loaded: dict[str, Any] = schema().load(LEAST.get(schema, {}))
    assert {name: loaded.get(name, "nothing") for name in given} == given
