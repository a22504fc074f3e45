"""Parsers of settings that are more than a number or a word; each raises ValueError with what the value must be."""

import re
from pathlib import Path
from urllib.parse import urlsplit


def database_url(text: str) -> str:
    """Return the absolute path of a SQLite file, or the URL of a PostgreSQL database; raises ValueError."""
    match = re.fullmatch(r"([a-z][a-z0-9+.-]+):(//)?(.*)", text, re.IGNORECASE | re.DOTALL)
    scheme, path = (match[1].lower(), match[3]) if match else ("", text)
    if scheme in {"postgres", "postgresql"}:
        return f"postgresql:{_checked_postgresql(text.partition(':')[2])}"
    if scheme not in {"", "file", "sqlite"}:
        raise ValueError("must be a path, sqlite:///path, file:path or postgresql://user:password@host/name")
    if scheme and re.search(r"[?#%]", path):
        raise ValueError("must not have parameters or percent-encoded characters")
    if scheme == "file" and match and match[2] and not path.startswith("/"):
        raise ValueError("must not name a host: write file:path or file:///path")
    if scheme == "sqlite" and match and match[2]:
        path = path.removeprefix("/")  # sqlite:///path is relative, sqlite:////path is absolute
    if ":memory:" in path or not path:
        raise ValueError("must name a file, because each thread has its own connection")
    return str(Path(path).absolute())


def _checked_postgresql(rest: str) -> str:
    parts = urlsplit(rest)
    try:
        is_whole = bool(parts.path.strip("/")) and (bool(parts.hostname) or "host=" in parts.query) and parts.port != 0
    except ValueError:  # of the port
        is_whole = False
    if not is_whole:
        raise ValueError("must be postgresql://user:password@host/name; write special characters as %XX")
    return rest


def origins(text: str) -> tuple[str, ...]:
    """Return the origins of a comma-separated list."""
    origins = tuple(origin.strip().rstrip("/") for origin in text.split(",") if origin.strip())
    for origin in origins:
        if origin != "*" and not re.fullmatch(r"https?://[^/\s*]+", origin):
            raise ValueError(f"must list origins such as https://learn.example, not {origin!r}")
    return origins


def http_url(text: str) -> str:
    """Return an HTTP URL without a slash at its end; empty stays empty."""
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("must be an http or https URL")
    return text.rstrip("/")


def smtp_url(text: str) -> str:
    """Return an SMTP URL; empty stays empty."""
    parts = urlsplit(text)
    if text and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        raise ValueError("must be an smtp or smtps URL")
    return text


def redis_url(text: str) -> str:
    """Return a Redis URL; empty stays empty."""
    if text and urlsplit(text).scheme not in {"redis", "rediss", "redis+unix"}:
        raise ValueError("must be a redis, rediss or redis+unix URL")
    return text
