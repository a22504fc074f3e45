"""Commands of the `flask` CLI: schema, curriculum, backups and diagnosis."""

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

import click
from flask import Flask
from flask.cli import with_appcontext

from portal import clock
from portal.authoring.track import NotATrack
from portal.database import schema
from portal.extensions import get_db, get_settings, resources
from portal.services import backups, doctor, track_import

P = ParamSpec("P")


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in (init_db, seed, import_exercises, backup, restore, examine):
        app.cli.add_command(command)


def _with_short_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Run a command in the app context; an error is one line on standard error and exit code 1, never a traceback."""

    @functools.wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with schema.in_plain_words(get_settings().database_path):
                command(*args, **kwargs)
        except (schema.SchemaError, NotATrack, backups.BackupError, OSError) as error:
            raise click.ClickException(str(error)) from error

    return with_appcontext(wrapper)


@click.command("init-db")
@click.option("--seed", "with_seed", is_flag=True, help="Also load the starter curriculum.")
@_with_short_errors
def init_db(with_seed: bool) -> None:
    """Create the database or upgrade an older one; nothing is deleted."""
    schema.init_schema(get_db())
    click.echo(f"The database is at schema version {schema.CURRENT_VERSION}.")
    if with_seed:
        _seed()


@click.command("seed")
@_with_short_errors
def seed() -> None:
    """Insert or update the starter curriculum; learners' rows stay unchanged."""
    _seed()


@click.command("import-exercises")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_with_short_errors
def import_exercises(path: Path) -> None:
    """Load a folder of exercises in Exercism's track layout; broken ones are reported, the others are loaded."""
    report = track_import.import_track(get_db(), path)
    for slug, fault in report.faults.items():
        click.echo(f"{slug}: {fault}", err=True)
    click.echo(f"Loaded {len(report.loaded)} exercises, {len(report.faults)} are broken.")
    sys.exit(1 if report.faults else 0)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
@_with_short_errors
def backup(file: Path, force: bool) -> None:
    """Copy the database to FILE and check the copy; the service keeps running."""
    size_bytes = backups.backup(get_db(), file.absolute(), force=force)
    click.echo(f"The backup {file} is complete, {size_bytes / 1e6:.1f} MB.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_with_short_errors
def restore(file: Path) -> None:
    """Replace the database by the backup FILE; the service must be stopped. The replaced database is kept."""
    kept = backups.restore(file.absolute(), get_settings().database_path, now=clock.now())
    click.echo(f"The database was restored from {file}, at schema version {schema.CURRENT_VERSION}.")
    if kept:
        click.echo(f"The replaced database is kept at {kept}")


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
@_with_short_errors
def examine(as_json: bool) -> None:
    """Check everything the service needs and report what to do; exit code 1 when something needs action."""
    findings = doctor.examine(get_settings(), resources().connections)
    healthy = all(finding.status != doctor.FIX for finding in findings)
    if as_json:
        click.echo(json.dumps({"healthy": healthy, "findings": [vars(finding) for finding in findings]}, indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding.status:<5} {finding.name:<10} {finding.detail}")
    sys.exit(0 if healthy else 1)


def _seed() -> None:
    click.echo(f"The starter curriculum holds {schema.load_seed(get_db())} exercises.")
