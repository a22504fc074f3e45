"""Commands of the `flask` CLI: schema, exercises, backups and diagnosis."""

import dataclasses
import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import ParamSpec

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from portal import clock
from portal.authoring.track import NotATrack
from portal.bulkhead import thread_budget
from portal.config import database_url
from portal.database import copying, diagnosis, location, schema
from portal.database import sqlite_backups as backups
from portal.errors import PortalError
from portal.execution.client import ExecutorClient
from portal.extensions import get_db, get_settings, resources
from portal.models import ROLES
from portal.services import accounts, doctor, exercise_check, exercise_selection, password_reset, track_import
from portal.services.exercise_check import ExerciseReport

P = ParamSpec("P")
EmbeddedExecutor = Callable[[], AbstractContextManager[str]]
_EXPECTED = (
    schema.SchemaError,
    NotATrack,
    exercise_selection.UnknownExercise,
    backups.BackupError,
    location.NotAFile,
    copying.CopyError,
    PortalError,
    OSError,
)
_ALL_MUTANTS = 1_000_000


def init_app(app: Flask, embedded_executor: EmbeddedExecutor) -> None:
    """Add the commands to `flask`; `embedded_executor` starts one where EXECUTOR_SERVICE_URL is unset."""
    app.extensions["embedded_executor"] = embedded_executor
    for command in (
        init_db,
        seed,
        import_exercises,
        check_exercises,
        copy_database,
        backup,
        restore,
        examine,
        reset_password,
        set_role,
    ):
        app.cli.add_command(command)


def _with_short_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Run a command in the app context; an error is one line on standard error and exit code 1, never a traceback."""

    @functools.wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with schema.in_plain_words(get_settings().database_url):
                command(*args, **kwargs)
        except _EXPECTED as error:
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


@click.command("check-exercises")
@click.argument("targets", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the reports as JSON.")
@click.option(
    "--mutants", default=_ALL_MUTANTS, type=click.IntRange(0), help="One-token mutants per exercise; default all."
)
@_with_short_errors
def check_exercises(targets: tuple[str, ...], as_json: bool, mutants: int) -> None:
    """Check exercises in the sandbox.

    TARGETS are the folder of a track, with or without ids of some of its exercises, or ids of exercises in the
    database; without any, all exercises in the database. Exit code 1 when something is wrong.
    """
    selection = exercise_selection.select(targets, get_db)
    with _executor() as executor:
        reports = exercise_check.check(
            executor,
            selection.chosen,
            known=selection.known,
            threads=min(4, os.cpu_count() or 1),
            most_mutants=mutants,
            on_progress=lambda report: click.echo(f"{report.exercise_id} ({report.duration_s} s)", err=True),
        )
    reports += [ExerciseReport(id_, [fault]) for id_, fault in selection.faults.items()]
    passed = not any(report.faults for report in reports)
    click.echo(_as_json(passed, reports) if as_json else _as_table(reports))
    sys.exit(0 if passed else 1)


def _as_json(passed: bool, reports: list[ExerciseReport]) -> str:
    return json.dumps({"passed": passed, "exercises": [vars(report) for report in reports]}, indent=2)


def _as_table(reports: list[ExerciseReport]) -> str:
    """The faults of all exercises, and a table with a line for each."""
    lines = [f"{report.exercise_id}: {fault}" for report in reports for fault in report.faults]
    lines += ["", f"{'exercise':<28} {'tests':>5} {'wrong':>5} {'mutants':>8} {'reference':>10} {'faults':>6}"]
    for report in reports:
        caught = f"{report.caught}/{report.mutants}"
        lines.append(
            f"{report.exercise_id:<28} {report.tests:>5} {report.wrong_samples:>5} {caught:>8}"
            f" {report.reference_ms:>7.0f} ms {len(report.faults):>6}"
        )
    faulty = sum(bool(report.faults) for report in reports)
    return "\n".join([*lines, "", f"Checked {len(reports)} exercises, {faulty} have faults."])


@contextmanager
def _executor() -> Iterator[ExecutorClient]:
    """The executor of the settings, else an embedded one."""
    if get_settings().executor_service_url:
        yield resources().executor
        return
    with current_app.extensions["embedded_executor"]() as url:
        yield ExecutorClient(dataclasses.replace(get_settings(), executor_service_url=url), thread_budget(1))


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
@_with_short_errors
def backup(file: Path, force: bool) -> None:
    """Copy the database to FILE and check the copy; the service keeps running."""
    size_bytes = backups.backup(_database_file(), file.absolute(), force=force)
    click.echo(f"The backup {file} is complete, {size_bytes / 1e6:.1f} MB.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_with_short_errors
def restore(file: Path) -> None:
    """Replace the database by the backup FILE; the service must be stopped. The replaced database is kept."""
    kept = backups.restore(file.absolute(), _database_file(), now=clock.now())
    click.echo(f"The database was restored from {file}, at schema version {schema.CURRENT_VERSION}.")
    if kept:
        click.echo(f"The replaced database is kept at {kept}")


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
@_with_short_errors
def examine(as_json: bool) -> None:
    """Check everything the service needs and report what to do; exit code 1 when something needs action."""
    findings = doctor.examine(get_settings(), resources().connections)
    healthy = all(finding.status != diagnosis.FIX for finding in findings)
    if as_json:
        click.echo(json.dumps({"healthy": healthy, "findings": [vars(finding) for finding in findings]}, indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding.status:<5} {finding.name:<10} {finding.detail}")
    sys.exit(0 if healthy else 1)


@click.command("reset-password")
@click.argument("name")
@_with_short_errors
def reset_password(name: str) -> None:
    """Print a link with which the account NAME (username or email) can choose a new password within 15 minutes."""
    link = password_reset.make_link(get_db(), get_settings(), name)
    if link is None:
        raise click.ClickException(f"There is no account {name!r}.")
    click.echo(link)


@click.command("set-role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@_with_short_errors
def set_role(name: str, role: str) -> None:
    """Make the account NAME (username or email) a learner, an author or an admin, from its next request on."""
    user = accounts.set_role(get_db(), name, role)
    if user is None:
        raise click.ClickException(f"There is no account {name!r}.")
    click.echo(f"{user.username} was {user.role} and is now {role}.")


def _seed() -> None:
    click.echo(f"The starter curriculum holds {schema.load_seed(get_db())} exercises.")


@click.command("copy-database")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@_with_short_errors
def copy_database(source: str, target: str) -> None:
    """Copy everything from one database to another, empty one.

    FROM and TO are values of DATABASE_URL: a path or a PostgreSQL URL. Stop the service first.
    """
    try:
        urls = database_url(source), database_url(target)
    except ValueError as error:
        raise click.UsageError(f"FROM and TO {error}") from None
    rows = copying.copy_database(*urls, report=lambda table, done: click.echo(f"{table}: {done} rows", err=True))
    click.echo(f"Copied and compared {sum(rows.values())} rows in {len(rows)} tables.")


def _database_file() -> Path:
    return location.file_path(get_settings().database_url)
