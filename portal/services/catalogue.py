"""The exercises as everybody sees them, cached in the process while their version stays the same."""

import dataclasses
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from portal.authoring.test_listing import ListedTest, list_tests
from portal.dao import catalogue as catalogue_dao
from portal.dao import exercises as exercises_dao
from portal.database import Database
from portal.models import Exercise, ExerciseSummary
from portal.services import exercises
from portal.services.pagination import Pagination

_MAX_ENTRIES = 512

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class CataloguePage:
    """A page of the catalogue. The same object is returned until the exercises change, so it can be a cache key."""

    exercises: tuple[ExerciseSummary, ...]
    pagination: Pagination


@dataclass(frozen=True, eq=False)
class CatalogueEntry:
    """One exercise with its tests and those prerequisites that are not retired; the same object until these change."""

    exercise: Exercise
    prerequisites: tuple[str, ...]
    tests: tuple[ListedTest, ...]


def get_page(db: Database, *, page: int, per_page: int, **filters: str) -> CataloguePage:
    """Return a page of the catalogue in order; prerequisites that are not in the catalogue are left out."""

    def load() -> CataloguePage:
        listed = exercises_dao.list_page(db, filters=filters, limit=per_page, offset=(page - 1) * per_page)
        total = exercises_dao.count(db, filters=filters)
        known = exercises_dao.list_ids_in_catalogue(db)
        shown = (dataclasses.replace(item, prerequisites=_only(known, item.prerequisites)) for item in listed)
        return CataloguePage(tuple(shown), Pagination.of(page, per_page, total))

    return _cached(db, (page, per_page, *sorted(filters.items())), load)


def get_entry(db: Database, exercise_id: str) -> CatalogueEntry:
    """Return an exercise; raises ExerciseNotFound."""

    def load() -> CatalogueEntry:
        exercise = exercises.get(db, exercise_id)
        prerequisites = _only(exercises_dao.list_ids_in_catalogue(db), exercise.prerequisites)
        return CatalogueEntry(exercise, prerequisites, list_tests(exercise.test_code))

    return _cached(db, exercise_id, load)


def _only(known: set[str], prerequisites: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out exercises that learners cannot find and solve: those that are retired."""
    return tuple(id_ for id_ in prerequisites if id_ in known)


class _Cache:
    """What was loaded from one version of one database's exercises."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: tuple[Any, int] | None = None
        self._entries: dict[Any, Any] = {}

    def get(self, version: tuple[Any, int], key: Any, load: Callable[[], T]) -> T:
        """Return the entry for a key, loading it if needed. `version` was read before, so it is not too new."""
        with self._lock:
            if version != self._version:
                self._version, self._entries = version, {}
            found: T | None = self._entries.get(key)
        if found is None:
            found = load()
            with self._lock:
                if version == self._version and len(self._entries) < _MAX_ENTRIES:
                    self._entries[key] = found
        return found


_cache = _Cache()


def _cached(db: Database, key: Any, load: Callable[[], T]) -> T:
    return _cache.get((db.name, catalogue_dao.get_version(db)), key, load)
