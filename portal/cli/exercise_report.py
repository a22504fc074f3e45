"""The command that reports how learners get on with exercises: a table for a terminal, or CSV."""

import csv
import io
from collections.abc import Sequence

import click

from portal.cli.running import with_short_errors
from portal.extensions import get_db
from portal.services import analytics
from portal.services.analytics import ExerciseAnalytics, Spread

_COLUMNS = (
    *("exercise", "learners", "attempts", "passed", "pass_rate", "attempts_median", "attempts_p90"),
    *("seconds_median", "seconds_p90", "worst_test", "worst_error", "hints_opened"),
)


@click.command("exercise-report")
@click.argument("ids", nargs=-1)
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values.")
@with_short_errors
def exercise_report(ids: tuple[str, ...], as_csv: bool) -> None:
    """Print how learners get on with the exercises IDS; default all."""
    found = [analytics.compute(get_db(), id_) for id_ in ids] if ids else analytics.compute_all(get_db())
    click.echo(_as_csv(found) if as_csv else _as_table(found))


def _as_csv(found: Sequence[ExerciseAnalytics]) -> str:
    """Return one line per exercise below a heading; what is unknown is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_COLUMNS, *map(_row, found)])
    return text.getvalue().rstrip("\n")


def _as_table(found: Sequence[ExerciseAnalytics]) -> str:
    """Return one line per exercise below a heading, in columns."""
    rows = [_COLUMNS, *([str(value) for value in _row(one)] for one in found)]
    widths = [max(len(row[number]) for row in rows) for number in range(len(_COLUMNS))]
    lines = ("  ".join(f"{value:<{width}}" for value, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _row(found: ExerciseAnalytics) -> list[object]:
    rate = "" if found.pass_rate is None else found.pass_rate
    spreads = [*_values(found.attempts_to_pass), *_values(found.seconds_to_pass)]
    worst = [failures[0].name if failures else "" for failures in (found.failing_tests, found.error_types)]
    hints = "/".join(map(str, found.hints_opened or ()))
    return [found.exercise_id, found.learners, found.attempts, found.passed, rate, *spreads, *worst, hints]


def _values(spread: Spread | None) -> list[object]:
    return [spread.median, spread.p90] if spread else ["", ""]
