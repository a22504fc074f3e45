"""The exercises as everybody sees them, kept ready in the process for exactly as long as they stay the same."""

import threading
import time
from collections.abc import Callable
from typing import Any

from flask import current_app

from portal.compression import SharedAnswer
from portal.dao import catalogue as catalogue_dao
from portal.dao import exercises as exercises_dao
from portal.db import Database
from portal.schemas.exercises import ExerciseAnswerSchema, ExerciseListSchema
from portal.services import exercises

_MOST = 512
_NO_MARK = -1
# A change that was made without telling, by hand, shows after this long.
_BELIEVED_S = 1.0
_PAGE = ExerciseListSchema()
_EXERCISE = ExerciseAnswerSchema()


def list_page(db: Database, *, page: int, per_page: int, **filters: str) -> SharedAnswer:
    """Return a page of the catalogue: `exercises` in order, and `pagination`."""

    def make() -> SharedAnswer:
        listed = exercises_dao.list_page(
            db, filters=filters, user_id=None, limit=per_page, offset=(page - 1) * per_page
        )
        total = exercises_dao.count(db, filters=filters)
        found = {
            "exercises": [vars(exercise) for exercise, _ in listed],
            "pagination": exercises.pagination(page, per_page, total),
        }
        return SharedAnswer(found, _PAGE.dump(found), "Exercises")

    return _kept(db, (page, per_page, *sorted(filters.items())), make)


def get_exercise(db: Database, exercise_id: str) -> SharedAnswer:
    """Return an `exercise` in full, without solution and tests; raises ExerciseNotFound."""

    def make() -> SharedAnswer:
        exercise = exercises.get(db, exercise_id)
        shown = {
            **vars(exercise),
            "files": sorted(exercise.files),
            "test_names": exercises.test_names(exercise.test_code),
        }
        return SharedAnswer({"exercise": shown}, _EXERCISE.dump({"exercise": shown}), exercise.title)

    return _kept(db, exercise_id, make)


class _Cache:
    """What was made from one version of the exercises; a later version empties it."""

    # The version that was read last, under which mark, and until when that is believed.
    known = (0, _NO_MARK, 0.0)

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version = -1
        self._made: dict[Any, SharedAnswer] = {}

    def get(self, version: int, key: Any, make: Callable[[], SharedAnswer]) -> SharedAnswer:
        """Return what is kept under a key; `version` was read before, so what is made now is at least as new."""
        with self._lock:
            if version > self._version:
                self._version, self._made = version, {}
            found = self._made.get(key) if version == self._version else None
        return found or self._add(version, key, make())

    def _add(self, version: int, key: Any, made: SharedAnswer) -> SharedAnswer:
        with self._lock:
            if version == self._version:
                while len(self._made) >= _MOST:
                    del self._made[next(iter(self._made))]
                self._made[key] = made
        return made


def _kept(db: Database, key: Any, make: Callable[[], SharedAnswer]) -> SharedAnswer:
    extensions = current_app.extensions
    cache: _Cache = extensions.get("catalogue") or extensions.setdefault("catalogue", _Cache())
    return cache.get(_version(db, cache), key, make)


def _version(db: Database, cache: _Cache) -> int:
    """Return the number of the exercises as they are now, from the database only when it may have changed."""
    version, mark, until = cache.known
    found, now = catalogue_dao.get_mark(db), time.monotonic()
    if found != mark or found % 2 or now >= until:
        version = catalogue_dao.get_version(db)
        cache.known = (version, found, now + _BELIEVED_S)
    return version
