"""`flask regrade`."""

import sys
from collections.abc import Callable

import click

from portal.cli.running import executor_client, with_short_errors
from portal.extensions import get_db
from portal.models import Regrade
from portal.services import exercises, regrading
from portal.services.background_grading import BackgroundGrader

_OUTCOMES = {
    "fails": "passed, would fail now; it stays a pass",
    "passes": "failed, would pass now",
    "credited": "failed, is a pass now",
}
_TOTALS = {
    "fails": "passes that would fail, and stay passes",
    "passes": "failures that would pass, and become passes with --apply",
    "credited": "failures that became passes",
}


@click.command("regrade")
@click.argument("exercise_id", metavar="ID")
@click.option("--apply", "credit", is_flag=True, help="Make failures that pass now passes.")
@with_short_errors
def regrade(exercise_id: str, credit: bool) -> None:
    """Grade the stored submissions of the exercise ID by its current version, and show which verdicts differ.

    Stopped, it continues with the next call. Nothing that learners see changes, but with --apply: a failure that passes
    now becomes a pass, and the exercise is completed for its learner. A pass always stays a pass.
    """
    exercises.get(get_db(), exercise_id)
    with executor_client() as executor:
        grader = BackgroundGrader(executor, "regrade")
        report = regrading.regrade(get_db(), grader, exercise_id, credit=credit, on_progress=progress_line(exercise_id))
    for change in report.changes:
        click.echo(describe(change))
    if report.ungraded:
        click.echo(f"The tests break on {report.ungraded} submissions, which keep their verdict.", err=True)
    click.echo(f"Graded {report.graded} submissions by version {report.version}. Of all that are stored:")
    for outcome, text in _TOTALS.items():
        click.echo(f"{report.outcomes.get(outcome, 0):>6} {text}")


def describe(change: Regrade) -> str:
    """Return a line about a submission whose verdict differs."""
    return f"{change.username}, {change.submitted_at}: {_OUTCOMES[change.outcome]}"


def progress_line(label: str) -> Callable[[int, int], None]:
    """Return a callback that shows progress: in place on a terminal, elsewhere every hundredth and the last."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{label}: {done} of {total}", err=True, nl=done == total)
        elif done % 100 == 0 or done == total:
            click.echo(f"{label}: {done} of {total}", err=True)

    return show
