"""A learner's statistics, aggregated in SQL with a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal import clock
from portal.dao import activity_days as activity_days_dao
from portal.dao import stats as stats_dao
from portal.database import Database
from portal.models import ExerciseSummary
from portal.services import catalogue, exercises
from portal.services.catalogue import Catalogue

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
    listed = catalogue.get(db)
    statuses = exercises.statuses_of(db, user_id)
    begun = [(listed.exercises[id_], status) for id_, status in statuses.items() if id_ in listed.exercises]
    totals = _counts({"": len(listed.exercises)}, [("", status) for _, status in begun])[""]
    difficulties = {name: listed.by_difficulty[name] for name in _DIFFICULTIES}
    days = activity_days_dao.list_for_user(db, user_id=user_id)
    attempts = sum(submitted for _, submitted, _ in days)
    today = clock.now().date()
    streaks = _streaks([date.fromisoformat(day) for day, _, _ in days], today)
    first_day = (today - _YEAR).isoformat()
    return Stats(
        totals=totals,
        by_difficulty=_counts(difficulties, [(exercise.difficulty, status) for exercise, status in begun]),
        by_category=_counts(listed.by_category, [(exercise.category, status) for exercise, status in begun]),
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
        recommended=_recommend(listed, begun),
    )


def _counts(sizes: Mapping[str, int], begun: list[tuple[str, str]]) -> dict[str, Counts]:
    """Count the exercises of each group by status, from the sizes of the groups and what the learner has begun."""
    counts = {
        group: {"total": size, **dict.fromkeys(_STATUSES, 0), "not_started": size} for group, size in sizes.items()
    }
    for group, status in begun:
        counts[group]["not_started"] -= 1
        counts[group][status] += 1
    return counts


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


def _recommend(listed: Catalogue, begun: list[tuple[ExerciseSummary, str]]) -> dict[str, str] | None:
    """Return what to do next: an exercise that was started, or the first whose prerequisites are all completed."""
    if started := [exercise for exercise, status in begun if status == "in_progress"]:
        return _short(min(started, key=lambda exercise: (exercise.position, exercise.id)))
    done = {exercise.id for exercise, status in begun if status == "completed"}
    for id_, exercise in listed.exercises.items():
        if id_ not in done and done.issuperset(exercise.prerequisites):
            return _short(exercise)
    return None


def _short(exercise: ExerciseSummary) -> dict[str, str]:
    return {"id": exercise.id, "title": exercise.title, "difficulty": exercise.difficulty}
