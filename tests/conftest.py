"""Fixtures most tests share: an application on a real database, and a learner who is signed in."""

import gc
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from executor.embedded import EmbeddedExecutor
from portal.config import Settings
from portal.database import Database, open_database, schema
from portal.database.sqlite import SqliteDatabase
from portal.extensions import get_db
from portal.observability import query_metrics
from portal.services import starter_curriculum
from tests import postgresql, serving
from tests.applications import Applications
from tests.postgresql import Cluster, ReusableDatabase

Headers = dict[str, str]
MakeApp = Callable[..., Flask]

HERE = Path(__file__).resolve().parent
# Tests in these folders run on SQLite and on PostgreSQL, those marked `one_database` excepted; all others on SQLite.
BOTH = [HERE / "portal" / "database", HERE / "portal" / "services", HERE / "portal" / "routes"]


def pytest_report_header() -> str:
    return f"PostgreSQL: {postgresql.PROGRAMS or 'not installed, so tests use SQLite alone'}"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep the garbage collector from all that is imported and collected, which lives as long as the process."""
    gc.disable()
    result = yield
    gc.freeze()
    gc.enable()
    return result


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for each database it is meant for."""
    if "database_url" not in metafunc.fixturenames:
        return
    is_for_both = any(metafunc.definition.path.is_relative_to(path) for path in BOTH)
    if is_for_both and postgresql.PROGRAMS and metafunc.definition.get_closest_marker("one_database") is None:
        metafunc.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


def starter_ids() -> list[str]:
    """The ids of the starter curriculum, in order."""
    track = json.loads((starter_curriculum.FOLDER / "config.json").read_text())
    return [entry["slug"] for entry in track["exercises"]["practice"]]


@pytest.fixture(scope="session")
def seeded_database() -> Path:
    """A database with the starter curriculum, to be copied."""
    return serving.seeded_database()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this process's own; in a folder with a short name, as its socket's path is limited."""
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name:
        Path(name).chmod(0o755)
        running = Cluster(Path(name) / "c")
        yield running
        running.stop()


@pytest.fixture(scope="session")
def reusable_database(cluster: Cluster) -> ReusableDatabase:
    url = cluster.url(cluster.create())
    with open_database(url) as db:
        schema.init_schema(db)
        starter_curriculum.load(db)
    return ReusableDatabase(url)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path, seeded_database: Path) -> str:
    """A database with the starter curriculum and no learners."""
    if getattr(request, "param", "sqlite") == "postgresql":
        reusable: ReusableDatabase = request.getfixturevalue("reusable_database")
        reusable.reset()
        return reusable.url
    shutil.copy(seeded_database, tmp_path / "portal.db")
    return str(tmp_path / "portal.db")


@pytest.fixture(scope="session")
def shared_applications() -> Applications:
    return Applications()


@pytest.fixture
def applications(request: pytest.FixtureRequest, shared_applications: Applications) -> Applications:
    return Applications() if request.node.get_closest_marker("changes_app") else shared_applications


@pytest.fixture
def make_app(applications: Applications, database_url: str, seeded_database: Path) -> Iterator[MakeApp]:
    """Make applications on one seeded database of this test's own; keywords are environment variables."""

    def make(**variables: str) -> Flask:
        env = {
            "DATABASE_URL": database_url,
            "BCRYPT_ROUNDS": "4",
            "JWT_SECRET": "s" * 64,
            "RATE_LIMIT_MAX_REQUESTS": "100000",
            "AUTH_RATE_LIMIT_MAX_REQUESTS": "100000",
            **variables,
        }
        app = applications.take(Settings.from_environment(env))
        if env["DATABASE_URL"] != database_url and "://" not in env["DATABASE_URL"]:
            path = Path(env["DATABASE_URL"])
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(seeded_database, path)
        return app

    yield make
    problems = applications.give_back()
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
def sqlite_db(db: Database) -> SqliteDatabase:
    """The same for tests that are about SQLite."""
    assert isinstance(db, SqliteDatabase)
    return db


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that were run since `clear` was called."""
    found: list[str] = []
    monkeypatch.setattr(query_metrics, "observe_query", lambda sql, _: found.append(sql))
    return found


@pytest.fixture
def auth_headers(client: FlaskClient) -> Headers:
    """The headers of a learner called ada."""
    return sign_up(client, "ada")


def sign_up(client: FlaskClient, name: str) -> Headers:
    """Register a learner and return the headers of their requests."""
    body = {"email": f"{name}@example.org", "username": name, "password": "correct horse"}
    answer = client.post("/api/auth/register", json=body).get_json()
    return {"Authorization": f"Bearer {answer['data']['accessToken']}"}


def sign_up_author(client: FlaskClient, name: str = "author") -> Headers:
    """Register an author and return the headers of their requests."""
    headers = sign_up(client, name)
    client.application.test_cli_runner().invoke(args=["set-role", name, "author"])
    return headers


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
