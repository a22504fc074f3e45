"""Commands of the `flask` CLI, one module for each noun."""

from flask import Flask

from portal.cli import accounts, checking, database, exercise_report, exercises, importing, operations, regrading
from portal.cli.running import EmbeddedExecutor

_COMMANDS = (
    database.init_db,
    database.seed,
    database.purge,
    database.copy_database,
    database.backup,
    database.restore,
    exercises.new_exercise,
    checking.check_exercises,
    importing.import_exercises,
    exercises.export_exercises,
    exercises.retire_exercise,
    exercises.rollback_exercise,
    regrading.regrade,
    exercise_report.exercise_report,
    accounts.reset_password,
    accounts.set_role,
    operations.examine,
)


def init_app(app: Flask, embedded_executor: EmbeddedExecutor) -> None:
    """Add the commands to `flask`; `embedded_executor` starts one where EXECUTOR_SERVICE_URL is unset."""
    app.extensions["embedded_executor"] = embedded_executor
    for command in _COMMANDS:
        app.cli.add_command(command)
