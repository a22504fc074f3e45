"""What commands share: short errors, and the executor."""

import dataclasses
import functools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import ParamSpec

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.authoring.models import BrokenExercise, NotATrack
from portal.bulkhead import thread_budget
from portal.config_reader import ConfigError
from portal.database import copying, location, schema
from portal.database import sqlite_backups as backups
from portal.database.interface import DriverError
from portal.errors import ExecutorBusy, ExecutorTimeout, ExecutorUnavailable, PortalError
from portal.execution.client import ExecutorClient
from portal.extensions import get_db, get_settings, resources
from portal.models import Origin, Program
from portal.services import exercise_selection, exercise_versions, regrading
from portal.services.background_grading import wait_while_busy

P = ParamSpec("P")
_NOTHING = Program("pass", stdin="", echo=False, timeout_ms=10_000)
_MAX_START_S = 300
_ORIGIN = Origin("command", "command", "command", None)
EmbeddedExecutor = Callable[[], AbstractContextManager[str]]
_EXPECTED = (
    schema.SchemaError,
    NotATrack,
    BrokenExercise,
    regrading.ExerciseChanged,
    exercise_selection.UnknownExercise,
    exercise_versions.UnknownVersion,
    backups.BackupError,
    location.NotAFile,
    copying.CopyError,
    PortalError,
    ConfigError,
    OSError,
)


def with_short_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Run a command in the app context; an error is one line on standard error and exit code 1, never a traceback."""

    @functools.wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with schema.in_plain_words(get_settings().database_url):
                _run(command, *args, **kwargs)
        except _EXPECTED as error:
            raise click.ClickException(_in_plain_words(error)) from error

    return with_appcontext(wrapper)


def _run(command: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Run a command; if a statement fails, an old schema is the most likely reason."""
    try:
        command(*args, **kwargs)
    except DriverError:
        schema.require_current(get_db())
        raise


def _in_plain_words(error: Exception) -> str:
    """Return the message of an error; one of the operating system starts with the file, not with a number.

    Of two files it is the second: what was to be written.
    """
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename2 or error.filename}: {error.strerror}"
    return str(error)


@contextmanager
def executor_client() -> Iterator[ExecutorClient]:
    """The executor of the settings, else an embedded one."""
    if get_settings().executor_service_url:
        yield resources().executor
        return
    with current_app.extensions["embedded_executor"]() as url:
        settings = dataclasses.replace(get_settings(), executor_service_url=url)
        client = ExecutorClient(settings, thread_budget(settings.web_threads))
        # Its start, which takes long on a busy machine, is no part of what commands measure.
        wait_while_busy(lambda: _run_nothing(client), _MAX_START_S)
        yield client


def _run_nothing(client: ExecutorClient) -> None:
    """Run a program that does nothing; an executor that does not respond yet counts as busy."""
    try:
        client.run(_NOTHING, _ORIGIN)
    except (ExecutorTimeout, ExecutorUnavailable) as error:
        click.echo("Waiting for the executor, which builds the sandbox first where that is new ...", err=True)
        raise ExecutorBusy from error
