"""The exercises as everybody sees them, cached in the process while their version stays the same."""

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
    """One exercise with its tests; the same object until the exercises change."""

    exercise: Exercise
    tests: tuple[ListedTest, ...]


def get_page(db: Database, *, page: int, per_page: int, **filters: str) -> CataloguePage:
    """Return a page of the catalogue in order."""

    def load() -> CataloguePage:
        listed = exercises_dao.list_page(db, filters=filters, limit=per_page, offset=(page - 1) * per_page)
        total = exercises_dao.count(db, filters=filters)
        return CataloguePage(tuple(listed), Pagination.of(page, per_page, total))

    return _cached(db, (page, per_page, *sorted(filters.items())), load)


def get_entry(db: Database, exercise_id: str) -> CatalogueEntry:
    """Return an exercise; raises ExerciseNotFound."""

    def load() -> CatalogueEntry:
        exercise = exercises.get(db, exercise_id)
        return CatalogueEntry(exercise, list_tests(exercise.test_code))

    return _cached(db, exercise_id, load)


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
