"""Schemathesis sends the whole service what its document allows and what it forbids."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests import document
from tests.serving import PROJECT, Server, call

pytestmark = pytest.mark.integration

PLENTY = "1000000"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, executor_url: str) -> Iterator[Server]:
    running = Server(
        tmp_path_factory.mktemp("contract"),
        WEB_CONCURRENCY="1",
        EXECUTOR_SERVICE_URL=executor_url,
        BCRYPT_ROUNDS="4",
        RATE_LIMIT_MAX_REQUESTS=PLENTY,
        AUTH_RATE_LIMIT_MAX_REQUESTS=PLENTY,
    )
    yield running
    running.close()


def test_a_guest_gets_what_the_document_says(server: Server) -> None:
    """What needs no token, and signing out: a learner who did that would be a learner no more."""
    optional = {name for name, operation in document.operations().items() if is_for_guests(operation)}
    assert_no_failure(server, optional | {"logout"})


def test_a_learner_gets_what_the_document_says(server: Server) -> None:
    """What takes a token; where it is needed, schemathesis tries without one and with a wrong one as well."""
    # Not the password of the document's examples: the account would be deleted with it.
    account = {"email": "bea@example.org", "username": "bea", "password": "another horse"}
    token = call(f"{server.url}/api/auth/register", account)["accessToken"]
    signed = {name for name, operation in document.operations().items() if {"bearerAuth": []} in operation["security"]}
    assert_no_failure(server, signed - {"logout"}, "--header", f"Authorization: Bearer {token}")


def is_for_guests(operation: document.Json) -> bool:
    return not operation["security"] or {} in operation["security"]


def assert_no_failure(server: Server, operations: set[str], *options: str) -> None:
    """Try every value at the edge of the schemas; `make test-contract` tries random ones and sequences of calls, too.

    Sequences would take a quarter of the time, for some forty requests.
    """
    for name in sorted(operations):
        options += ("--include-operation-id", name)
    if examples := os.environ.get("SCHEMATHESIS_EXAMPLES"):
        options += ("--max-examples", examples)
    else:
        options += ("--phases", "examples,coverage")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(PROJECT / "tests" / "schemathesis.toml")]
    run = ["run", f"{server.url}/api/openapi.json", "--no-color", *options]
    done = subprocess.run([*command, *run], cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
