"""Approaches: other ways to solve an exercise, as Exercism's tracks keep them in `.approaches/`."""

from typing import Any

from portal.authoring import bounds, limits
from portal.authoring.folder import ExerciseFiles, require_text
from portal.authoring.models import Approach, BrokenExercise

_CONFIG = ".approaches/config.json"
_INTRODUCTION = "introduction"
_MAX_APPROACHES = 50
_MAX_TITLE = 200
_MAX_SUMMARY = 500
_MAX_CONTENT = 100_000


def read(folder: ExerciseFiles) -> tuple[Approach, ...]:
    """Return the introduction and the approaches that `.approaches/config.json` lists, in order."""
    found = []
    if introduction := folder.read_optional(f".approaches/{_INTRODUCTION}.md").strip():
        found.append(Approach(_INTRODUCTION, "Introduction", "", introduction))
    if folder.read_optional(_CONFIG):
        found += [_approach(folder, entry) for entry in _listed(folder)]
    if len({approach.slug for approach in found}) < len(found):
        raise BrokenExercise(f"{_CONFIG}: two approaches have the same slug")
    return tuple(found)


def files_of(approaches: tuple[Approach, ...]) -> dict[str, str]:
    """Return the files that `read` reads the same approaches from."""
    introductions = {f".approaches/{_INTRODUCTION}.md": each.content for each in approaches if _introduces(each)}
    others = [each for each in approaches if not _introduces(each)]
    return introductions | {_content_of(each.slug): each.content for each in others}


def config_of(approaches: tuple[Approach, ...]) -> dict[str, Any]:
    """Return the content of `.approaches/config.json`; nothing when there is none to list."""
    listed = [
        {"slug": each.slug, "title": each.title, "blurb": each.summary} for each in approaches if not _introduces(each)
    ]
    return {"approaches": listed} if listed else {}


def _listed(folder: ExerciseFiles) -> list[dict[str, str]]:
    entries = folder.read_object(_CONFIG).get("approaches", [])
    if not isinstance(entries, list) or len(entries) > _MAX_APPROACHES or not all(map(_is_entry, entries)):
        raise BrokenExercise(f"{_CONFIG}: approaches is not a list of at most {_MAX_APPROACHES} with slug and title")
    return entries


def _is_entry(entry: object) -> bool:
    texts = [entry.get("slug"), entry.get("title"), entry.get("blurb", "")] if isinstance(entry, dict) else [None]
    return all(isinstance(text, str) for text in texts)


def _approach(folder: ExerciseFiles, entry: dict[str, str]) -> Approach:
    slug, title, summary = entry["slug"], entry["title"], entry.get("blurb", "")
    limits.require_slug(slug)
    content = folder.read(_content_of(slug)).strip()
    for text in (title, summary):
        require_text(text, _CONFIG)
    bounds.require_words(f"{_CONFIG}: the title of {slug}", title, _MAX_TITLE)
    bounds.require_words(_content_of(slug), content, _MAX_CONTENT)
    limits.require_length(f"{_CONFIG}: the blurb of {slug}", summary, _MAX_SUMMARY)
    return Approach(slug, title, summary, content)


def _content_of(slug: str) -> str:
    return f".approaches/{slug}/content.md"


def _introduces(approach: Approach) -> bool:
    return approach.slug == _INTRODUCTION
