"""Read a folder in Exercism's track layout, the de facto open format.

`config.json` lists `exercises.practice` and `exercises.concept`; each exercise is a folder `exercises/<kind>/<slug>`.
"""

import json
from pathlib import Path
from typing import Any

from portal.authoring import exercise_reader, limits, track_entries
from portal.authoring.folder import Folder
from portal.authoring.models import AuthoredExercise, BrokenExercise, NotATrack, Track

_MAX_CONFIG_BYTES = 5_000_000
_MAX_NAME = 100


def read(root: Path, *, first_position: int = 10_000, step: int = 1) -> Track:
    """Read every exercise of a track; of those that are deprecated, in progress or retired, only the ids.

    Args:
        first_position, step: the positions of exercises that do not name theirs.

    Raises:
        NotATrack: there is no `exercises` folder, or config.json cannot be read.
    """
    if not (root / "exercises").is_dir():
        raise NotATrack(f"{root} has no folder named exercises")
    config = _config(root)
    track = Track(_name(config, root))
    entries = track_entries.read(root, config)
    track.retired = [_printable(listed.slug) for listed in entries if not listed.is_for_learners]
    for number, listed in enumerate(each for each in entries if each.is_for_learners):
        try:
            entry = track_entries.parse(listed)
            limits.require_slug(listed.slug)
            folder = Folder(root, root / "exercises" / entry.kind / entry.slug)
            authored = exercise_reader.read(folder, entry, first_position + number * step)
        except BrokenExercise as fault:
            track.faults[_printable(listed.slug)] = _printable(str(fault))
        else:
            if authored.exercise.retired:
                track.retired.append(listed.slug)
            else:
                track.exercises.append(authored)
    track.exercises = _with_prerequisites(track.exercises)
    return track


def _name(config: dict[str, Any], root: Path) -> str:
    slug = config.get("slug")
    return _printable(slug if isinstance(slug, str) and slug else root.resolve().name)[:_MAX_NAME]


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
    if not isinstance(config, dict):
        raise NotATrack("config.json is not a JSON object")
    return config


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
