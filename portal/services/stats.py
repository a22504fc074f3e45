"""A learner's statistics, aggregated in SQL with a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal import clock
from portal.dao import activity_days as activity_days_dao
from portal.dao import stats as stats_dao
from portal.database import Database
from portal.models import ExerciseSummary
from portal.services import catalogue, exercises

_ALL = 100_000  # more exercises than any catalogue holds
_YEAR = timedelta(days=365)
_DIFFICULTIES = ("beginner", "intermediate", "advanced")
_STATUSES = ("not_started", "in_progress", "completed")

Counts = dict[str, int]


@dataclass(frozen=True)
class Stats:
    """See `StatsSchema` for units."""

    totals: Counts
    by_difficulty: dict[str, Counts]
    by_category: dict[str, Counts]
    completion_rate: float
    attempts: int
    success_rate: float
    time_spent: int
    current_streak: int
    longest_streak: int
    activity: list[dict[str, Any]]
    recommended: dict[str, str] | None


def compute(db: Database, user_id: str) -> Stats:
    """Compute the learner's statistics."""
    listed = catalogue.get_page(db, page=1, per_page=_ALL).exercises
    statuses = exercises.statuses_of(db, user_id)
    totals, by_difficulty, by_category = _counts(listed, statuses)
    days = activity_days_dao.list_for_user(db, user_id=user_id)
    attempts = sum(submitted for _, submitted, _ in days)
    today = clock.now().date()
    streaks = _streaks([date.fromisoformat(day) for day, _, _ in days], today)
    first_day = (today - _YEAR).isoformat()
    return Stats(
        totals=totals,
        by_difficulty=by_difficulty,
        by_category=by_category,
        completion_rate=_rate(totals["completed"], totals["total"]),
        attempts=attempts,
        success_rate=_rate(sum(passed for _, _, passed in days), attempts),
        time_spent=stats_dao.sum_time_spent(db, user_id=user_id),
        current_streak=streaks[0],
        longest_streak=streaks[1],
        activity=[
            {"date": day, "submissions": submitted, "passed": passed}
            for day, submitted, passed in days
            if day > first_day
        ],
        recommended=_recommend(listed, statuses),
    )


def _counts(
    listed: tuple[ExerciseSummary, ...], statuses: dict[str, str]
) -> tuple[Counts, dict[str, Counts], dict[str, Counts]]:
    totals = _empty_counts()
    by_difficulty = {name: _empty_counts() for name in _DIFFICULTIES}
    by_category: dict[str, Counts] = defaultdict(_empty_counts)
    for exercise in listed:
        for counts in (totals, by_difficulty[exercise.difficulty], by_category[exercise.category]):
            counts["total"] += 1
            counts[statuses.get(exercise.id, "not_started")] += 1
    return totals, by_difficulty, dict(by_category)


def _empty_counts() -> Counts:
    return {"total": 0, **dict.fromkeys(_STATUSES, 0)}


def _rate(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def _streaks(days: list[date], today: date) -> tuple[int, int]:
    """Return the current and the longest run of consecutive days; the current one may have ended yesterday."""
    run = longest = 0
    previous: date | None = None
    for day in days:
        run = run + 1 if previous is not None and day - previous == timedelta(days=1) else 1
        longest = max(longest, run)
        previous = day
    is_current = previous is not None and today - previous <= timedelta(days=1)
    return (run if is_current else 0), longest


def _recommend(listed: tuple[ExerciseSummary, ...], statuses: dict[str, str]) -> dict[str, str] | None:
    """Return what to do next: an exercise that was started, or the first whose prerequisites are all completed."""
    done = {exercise.id for exercise in listed if statuses.get(exercise.id) == "completed"}
    started = {id_ for id_, status in statuses.items() if status == "in_progress"}
    known = {exercise.id for exercise in listed}
    remaining = [exercise for exercise in listed if exercise.id not in done]
    for exercise in sorted(remaining, key=lambda exercise: exercise.id not in started):
        if exercise.id in started or done.issuperset(known.intersection(exercise.prerequisites)):
            return _short(exercise)
    return None


def _short(exercise: ExerciseSummary) -> dict[str, str]:
    return {"id": exercise.id, "title": exercise.title, "difficulty": exercise.difficulty}
