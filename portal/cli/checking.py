"""`flask check-exercises`, and the check as other commands run it."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from portal.authoring.models import AuthoredExercise, NotATrack
from portal.cli import watching
from portal.cli.running import executor_client, with_short_errors
from portal.errors import PortalError
from portal.execution.client import ExecutorClient
from portal.extensions import get_db, get_settings
from portal.services import exercise_check, exercise_selection
from portal.services.exercise_check import ExerciseReport
from portal.services.exercise_selection import Selection

_ALL_MUTANTS = 1_000_000


@click.command("check-exercises")
@click.argument("targets", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the reports as JSON.")
@click.option("--watch", is_flag=True, help="Go on, and check again what changes in the folder, until Ctrl-C.")
@click.option("--strict", is_flag=True, help="Fail on warnings as well.")
@click.option(
    "--mutants", default=_ALL_MUTANTS, type=click.IntRange(0), help="One-token mutants per exercise; default all."
)
@with_short_errors
def check_exercises(targets: tuple[str, ...], as_json: bool, watch: bool, strict: bool, mutants: int) -> None:
    """Check exercises in the sandbox.

    TARGETS are the folder of a track, with or without ids of some of its exercises, or ids of exercises in the
    database; without any, all exercises in the database. A fault keeps an exercise from being imported, a warning says
    what could be better. Exit code 1 when there is a fault.
    """
    if watch and not (targets and Path(targets[0]).is_dir()):
        raise click.UsageError("--watch needs the folder of a track.")
    selection = exercise_selection.select(targets, get_db)
    with executor_client() as executor:

        def check(selection: Selection) -> bool:
            reports = run(executor, selection.chosen, known=selection.known, mutants=mutants)
            reports += [ExerciseReport(id_, [fault]) for id_, fault in selection.faults.items()]
            passed = not any(report.faults or (strict and report.warnings) for report in reports)
            click.echo(_as_json(passed, reports) if as_json else _as_table(reports))
            return passed

        passed = check(selection)
        if watch:
            _watch(targets, check)
    sys.exit(0 if passed else 1)


def _watch(targets: tuple[str, ...], check: Callable[[Selection], bool]) -> None:
    """Check what changes, until Ctrl-C."""
    root, *ids = targets
    for changed in watching.changes(Path(root)):
        try:
            selection = exercise_selection.select((root,), get_db).only(changed.intersection(ids) if ids else changed)
            if selection.chosen or selection.faults:
                check(selection)
        except (NotATrack, PortalError) as error:
            click.echo(f"Error: {error}", err=True)


def run(
    executor: ExecutorClient, exercises: list[AuthoredExercise], *, known: set[str], mutants: int
) -> list[ExerciseReport]:
    """Check exercises with a line of progress for each: one at a time in an executor that serves learners."""
    return exercise_check.check(
        executor,
        exercises,
        known=known,
        threads=1 if get_settings().executor_service_url else min(4, os.cpu_count() or 1),
        most_mutants=mutants,
        on_progress=lambda report: click.echo(f"{report.exercise_id} ({report.duration_s} s)", err=True),
    )


def warning_lines(report: ExerciseReport) -> list[str]:
    """Return the warnings of a report, one a line."""
    return [f"{report.exercise_id}: warning: {warning}" for warning in report.warnings]


def _as_json(passed: bool, reports: list[ExerciseReport]) -> str:
    return json.dumps({"passed": passed, "exercises": [vars(report) for report in reports]}, indent=2)


def _as_table(reports: list[ExerciseReport]) -> str:
    """The faults and warnings of all exercises, and a table with a line for each."""
    lines = [f"{report.exercise_id}: {fault}" for report in reports for fault in report.faults]
    lines += [line for report in reports for line in warning_lines(report)]
    heading = (
        f"{'exercise':<28} {'tests':>5} {'wrong':>5} {'mutants':>8} {'reference':>10} {'faults':>6} {'warnings':>8}"
    )
    lines += ["", heading]
    for report in reports:
        caught = f"{report.caught}/{report.mutants}"
        lines.append(
            f"{report.exercise_id:<28} {report.tests:>5} {report.wrong_samples:>5} {caught:>8}"
            f" {report.reference_ms:>7.0f} ms {len(report.faults):>6} {len(report.warnings):>8}"
        )
    faulty, warned = sum(bool(report.faults) for report in reports), sum(bool(report.warnings) for report in reports)
    return "\n".join([*lines, "", f"Checked {len(reports)} exercises: {faulty} have faults, {warned} have warnings."])
