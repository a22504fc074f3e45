"""Fixtures most tests share: an application on a real SQLite file, and a learner who is signed in."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from executor.embedded import EmbeddedExecutor
from portal.config import Settings
from portal.database import Database, schema
from portal.extensions import get_db
from portal.services import starter_curriculum
from tests import document

Headers = dict[str, str]
MakeApp = Callable[..., Flask]


def starter_ids() -> list[str]:
    """The ids of the starter curriculum, in order."""
    track = json.loads((starter_curriculum.FOLDER / "config.json").read_text())
    return [entry["slug"] for entry in track["exercises"]["practice"]]


@pytest.fixture(scope="session")
def seeded_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the starter curriculum, to be copied: creating one takes 60 ms."""
    path = tmp_path_factory.mktemp("template") / "portal.db"
    with closing(Database(path)) as db:
        schema.init_schema(db)
        schema.load_seed(db)
        with db.exclusive():  # moves everything into the one file
            pass
    return path


@pytest.fixture
def make_app(tmp_path: Path, seeded_database: Path) -> Iterator[MakeApp]:
    """Make applications on one seeded database of this test's own; keywords are environment variables.

    Whatever they answer is compared with the API document.
    """
    apps: list[Flask] = []
    problems: list[str] = []

    def make(**variables: str) -> Flask:
        env = {
            "DATABASE_URL": str(tmp_path / "portal.db"),
            "BCRYPT_ROUNDS": "4",
            "JWT_SECRET": "s" * 64,
            "RATE_LIMIT_MAX_REQUESTS": "100000",
            "AUTH_RATE_LIMIT_MAX_REQUESTS": "100000",
            **variables,
        }
        app = create_app(Settings.from_environment(env))
        path = app.extensions["portal"].settings.database_path
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(seeded_database, path)
        document.watch(app, problems)
        apps.append(app)
        return app

    yield make
    for app in apps:
        app.extensions["portal"].connections.close_all()
    assert not problems, "an answer is not as the API document says"


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """An application without an executor."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def db(app: Flask) -> Iterator[Database]:
    with app.app_context():
        yield get_db()


@pytest.fixture
def auth_headers(client: FlaskClient) -> Headers:
    """The headers of a learner called ada."""
    return sign_up(client, "ada")


def sign_up(client: FlaskClient, name: str) -> Headers:
    """Register a learner and return the headers of their requests."""
    body = {"email": f"{name}@example.org", "username": name, "password": "correct horse"}
    answer = client.post("/api/auth/register", json=body).get_json()
    return {"Authorization": f"Bearer {answer['data']['accessToken']}"}


@pytest.fixture(scope="session")
def executor_url() -> Iterator[str]:
    """A real executor with a real sandbox, shared by the integration tests."""
    os.environ.setdefault("EXECUTOR_WORKERS", "2")
    executor = EmbeddedExecutor()
    url = executor.start()
    wait_until_ready(url)
    yield url
    executor.stop()


def wait_until_ready(url: str) -> None:
    """Wait until an executor has passed its start-up check."""
    deadline = time.monotonic() + 60
    while requests.get(f"{url}/health/ready", timeout=30).status_code != 200:
        assert time.monotonic() < deadline, "the executor did not become ready"
        time.sleep(0.1)


@pytest.fixture
def real_client(make_app: MakeApp, executor_url: str) -> FlaskClient:
    """A client of an application that grades in the real sandbox."""
    return make_app(EXECUTOR_SERVICE_URL=executor_url).test_client()
