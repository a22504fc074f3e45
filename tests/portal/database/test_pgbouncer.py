"""The service works behind PgBouncer in transaction mode, where each transaction may get another connection."""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal.database import open_database
from tests import postgresql
from tests.conftest import MakeApp, sign_up
from tests.postgresql import Cluster, ReusableDatabase
from tests.serving import until

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(postgresql.PROGRAMS is None, reason="PostgreSQL is not installed"),
    pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed"),
]

CONFIGURATION = """
[databases]
* = host={server} port={port} user={user}
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = 3
"""


@pytest.fixture
def url(cluster: Cluster, reusable_database: ReusableDatabase) -> Iterator[str]:
    """A pooler with three connections to the server."""
    reusable_database.reset()
    user = reusable_database.url.partition("//")[2].partition("@")[0]
    with tempfile.TemporaryDirectory(prefix="pgb", dir="/tmp") as name:
        folder = Path(name)
        text = CONFIGURATION.format(server=cluster.folder, port=cluster.port, folder=folder, user=user)
        (folder / "pgbouncer.ini").write_text(text)
        runs_as = None
        if os.getuid() == 0:
            runs_as = "postgres"
            shutil.chown(folder, runs_as)
        assert PROGRAM is not None
        process = subprocess.Popen(
            [PROGRAM, "-q", str(folder / "pgbouncer.ini")], user=runs_as, stderr=subprocess.DEVNULL
        )
        through = reusable_database.url.replace(str(cluster.folder), name).replace(f"port={cluster.port}", "port=6432")
        until((folder / ".s.PGSQL.6432").exists)
        yield through
        process.terminate()
        process.wait()


def test_many_learners_share_few_connections(make_app: MakeApp, url: str) -> None:
    app = make_app(DATABASE_URL=url, DATABASE_PREPARED_STATEMENTS="false")
    headers = [sign_up(app.test_client(), f"learner{number}") for number in range(6)]
    answers: list[int] = []

    def work(of: dict[str, str]) -> None:
        client = app.test_client()
        for number in range(15):
            body = {"exerciseId": "greet", "lastCode": str(number)}
            answers.append(client.post("/api/progress", json=body, headers=of).status_code)
            answers.append(client.get("/api/progress", headers=of).status_code)

    threads = [threading.Thread(target=work, args=(of,)) for of in headers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 180
    with open_database(url) as db:
        assert {row["last_code"] for row in db.all("SELECT last_code FROM user_progress")} == {"14"}


def test_a_lock_is_not_waited_for_longer_than_without_a_pooler(url: str) -> None:
    """The limits are set in each transaction, as what a session sets may end up in another one."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET lock_timeout = 0")
    with open_database(url) as db, db.transaction():
        row = db.one("SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS time")
    assert row == {"lock": "5s", "time": "30s"}
