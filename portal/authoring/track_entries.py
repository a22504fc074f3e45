"""The exercises of a track: those that its config.json lists, then those that are only on disk."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.authoring.exercise_reader import Entry
from portal.authoring.faults import Faults
from portal.authoring.json_values import strings
from portal.authoring.models import BrokenExercise, NotATrack

KINDS = ("concept", "practice")
_LIST = "a list of strings"
_EXPECTED = {"name": "a string", "concepts": _LIST, "practices": _LIST, "prerequisites": _LIST}


@dataclass(frozen=True)
class Listed:
    """An exercise of a track, by its entry in config.json, or by its folder alone.

    Attributes:
        conflict: why it cannot be told from another one; None when it can.
    """

    slug: str
    kind: str
    raw: dict[str, Any]
    conflict: str | None

    @property
    def is_for_learners(self) -> bool:
        """Whether its author neither has taken it out nor still works on it."""
        return self.raw.get("status") not in ("deprecated", "wip")


def read(root: Path, config: dict[str, Any]) -> list[Listed]:
    """Return the exercises of a track, each slug once.

    Raises:
        NotATrack: the lists of config.json have the wrong shape.
    """
    on_disk = _on_disk(root)
    listed = [(slug, kind, raw) for kind in KINDS for slug, raw in _listed(config, kind)]
    counts = Counter(slug for slug, _, _ in listed)
    listed += [(slug, kinds[0], {}) for slug, kinds in on_disk.items() if slug not in counts]
    found: dict[str, Listed] = {}
    for slug, kind, raw in listed:
        conflict = None
        if raw is None:
            conflict = "it must be an object with a slug"
        elif counts[slug] > 1:
            conflict = "config.json lists several exercises of this slug"
        elif len(on_disk.get(slug, ())) > 1:
            conflict = "there is a folder of this name in exercises/concept and in exercises/practice"
        found.setdefault(slug, Listed(slug, kind, raw or {}, conflict))
    return list(found.values())


def parse(listed: Listed) -> Entry:
    """Return what config.json says of an exercise; raises BrokenExercise with all that is wrong with it."""
    if listed.conflict is not None:
        raise BrokenExercise(listed.conflict)
    raw, faults = listed.raw, Faults()
    for key, expected in _EXPECTED.items():
        faults.attempt(_require, raw, key, expected)
    difficulty = faults.attempt(_difficulty, raw.get("difficulty"), listed.kind)
    if difficulty is None or faults:
        raise faults.as_error()
    return Entry(
        slug=listed.slug,
        kind=listed.kind,
        name=raw.get("name") or listed.slug.replace("-", " ").capitalize(),
        difficulty=difficulty,
        concepts=strings(raw.get("concepts" if listed.kind == "concept" else "practices")),
        requires=strings(raw.get("prerequisites")),
    )


def _on_disk(root: Path) -> dict[str, list[str]]:
    """The kinds of the folders of exercises, by slug."""
    found: dict[str, list[str]] = {}
    for kind in KINDS:
        folder = root / "exercises" / kind
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.is_dir() and not path.name.startswith((".", "_")):
                found.setdefault(path.name, []).append(kind)
    return found


def _listed(config: dict[str, Any], kind: str) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Yield each entry by its slug; None by its place when it has none."""
    lists = config.get("exercises") or {}
    if not isinstance(lists, dict):
        raise NotATrack('config.json: exercises must be an object, such as {"practice": [{"slug": "say-twice"}]}')
    found = lists.get(kind) or []
    if not isinstance(found, list):
        raise NotATrack(f'config.json: exercises: {kind} must be a list, such as [{{"slug": "say-twice"}}]')
    for number, raw in enumerate(found, 1):
        if isinstance(raw, dict) and isinstance(raw.get("slug"), str):
            yield raw["slug"], raw
        else:
            yield f"config.json: entry {number} of {kind}", None


def _require(raw: dict[str, Any], key: str, expected: str) -> None:
    value = raw.get(key) or ""
    is_list = isinstance(value, list) and len(strings(value)) == len(value)
    if not (isinstance(value, str) if expected == "a string" else is_list or not value):
        raise BrokenExercise(f"config.json: its {key} must be {expected}")


def _difficulty(number: object, kind: str) -> str:
    if number is None or kind == "concept":
        return "beginner"
    if type(number) is not int or not 1 <= number <= 10:
        raise BrokenExercise(f"config.json: its difficulty must be a number from 1 to 10, not {number!r}")
    if number <= 3:
        return "beginner"
    return "intermediate" if number <= 6 else "advanced"
