"""Commands beside the service: the schema, the curriculum, backups, and what an operator asks when it is ill."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

import click
from flask import Flask
from flask.cli import with_appcontext

from portal import db, migrations
from portal.config import settings
from portal.services import track_import

P = ParamSpec("P")


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in (init_db, seed, import_exercises):
        app.cli.add_command(command)


def _in_one_line(command: Callable[P, None]) -> Callable[P, None]:
    """Run a command in the app; what stops it is one line on standard error and exit code 1, never a traceback."""

    @functools.wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with migrations.in_plain_words(settings().database_path):
                command(*args, **kwargs)
        except (migrations.SchemaError, track_import.NotATrack, OSError) as error:
            raise click.ClickException(str(error)) from error

    return with_appcontext(wrapper)


@click.command("init-db")
@click.option("--seed", "with_seed", is_flag=True, help="Load the starter curriculum, too.")
@_in_one_line
def init_db(with_seed: bool) -> None:
    """Create the database, or bring an older one up to date; nothing is dropped."""
    migrations.init_schema(db.get_db())
    click.echo(f"The database is at schema version {migrations.CURRENT_VERSION}.")
    if with_seed:
        _seed()


@click.command("seed")
@_in_one_line
def seed() -> None:
    """Insert or update the starter curriculum; learners' rows stay as they are."""
    _seed()


@click.command("import-exercises")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_in_one_line
def import_exercises(path: Path) -> None:
    """Load a folder of exercises in Exercism's track layout; a broken one is named, the others load."""
    report = track_import.import_track(db.get_db(), path)
    for slug, fault in report.faults.items():
        click.echo(f"{slug}: {fault}", err=True)
    click.echo(f"Loaded {len(report.loaded)} exercises, {len(report.faults)} are broken.")
    sys.exit(1 if report.faults else 0)


def _seed() -> None:
    click.echo(f"The starter curriculum holds {db.load_seed(db.get_db())} exercises.")
