"""Commands beside the service: the schema, the curriculum, backups, and what an operator asks when it is ill."""

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

import click
from flask import Flask
from flask.cli import with_appcontext

from portal import clock, db, migrations
from portal.config import settings
from portal.services import backups, doctor, track_import

P = ParamSpec("P")


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in (init_db, seed, import_exercises, backup, restore, examine):
        app.cli.add_command(command)


def _in_one_line(command: Callable[P, None]) -> Callable[P, None]:
    """Run a command in the app; what stops it is one line on standard error and exit code 1, never a traceback."""

    @functools.wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with migrations.in_plain_words(settings().database_path):
                command(*args, **kwargs)
        except (migrations.SchemaError, track_import.NotATrack, backups.BackupError, OSError) as error:
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


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
@_in_one_line
def backup(file: Path, force: bool) -> None:
    """Copy the database to FILE, checked, while the service goes on."""
    size_bytes = backups.backup(db.get_db(), file.absolute(), force=force)
    click.echo(f"{file} holds the database, {size_bytes / 1e6:.1f} MB.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_in_one_line
def restore(file: Path) -> None:
    """Put the backup FILE in the database's place, while the service is stopped; the replaced one is kept."""
    kept = backups.restore(file.absolute(), settings().database_path, now=clock.now())
    click.echo(f"The database is what {file} holds, at schema version {migrations.CURRENT_VERSION}.")
    if kept:
        click.echo(f"The one it replaces is kept: {kept}")


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
@_in_one_line
def examine(as_json: bool) -> None:
    """Look at all that the service needs, and say of each that it is ok or what to do; exit code 1 to do something."""
    findings = doctor.examine()
    healthy = all(finding.status != doctor.FIX for finding in findings)
    if as_json:
        click.echo(json.dumps({"healthy": healthy, "findings": [vars(finding) for finding in findings]}, indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding.status:<5} {finding.name:<10} {finding.detail}")
    sys.exit(0 if healthy else 1)


def _seed() -> None:
    click.echo(f"The starter curriculum holds {db.load_seed(db.get_db())} exercises.")
