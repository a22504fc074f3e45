"""Backups are whole, checked and private; restoring never loses what was there."""

import itertools
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal.database import schema
from portal.database.sqlite import SqliteDatabase
from portal.extensions import get_db
from tests.conftest import MakeApp, sign_up
from tests.small_disk import fill, small_disk

pytestmark = pytest.mark.one_database

VERSION_1 = Path(__file__).resolve().parent.parent / "database" / "schema-v1.sql"


def flask(app: Flask, *args: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=[str(arg) for arg in args])


def usernames(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT username FROM users ORDER BY username")]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder for backups."""
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept"


@pytest.fixture
def stopped(make_app: MakeApp, kept: Path) -> Flask:
    """A service with ada in its database and in a backup, and eve in its database alone; nobody has it open."""
    app = make_app()
    sign_up(app.test_client(), "ada")
    assert flask(app, "backup", kept / "ada.db").exit_code == 0
    sign_up(app.test_client(), "eve")
    app.extensions["portal"].connections.close_all()
    return app


def database_of(app: Flask) -> Path:
    return Path(app.extensions["portal"].settings.database_url)


def test_a_backup_is_one_sound_file_for_its_owner_alone(stopped: Flask, kept: Path) -> None:
    assert names(kept) == ["ada.db"]
    assert (kept / "ada.db").stat().st_mode & 0o777 == 0o600
    assert usernames(kept / "ada.db") == ["ada"]
    with closing(SqliteDatabase(kept / "ada.db")) as copy:
        assert copy.integrity_faults() == []


def test_backups_taken_while_learners_write_are_each_of_one_moment(app: Flask, kept: Path) -> None:
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        with app.app_context():
            db = get_db()
            for number in itertools.count():
                with db.transaction():  # the two rows always agree
                    db.execute("UPDATE exercises SET summary = :n WHERE id = 'greet'", {"n": str(number)})
                    db.execute("UPDATE exercises SET summary = :n WHERE id = 'temperature'", {"n": str(number)})
                written.set()
                if stop.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    written.wait()
    try:
        for number in range(5):
            assert flask(app, "backup", kept / f"{number}.db").exit_code == 0
    finally:
        stop.set()
        writer.join()
    pairs = []
    for path in sorted(kept.iterdir()):
        with closing(sqlite3.connect(path)) as copy:
            pairs.append(
                [row[0] for row in copy.execute("SELECT summary FROM exercises WHERE id IN ('greet', 'temperature')")]
            )
    assert all(first == second for first, second in pairs)
    assert len({first for first, _ in pairs}) > 1, "nobody wrote meanwhile"


def test_a_backup_replaces_nothing_unless_forced(stopped: Flask, kept: Path) -> None:
    result = flask(stopped, "backup", kept / "ada.db")
    assert (result.exit_code, result.output) == (1, f"Error: {kept / 'ada.db'} exists; --force replaces it\n")
    assert usernames(kept / "ada.db") == ["ada"]
    assert flask(stopped, "backup", "--force", kept / "ada.db").exit_code == 0
    assert usernames(kept / "ada.db") == ["ada", "eve"]
    assert names(kept) == ["ada.db"]


def test_a_backup_over_the_database_itself_is_refused(stopped: Flask) -> None:
    result = flask(stopped, "backup", "--force", database_of(stopped))
    assert (result.exit_code, "is the database itself" in result.output) == (1, True)
    assert usernames(database_of(stopped)) == ["ada", "eve"]


def test_a_damaged_database_makes_no_backup(stopped: Flask, kept: Path) -> None:
    damage(database_of(stopped))
    result = flask(stopped, "backup", kept / "new.db")
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {kept / 'new.db'} was not written")
    assert names(kept) == ["ada.db"]


@pytest.mark.parametrize("is_empty", [False, True])
def test_a_database_that_is_missing_or_empty_replaces_no_backup(stopped: Flask, kept: Path, is_empty: bool) -> None:
    """As when DATABASE_URL is not that of the service, or a disk is not mounted."""
    database_of(stopped).unlink()
    if is_empty:
        database_of(stopped).touch()
    before = names(database_of(stopped).parent)
    result = flask(stopped, "backup", "--force", kept / "ada.db")
    assert (result.exit_code, "DATABASE_URL" in result.output, result.output.count("\n")) == (1, True, 1)
    assert usernames(kept / "ada.db") == ["ada"]
    if not is_empty:
        assert names(database_of(stopped).parent) == before, "nothing was created"


def test_restoring_puts_the_backup_in_place_and_keeps_the_replaced_database(stopped: Flask, kept: Path) -> None:
    path = database_of(stopped)
    path.chmod(0o640)
    result = flask(stopped, "restore", kept / "ada.db")
    assert result.exit_code == 0
    assert usernames(path) == ["ada"]
    assert path.stat().st_mode & 0o777 == 0o640
    (replaced,) = path.parent.glob("portal.db.replaced-*")
    assert str(replaced) in result.output
    assert usernames(replaced) == ["ada", "eve"]
    assert names(kept) == ["ada.db"]
    body = {"username": "ada", "password": "correct horse"}
    assert stopped.test_client().post("/api/auth/login", json=body).status_code == 200


def test_a_restore_without_room_names_the_full_disk_and_not_the_backup(
    stopped: Flask, make_app: MakeApp, kept: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", mib=8) as disk:
        app = make_app(DATABASE_URL=str(disk / "portal.db"))
        fill(disk)
        result = flask(app, "restore", kept / "ada.db")
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {disk}")
    assert result.output.endswith(": No space left on device\n")


def test_restoring_where_there_is_no_database_yet(stopped: Flask, kept: Path) -> None:
    for path in database_of(stopped).parent.glob("portal.db*"):
        path.unlink()
    result = flask(stopped, "restore", kept / "ada.db")
    assert (result.exit_code, "replaces" in result.output) == (0, False)
    assert usernames(database_of(stopped)) == ["ada"]


def test_restoring_over_a_damaged_database_takes_its_log_out_of_the_way(stopped: Flask, kept: Path) -> None:
    path = database_of(stopped)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("UPDATE users SET username = 'mallory'")
        with path.open("r+b") as file:
            file.write(b"no database")
        assert flask(stopped, "restore", kept / "ada.db").exit_code == 0
    assert usernames(path) == ["ada"]
    (replaced,) = path.parent.glob("portal.db.replaced-*Z")
    assert replaced.with_name(replaced.name + "-wal").exists()


def test_restoring_an_older_backup_upgrades_it_and_leaves_the_file_as_it_was(stopped: Flask, kept: Path) -> None:
    with closing(sqlite3.connect(kept / "old.db")) as old:
        old.executescript(VERSION_1.read_text())
        old.execute("INSERT INTO schema_version VALUES (1, 't')")
        old.commit()
    before = (kept / "old.db").read_bytes()
    assert flask(stopped, "restore", kept / "old.db").exit_code == 0
    with closing(SqliteDatabase(database_of(stopped))) as db:
        assert schema.schema_version(db) == schema.CURRENT_VERSION
    assert (kept / "old.db").read_bytes() == before
    assert names(kept) == ["ada.db", "old.db"]


def test_restoring_is_refused_while_another_process_has_the_database_open(stopped: Flask, kept: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from portal.database.sqlite import SqliteDatabase;"
        " db = SqliteDatabase(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    service = subprocess.Popen(
        [sys.executable, "-c", script, str(database_of(stopped))], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert service.stdout is not None
    assert service.stdout.readline() == b"open\n"
    result = flask(stopped, "restore", kept / "ada.db")
    service.communicate()
    assert (result.exit_code, result.output) == (
        1,
        f"Error: {database_of(stopped)} is in use: stop the service first\n",
    )
    assert usernames(database_of(stopped)) == ["ada", "eve"]
    assert flask(stopped, "restore", kept / "ada.db").exit_code == 0


def damage(path: Path) -> None:
    """Overwrite the last third of the pages, as a bad disk would."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size * 2 // 3 // 4096 * 4096)
        file.write(b"\xff" * (path.stat().st_size // 3))


def make_prose(path: Path) -> None:
    path.write_text("This is prose.\n" * 1000)


def make_empty(path: Path) -> None:
    path.write_bytes(b"")


def make_foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO schema_version VALUES (99, 't')")


def make_inconsistent(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM users")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (damage, "is damaged"),
        (make_prose, "is damaged or not a SQLite database"),
        (make_empty, "is not a database of the portal"),
        (make_foreign, "is not a database of the portal"),
        (make_newer, "has schema version 99"),
        (make_inconsistent, "a row of sessions refers to a row of users that is not there"),
    ],
)
def test_an_invalid_backup_is_refused_and_changes_nothing(
    stopped: Flask, kept: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    shutil.copyfile(kept / "ada.db", kept / "spoilt.db")
    spoil(kept / "spoilt.db")
    before = names(database_of(stopped).parent)
    result = flask(stopped, "restore", kept / "spoilt.db")
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {kept / 'spoilt.db'}")
    assert reason in result.output
    assert result.output.count("\n") == 1
    assert usernames(database_of(stopped)) == ["ada", "eve"]
    assert names(database_of(stopped).parent) == before
