"""`flask copy-database` moves everything from one database to another, or nothing."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.database import Database, copying, open_database, postgresql_pool, schema
from portal.database.copying import TABLES, CopyError, copy_database
from portal.services import starter_curriculum
from tests import postgresql
from tests.conftest import MakeApp, sign_up
from tests.portal.database.test_schema import PROJECT, ROWS, VERSION_1
from tests.postgresql import Cluster

# Ends itself as an operator, or a machine out of memory, would: in the middle.
KILLED = """
import os, signal, sys
from portal.database.copying import copy_database

def report(table, rows):
    if table == "user_progress":
        os.kill(os.getpid(), signal.SIGKILL)

copy_database(sys.argv[1], sys.argv[2], report=report)
"""

Rows = dict[str, list[tuple[tuple[str, object], ...]]]


def rows_of(url: str) -> Rows:
    with open_database(url) as db:
        return {
            table: sorted(tuple(sorted(dict(row).items())) for row in db.all(f"SELECT * FROM {table}"))  # noqa: S608
            for table in TABLES
        }


def copy(source: str, target: str) -> dict[str, int]:
    return copy_database(source, target, report=lambda table, rows: None)


@pytest.fixture
def used_url(app: Flask, database_url: str) -> str:
    """A database with learners."""
    client = app.test_client()
    for name in ("ada", "eve", "zoë"):
        headers = sign_up(client, name) if name.isascii() else sign_up(client, "zoe")
        body = {"exerciseId": "greet", "lastCode": f"# {name} \\ \t'\"\r\n%s :x \\N\n" * 50}
        response = client.post("/api/progress", json=body, headers={**headers, "Idempotency-Key": name[:2]})
        assert response.status_code == 200
    app.extensions["portal"].connections.close_all()
    return database_url


@pytest.fixture(params=["to sqlite", "to postgresql"])
def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "to sqlite":
        return str(tmp_path / "target.db")
    if postgresql.PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed")
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.url(cluster.create())


def test_every_table_is_copied(db: Database, database_url: str) -> None:
    script = (Path(schema.__file__).resolve().parents[2] / "schema.sql").read_text()
    assert set(TABLES) == {line.split()[2] for line in script.splitlines() if line.startswith("CREATE TABLE")}
    assert all(db.has_table(table) for table in TABLES)


def test_a_copy_has_every_row_there_and_back(used_url: str, target_url: str, tmp_path: Path) -> None:
    back = str(tmp_path / "back.db")
    assert copy(used_url, target_url)["users"] == 3
    assert copy(target_url, back)["user_progress"] == 3
    assert rows_of(used_url) == rows_of(target_url) == rows_of(back)


@pytest.mark.integration
def test_a_copy_that_was_killed_leaves_nothing_and_can_be_repeated(used_url: str, target_url: str) -> None:
    command = [sys.executable, "-c", KILLED, used_url, target_url]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with open_database(target_url) as db:
        assert db.all("SELECT id FROM users") == []
    assert copy(used_url, target_url)["users"] == 3
    assert rows_of(used_url) == rows_of(target_url)


def test_long_texts_of_all_letters_are_copied(used_url: str, target_url: str) -> None:
    text = "\U0001f40d\u0301\ufeff\u2028\ud7ff\x01\x7f\\.\n" * 20_000
    with open_database(used_url) as db:
        db.execute("UPDATE user_progress SET last_code = :text", {"text": text})
    copy(used_url, target_url)
    with open_database(target_url) as copied:
        assert {row["last_code"] for row in copied.all("SELECT last_code FROM user_progress")} == {text}


@pytest.mark.one_database
@pytest.mark.skipif(postgresql.PROGRAMS is None, reason="PostgreSQL is not installed")
def test_a_character_that_postgresql_cannot_hold_is_named(used_url: str, cluster: Cluster) -> None:
    with open_database(used_url) as db:
        db.execute("UPDATE user_progress SET last_code = 'a' || CHAR(0)")
    target = cluster.url(cluster.create())
    with pytest.raises(CopyError, match=r"nothing was copied: .*NUL"):
        copy(used_url, target)
    with open_database(target) as copied:
        assert copied.all("SELECT id FROM users") == []


@pytest.mark.one_database
@pytest.mark.skipif(postgresql.PROGRAMS is None, reason="PostgreSQL is not installed")
def test_one_side_may_wait_for_long_while_the_other_works(
    url: str, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(table: str, rows: int) -> None:
        if table == "exercises":
            time.sleep(2)

    monkeypatch.setattr(postgresql_pool, "_IDLE_TIMEOUT_MS", 1000)
    for source, target in ((url, str(tmp_path / "copy.db")), (url, cluster.url(cluster.create()))):
        assert copy_database(source, target, report=work)["exercises"] > 80


def test_a_target_of_another_version_is_upgraded_or_refused(used_url: str, target_url: str) -> None:
    with open_database(target_url) as db:
        db.run_script(VERSION_1.read_text())
        db.execute("INSERT INTO schema_version (version, applied_at) VALUES (1, 't')")
    assert copy(used_url, target_url)["users"] == 3
    with open_database(target_url) as db:
        db.execute("INSERT INTO schema_version (version, applied_at) VALUES (999, 't')")
    with pytest.raises(CopyError, match="schema version 999"):
        copy(used_url, target_url)


def test_a_target_with_rows_is_refused_and_left_alone(used_url: str, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    with open_database(other) as db:
        schema.init_schema(db)
        starter_curriculum.load(db)
    before = rows_of(other)
    for source, target in ((used_url, other), (other, used_url), (used_url, used_url)):
        with pytest.raises(CopyError, match="is not empty: there are rows in"):
            copy(source, target)
    assert rows_of(other) == before


def test_an_outdated_or_missing_source_is_refused(tmp_path: Path) -> None:
    with open_database(str(tmp_path / "old.db")) as db:
        db.run_script(VERSION_1.read_text() + ROWS)
    with pytest.raises(CopyError, match="flask init-db"):
        copy(str(tmp_path / "old.db"), str(tmp_path / "new.db"))
    with pytest.raises(CopyError, match="does not exist"):
        copy(str(tmp_path / "none.db"), str(tmp_path / "new.db"))
    assert not (tmp_path / "none.db").exists()


def test_a_copy_that_differs_is_undone(used_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = str(tmp_path / "target.db")
    values = copying._values

    def spoilt(db: Database, table: str, columns: list[str]) -> Iterator[object]:
        for row in values(db, table, columns):
            yield ["bob" if value == "ada" and db.name == target else value for value in row]

    monkeypatch.setattr(copying, "_values", spoilt)
    with pytest.raises(CopyError, match="users differs after copying: 3 rows were read, 3 are in the copy"):
        copy(used_url, target)
    with open_database(target) as db:
        assert db.all("SELECT id FROM users") == []


def test_the_command_reports_and_shows_no_password(
    make_app: MakeApp, used_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = make_app().test_cli_runner()
    target = f"sqlite:///{tmp_path / 'target.db'}"
    result = runner.invoke(args=["copy-database", used_url, target])
    assert result.exit_code == 0, result.output
    assert "users: 3 rows" in result.output
    assert "Copied and compared" in result.output
    monkeypatch.setattr(postgresql_pool, "CHECKOUT_TIMEOUT_S", 0.5)
    refused = runner.invoke(args=["copy-database", used_url, "postgresql://portal:hidden@127.0.0.1:9/none"])
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
    assert "hidden" not in refused.output
    assert runner.invoke(args=["copy-database", used_url, "mysql://x/y"]).exit_code == 2
