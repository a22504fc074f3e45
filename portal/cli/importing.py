"""`flask import-exercises`."""

import sys
from pathlib import Path

import click

from portal.authoring.sources import READERS
from portal.cli import checking
from portal.cli.regrading import describe, progress_line
from portal.cli.running import executor_client, with_short_errors
from portal.execution.client import ExecutorClient
from portal.extensions import get_db
from portal.services import regrading, track_import
from portal.services.background_grading import BackgroundGrader
from portal.services.track_import import ImportPlan


@click.command("import-exercises")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(READERS)),
    default="exercism",
    show_default=True,
    help="A track's folder, a data set such as HumanEval or MBPP, or CodeRunner questions as Moodle's XML.",
)
@click.option("--dry-run", is_flag=True, help="Check and show what would change, and load nothing.")
@click.option("--unchecked", is_flag=True, help="Run nothing: neither the check nor learners' submissions.")
@click.option(
    "--mutants",
    default=5,
    show_default=True,
    type=click.IntRange(0),
    help="One-token mutants per exercise; check-exercises runs all.",
)
@click.option(
    "--learners",
    default=100,
    show_default=True,
    type=click.IntRange(0),
    help="Try the newest submissions of so many learners on each exercise whose tests change.",
)
@with_short_errors
def import_exercises(path: Path, format_: str, dry_run: bool, unchecked: bool, mutants: int, learners: int) -> None:
    """Check and load the exercises of PATH, by default a folder in Exercism's track layout.

    An exercise with a fault is reported and left out; all others are loaded at once, with warnings or without. Those
    that are in the database unchanged are not checked again. Exit code 1 when there is a fault.
    """
    planned = track_import.plan(get_db(), path, format_=format_)
    if not unchecked and (planned.unchecked or planned.regraded):
        with executor_client() as executor:
            _check(executor, planned, mutants)
            _show_changes_for_learners(executor, planned, learners)
    for slug, fault in planned.faults.items():
        click.echo(f"{slug}: {fault}", err=True)
    _show_plan(planned)
    if not dry_run:
        track_import.load(get_db(), planned)
        for exercise in planned.regraded:
            click.echo(
                f"{exercise.id}: its tests changed; grade what was submitted before with: flask regrade {exercise.id}"
            )
    loaded = "Would load" if dry_run else "Loaded"
    click.echo(f"{loaded} {len(planned.exercises)} exercises, {len(planned.faults)} are broken.")
    sys.exit(1 if planned.faults else 0)


def _check(executor: ExecutorClient, planned: ImportPlan, mutants: int) -> None:
    reports = checking.run(executor, planned.unchecked, known=planned.known, mutants=mutants)
    planned.refuse({report.exercise_id: "; ".join(report.faults) for report in reports if report.faults})
    for line in (line for report in reports for line in checking.warning_lines(report)):
        click.echo(line, err=True)


def _show_changes_for_learners(executor: ExecutorClient, planned: ImportPlan, learners: int) -> None:
    grader = BackgroundGrader(executor, "import preview")
    for exercise in planned.regraded:
        changes = regrading.preview(get_db(), grader, exercise, limit=learners, on_progress=progress_line(exercise.id))
        for change in changes:
            click.echo(f"{exercise.id}: {describe(change)}")


def _show_plan(planned: ImportPlan) -> None:
    for authored in planned.exercises:
        exercise, current = authored.exercise, planned.current.get(authored.exercise.id)
        if current is None:
            click.echo(f"{exercise.id}: new, version {exercise.version}")
            continue
        if current.version != exercise.version:
            click.echo(f"{exercise.id}: version {exercise.version} replaces {current.version}")
        if current.source != exercise.source:
            click.echo(f"{exercise.id}: replaces one that came from {current.source!r}, not {exercise.source!r}")
        if current.retired:
            click.echo(f"{exercise.id}: stays retired; for learners: flask retire-exercise {exercise.id} --undo")
    for id_ in planned.retired:
        click.echo(f"{id_}: retired")
    for id_ in planned.missing:
        click.echo(f"{id_}: is no longer in the track; it stays, unless you run: flask retire-exercise {id_}")
