"""`flask set-role`: who may manage exercises."""

import logging

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from portal.database import Database, IntegrityError
from tests.conftest import Headers


def set_role(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["set-role", *arguments])


@pytest.mark.parametrize("name", ["ada", "ADA", "Ada@Example.org"])
def test_an_account_gets_a_role_by_either_name_at_once(
    app: Flask, client: FlaskClient, auth_headers: Headers, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    def role() -> str:
        return str(client.get("/api/auth/me", headers=auth_headers).get_json()["data"]["user"]["role"])

    assert role() == "learner"
    with caplog.at_level(logging.WARNING, logger="portal.security"):
        result = set_role(app, name, "author")
    assert (result.exit_code, result.output) == (0, "ada was learner and is now author.\n")
    assert role() == "author"
    (fields,) = [vars(record)["fields"] for record in caplog.records if record.message == "role_changed"]
    assert (fields["before"], fields["after"]) == ("learner", "author")
    assert "ada" not in fields.values(), "an event has no name"


@pytest.mark.usefixtures("auth_headers")
def test_an_unknown_account_and_an_unknown_role_are_refused(app: Flask, db: Database) -> None:
    assert (set_role(app, "nobody", "author").exit_code, set_role(app, "ada", "owner").exit_code) == (1, 2)
    with pytest.raises(IntegrityError):
        db.execute("UPDATE users SET role = 'owner'")
    assert [row["role"] for row in db.all("SELECT role FROM users")] == ["learner"]
