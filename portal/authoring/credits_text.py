"""Who wrote an exercise and where it comes from, as the last paragraph of its instructions."""

from typing import Any

from portal.authoring.json_values import strings


def of(config: dict[str, Any]) -> str:
    """Return the paragraph, or an empty string when `.meta/config.json` names neither."""
    authors = ", ".join(strings(config.get("authors")))
    source, url = (config.get(key) if isinstance(config.get(key), str) else "" for key in ("source", "source_url"))
    if url and url.startswith(("https://", "http://")):
        source = f"[{source or url}]({url})"
    parts = [f"Written by {authors}." if authors else "", f"Source: {source}" if source else ""]
    text = " ".join(part for part in parts if part)
    return f"\n\n---\n\n{text}" if text else ""
