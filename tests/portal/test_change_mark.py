"""The mark by which processes see that exercises changed: at once, across processes, and safe when one dies."""

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import db as portal_db
from portal.change_mark import ChangeMark
from portal.dao import catalogue
from portal.db import Database
from portal.services import catalogue as service
from tests.portal.test_caching import LIST, total


@pytest.fixture
def make(tmp_path: Path) -> Callable[[], ChangeMark]:
    """Return another's view of one mark."""
    (tmp_path / "some.db").touch()
    return lambda: ChangeMark(tmp_path / "some.db")


def test_a_change_is_odd_while_it_lasts_and_another_number_afterwards(make: Callable[[], ChangeMark]) -> None:
    writer, reader = make(), make()
    seen = [reader.read()]
    for _ in range(3):
        writer.announce()
        assert reader.read() % 2 == 1
        writer.settle()
        assert reader.read() % 2 == 0
        seen.append(reader.read())
    assert len(set(seen)) == 4


def test_settling_what_was_not_announced_changes_nothing(make: Callable[[], ChangeMark]) -> None:
    mark = make()
    mark.announce()
    mark.settle()
    before = mark.read()
    mark.settle()
    make().settle()
    assert mark.read() == before


def test_one_change_does_not_settle_another_that_began_meanwhile(make: Callable[[], ChangeMark]) -> None:
    first, second = make(), make()
    first.announce()
    second.announce()
    first.settle()
    assert make().read() % 2 == 1
    second.settle()
    assert make().read() % 2 == 0


def test_a_change_cut_short_stays_under_way_until_the_next_one(make: Callable[[], ChangeMark]) -> None:
    killed = multiprocessing.get_context("fork").Process(target=lambda: make().announce())
    killed.start()
    killed.join()
    assert make().read() % 2 == 1
    mark = make()
    mark.announce()
    mark.settle()
    assert make().read() % 2 == 0


def test_a_file_that_cannot_be_had_reads_as_a_change_under_way(tmp_path: Path) -> None:
    mark = ChangeMark(tmp_path / "no such folder" / "mark")
    mark.announce()
    mark.settle()
    assert mark.read() % 2 == 1


def test_a_database_has_one_mark_by_whatever_name_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    database, link = tmp_path / "real" / "portal.db", tmp_path / "link.db"
    database.touch(0o640)
    link.symlink_to(database)
    mark = ChangeMark(database)
    mark.announce()
    mark.settle()
    assert ChangeMark(link).read() == mark.read()
    (file,) = tmp_path.rglob("*-catalogue")
    assert file.stat().st_mode & 0o777 == 0o640, "the mode of the database"


def test_who_may_only_read_the_mark_sees_what_others_write(
    make: Callable[[], ChangeMark], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = make(), make()
    writer.announce()
    really_open = os.open

    def refuse_writing(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise PermissionError
        return really_open(path, flags, mode)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse_writing)
        assert reader.read() == writer.read()
    reader.announce()
    writer.settle()
    assert reader.read() == writer.read()
    assert reader.read() % 2 == 0


def test_a_database_whose_exercises_nobody_changes_or_reads_gets_no_mark(tmp_path: Path) -> None:
    database = Database(tmp_path / "copy.db")
    with database.transaction():
        database.execute("CREATE TABLE things (name TEXT)")
    database.close()
    assert not list(tmp_path.glob("*-catalogue"))


def test_a_transaction_announces_before_it_commits_and_settles_after(db: Database, app: Flask) -> None:
    with app.app_context():
        other = Database(db.path)
    before = other.mark.read()
    with db.transaction():
        catalogue.update_version(db)
        assert other.mark.read() % 2 == 1
    assert other.mark.read() % 2 == 0
    assert other.mark.read() != before
    with db.transaction():
        db.execute("UPDATE users SET updated_at = 't'")
    unchanged = other.mark.read()
    with pytest.raises(RuntimeError), db.transaction():
        catalogue.update_version(db)
        raise RuntimeError
    assert other.mark.read() % 2 == 0
    assert other.mark.read() != unchanged
    other.close()


def test_while_a_change_is_under_way_the_database_is_asked_each_time(client: FlaskClient, db: Database) -> None:
    client.get(LIST)
    db.mark.announce()  # by a process that was killed after its commit
    db.execute("DELETE FROM exercises WHERE id = 'greet'")
    db.execute("UPDATE catalogue SET version = version + 1")
    assert total(client) == 25
    portal_db.load_seed(db)
    assert total(client) == 26


def test_a_change_by_hand_shows_after_a_second(
    client: FlaskClient, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_BELIEVED_S", 0.0)  # the second is over
    client.get(LIST)
    db.execute("DELETE FROM exercises WHERE id = 'greet'")
    db.execute("UPDATE catalogue SET version = version + 1")
    assert total(client) == 25
