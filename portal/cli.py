"""Commands beside the service: `flask init-db`, `flask seed`, `flask import-exercises PATH`."""

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from portal import db
from portal.services import track_import


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in (init_db, seed, import_exercises):
        app.cli.add_command(command)


@click.command("init-db")
@click.option("--seed", "with_seed", is_flag=True, help="Load the starter curriculum, too.")
@with_appcontext
def init_db(with_seed: bool) -> None:
    """Create the database, or bring an older one up to date; nothing is dropped."""
    try:
        db.init_schema(db.get_db())
    except db.SchemaError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The database is at schema version {db.SCHEMA_VERSION}.")
    if with_seed:
        _seed()


@click.command("seed")
@with_appcontext
def seed() -> None:
    """Insert or update the starter curriculum; learners' rows stay as they are."""
    _seed()


@click.command("import-exercises")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def import_exercises(path: Path) -> None:
    """Load a folder of exercises in Exercism's track layout; a broken one is named, the others load."""
    try:
        report = track_import.import_track(db.get_db(), path)
    except track_import.NotATrack as error:
        raise click.ClickException(str(error)) from error
    for slug, fault in report.faults.items():
        click.echo(f"{slug}: {fault}", err=True)
    click.echo(f"Loaded {len(report.loaded)} exercises, {len(report.faults)} are broken.")
    sys.exit(1 if report.faults else 0)


def _seed() -> None:
    click.echo(f"The starter curriculum holds {db.load_seed(db.get_db())} exercises.")
