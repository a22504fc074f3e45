"""Read a folder in Exercism's track layout, the de facto open format.

`config.json` lists `exercises.practice` and `exercises.concept`; each exercise is a folder `exercises/<kind>/<slug>`.
"""

import json
from pathlib import Path
from typing import Any

from portal.authoring import exercise_reader, limits
from portal.authoring.exercise_reader import Entry
from portal.authoring.folder import Folder
from portal.authoring.json_values import strings
from portal.authoring.models import AuthoredExercise, BrokenExercise, Track

_KINDS = ("concept", "practice")
_MAX_CONFIG_BYTES = 5_000_000
_MAX_NAME = 100


class NotATrack(ValueError):
    """The folder does not hold a track."""


def read(root: Path, *, first_position: int = 10_000, step: int = 1) -> Track:
    """Read every exercise of a track; of those that are deprecated or retired, only the ids.

    Args:
        first_position, step: the positions of exercises that do not name theirs.

    Raises:
        NotATrack: there is no `exercises` folder, or config.json cannot be read.
    """
    if not (root / "exercises").is_dir():
        raise NotATrack(f"{root} has no folder named exercises")
    config = _config(root)
    track = Track(_name(config, root))
    for number, entry in enumerate(_entries(root, config, track)):
        try:
            limits.require_slug(entry.slug)
            folder = Folder(root, root / "exercises" / entry.kind / entry.slug)
            authored = exercise_reader.read(folder, entry, first_position + number * step)
        except BrokenExercise as fault:
            track.faults[_printable(entry.slug)] = _printable(str(fault))
        else:
            if authored.exercise.retired:
                track.retired.append(entry.slug)
            else:
                track.exercises.append(authored)
    track.exercises = _with_prerequisites(track.exercises)
    return track


def _name(config: dict[str, Any], root: Path) -> str:
    slug = config.get("slug")
    return _printable(slug if isinstance(slug, str) and slug else root.resolve().name)[:_MAX_NAME]


def _entries(root: Path, config: dict[str, Any], track: Track) -> list[Entry]:
    """The listed exercises in order, then those that are only on disk; deprecated ones are noted as retired."""
    raw_lists = config.get("exercises")
    listed = raw_lists if isinstance(raw_lists, dict) else {}
    entries: dict[str, Entry | None] = {}
    for kind in _KINDS:
        for raw in listed.get(kind) or []:
            if isinstance(raw, dict) and isinstance(raw.get("slug"), str):
                entries[raw["slug"]] = None if raw.get("status") == "deprecated" else _entry(raw, kind)
    for kind in _KINDS:
        folder = root / "exercises" / kind
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.is_dir() and path.name not in entries and not path.name.startswith((".", "_")):
                entries[path.name] = _entry({"slug": path.name}, kind)
    track.retired += [_printable(slug) for slug, entry in entries.items() if entry is None]
    return [entry for entry in entries.values() if entry is not None]


def _config(root: Path) -> dict[str, Any]:
    path = root / "config.json"
    if not path.exists():
        return {}
    if path.stat().st_size > _MAX_CONFIG_BYTES:
        raise NotATrack(f"config.json is larger than {_MAX_CONFIG_BYTES} bytes")
    try:
        config = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise NotATrack(f"config.json cannot be read: {error}") from error
    return config if isinstance(config, dict) else {}


def _entry(raw: dict[str, Any], kind: str) -> Entry:
    slug = raw["slug"]
    name = raw.get("name")
    return Entry(
        slug=slug,
        kind=kind,
        name=name if isinstance(name, str) else slug.replace("-", " ").capitalize(),
        difficulty=_difficulty(raw.get("difficulty"), kind),
        concepts=strings(raw.get("concepts" if kind == "concept" else "practices")),
        requires=strings(raw.get("prerequisites")),
    )


def _difficulty(number: object, kind: str) -> str:
    if kind == "concept" or type(number) is not int:
        return "beginner"
    if number <= 3:
        return "beginner"
    return "intermediate" if number <= 6 else "advanced"


def _with_prerequisites(exercises: list[AuthoredExercise]) -> list[AuthoredExercise]:
    """Add to the prerequisites of an exercise the concept exercises that teach what it requires."""
    teachers: dict[str, list[str]] = {}
    for authored in exercises:
        for concept in authored.teaches:
            teachers.setdefault(concept, []).append(authored.exercise.id)
    return [_with_teachers(authored, teachers) for authored in exercises]


def _with_teachers(authored: AuthoredExercise, teachers: dict[str, list[str]]) -> AuthoredExercise:
    own = authored.exercise
    taught = [id_ for concept in authored.requires for id_ in teachers.get(concept, []) if id_ != own.id]
    return authored.replace(prerequisites=tuple(dict.fromkeys([*own.prerequisites, *taught])))


def _printable(text: str) -> str:
    """Escape what no terminal can print: half of a surrogate pair."""
    return text.encode("utf-8", "backslashreplace").decode()
