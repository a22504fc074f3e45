"""The exercises as everybody sees them, cached in the process while their version stays the same."""

import dataclasses
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection
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
# The key of the entry of which others are made.
_WHOLE = ("whole",)

# A database's name and the version of its exercises.
Version = tuple[str, int]

T = TypeVar("T")


class Catalogue:
    """All exercises that are not retired, in order, by id; prerequisites that are retired are left out."""

    def __init__(self, listed: list[ExerciseSummary]) -> None:
        known = {exercise.id for exercise in listed}
        exercises = [
            dataclasses.replace(exercise, prerequisites=_only(known, exercise.prerequisites)) for exercise in listed
        ]
        self.exercises = {exercise.id: exercise for exercise in exercises}
        self.by_difficulty = Counter(exercise.difficulty for exercise in exercises)
        self.by_category = Counter(exercise.category for exercise in exercises)
        # What a search looks at; made once, as making it takes longer than searching it.
        self._texts = [(exercise, _text(exercise)) for exercise in exercises]

    def find(self, *, search: str = "", **filters: str) -> list[ExerciseSummary]:
        """Return the exercises for which all of the filters hold: `difficulty`, `category`, `topic` and `search`.

        Topics and searches ignore case.
        """
        wanted = search.casefold()
        found = [exercise for exercise, text in self._texts if wanted in text]
        return [exercise for exercise in found if _matches(exercise, **filters)] if filters else found


def _only(known: Collection[str], prerequisites: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out exercises that learners cannot find and solve: those that are retired."""
    return tuple(id_ for id_ in prerequisites if id_ in known)


def _text(exercise: ExerciseSummary) -> str:
    return "\n".join((exercise.title, exercise.summary, *exercise.topics)).casefold()


def _matches(exercise: ExerciseSummary, *, difficulty: str = "", category: str = "", topic: str = "") -> bool:
    topics = [each.casefold() for each in exercise.topics]
    return (
        difficulty in ("", exercise.difficulty)
        and category in ("", exercise.category)
        and (not topic or topic.casefold() in topics)
    )


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


def get(db: Database) -> Catalogue:
    """Return the whole catalogue."""
    return _whole(db, _version(db))


def get_page(db: Database, *, page: int, per_page: int, **filters: str) -> CataloguePage:
    """Return a page of the catalogue in order; the filters are those of `Catalogue.find`."""
    version = _version(db)

    def load() -> CataloguePage:
        found = _whole(db, version).find(**filters)
        start = (page - 1) * per_page
        return CataloguePage(tuple(found[start : start + per_page]), Pagination.of(page, per_page, len(found)))

    return _cache.get(version, (page, per_page, *sorted(filters.items())), load)


def get_entry(db: Database, exercise_id: str) -> CatalogueEntry:
    """Return an exercise; raises ExerciseNotFound."""
    version = _version(db)

    def load() -> CatalogueEntry:
        exercise = exercises.get(db, exercise_id)
        prerequisites = _only(_whole(db, version).exercises, exercise.prerequisites)
        return CatalogueEntry(exercise, prerequisites, list_tests(exercise.test_code))

    return _cache.get(version, exercise_id, load)


class _Cache:
    """What was loaded from one version of one database's exercises, as far as it was used last.

    A stranger's searches, of which there are any number, push each other out, not what everybody reads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: Version | None = None
        self._entries: OrderedDict[Any, Any] = OrderedDict()

    def get(self, version: Version, key: Any, load: Callable[[], T]) -> T:
        """Return the entry for a key, loading it if needed. `version` was read before, so it is not too new."""
        with self._lock:
            if version != self._version:
                self._version, self._entries = version, OrderedDict()
            found: T | None = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
        if found is None:
            found = load()
            with self._lock:
                if version == self._version:
                    self._entries[key] = found
                    if len(self._entries) > _MAX_ENTRIES:
                        self._entries.popitem(last=False)
        return found


_cache = _Cache()


def _version(db: Database) -> Version:
    return db.name, catalogue_dao.get_version(db)


def _whole(db: Database, version: Version) -> Catalogue:
    return _cache.get(version, _WHOLE, lambda: Catalogue(exercises_dao.list_catalogue(db)))
