"""A submission is counted once, also where nobody knows whether it was recorded."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from flask.testing import FlaskClient

from tests import postgresql
from tests.conftest import Headers, MakeApp, sign_up
from tests.lossy_proxy import LossyProxy
from tests.portal.fake_executor import FakeExecutor
from tests.postgresql import Cluster

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(postgresql.PROGRAMS is None, reason="PostgreSQL is not installed"),
]

FULL = """
CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE UPDATE OF status ON idempotency_keys EXECUTE FUNCTION fail();
"""


@pytest.fixture
def proxy(cluster: Cluster) -> Iterator[LossyProxy]:
    with (
        tempfile.TemporaryDirectory(prefix="pgl", dir="/tmp") as folder,
        closing(LossyProxy(cluster.folder, Path(folder), port=cluster.port)) as running,
    ):
        yield running


def submit(client: FlaskClient, headers: Headers) -> int:
    attempt = {"exerciseId": "greet", "code": "def greet(name): ..."}
    return client.post("/api/exercises/test", json=attempt, headers={**headers, "Idempotency-Key": "k1"}).status_code


def attempts_of(client: FlaskClient, headers: Headers) -> int:
    progress = client.get("/api/progress/greet", headers=headers).get_json()["data"]["progress"]
    return int(progress["attempts"])


def test_a_retry_after_a_commit_whose_answer_was_lost_gets_what_was_recorded(
    proxy: LossyProxy, make_app: MakeApp, cluster: Cluster, url: str, fake: FakeExecutor
) -> None:
    through = url.replace(str(cluster.folder), str(proxy.folder))
    app = make_app(DATABASE_URL=through, DATABASE_PREPARED_STATEMENTS="false", EXECUTOR_SERVICE_URL=fake.url)
    client = app.test_client()
    headers = sign_up(client, "ada")
    proxy.lose_answer_to("COMMIT")
    assert submit(client, headers) == 503
    assert submit(client, headers) == 200
    assert attempts_of(client, headers) == 1
    assert len(fake.requests) == 1


def test_nothing_is_recorded_when_the_response_for_a_retry_cannot_be_stored(
    make_app: MakeApp, url: str, fake: FakeExecutor
) -> None:
    client = make_app(DATABASE_URL=url, EXECUTOR_SERVICE_URL=fake.url).test_client()
    headers = sign_up(client, "ada")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(FULL)
        try:
            assert submit(client, headers) == 507
        finally:
            connection.execute("DROP FUNCTION fail CASCADE")
    assert submit(client, headers) == 200
    assert attempts_of(client, headers) == 1
