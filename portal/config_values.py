"""Parsers of settings that are more than a number or a word; each raises ValueError with what the value must be."""

import re
from pathlib import Path
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_MAILBOX = r"[^@\s<>,;:\"]+@[^@\s<>,;:/?\"]+"
# How much of a bad value a message repeats.
_SHOWN = 60


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
    if Path(path).is_dir():
        raise ValueError("must name a file, not a folder")
    return str(Path(path).absolute())


def _checked_postgresql(rest: str) -> str:
    parts = urlsplit(rest)
    # Several servers, of which libpq takes the first that will do, are separated by commas.
    servers = [urlsplit(f"//{server}") for server in parts.netloc.rpartition("@")[2].split(",")]
    try:
        are_servers = all(server.hostname and server.port != 0 for server in servers) or "host=" in parts.query
    except ValueError:  # of a port
        are_servers = False
    if not parts.path.strip("/") or not are_servers:
        raise ValueError("must be postgresql://user:password@host/name; write special characters as %XX")
    return rest


def origins(text: str) -> tuple[str, ...]:
    """Return the origins of a comma-separated list, as browsers send them; `*` stands alone."""
    found = tuple(_origin(item.strip()) for item in text.split(",") if item.strip())
    if "*" in found and len(found) > 1:
        raise ValueError("must be * alone, or a list of origins")
    return found


def _origin(text: str) -> str:
    if text == "*":
        return text
    text = text.rstrip("/").lower()
    match = re.fullmatch(r"(https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\]))(:[0-9]+)?", text)
    if match is None or not _is_url(text, {"http", "https"}):
        raise ValueError(f"must list origins such as https://learn.example, not {text[:_SHOWN]!r}")
    is_default = match[2] == _DEFAULT_PORTS[urlsplit(text).scheme]
    return match[1] if is_default else text


def http_url(text: str) -> str:
    """Return an HTTP URL without a slash at its end; empty stays empty."""
    if text and (not _is_url(text, {"http", "https"}) or "?" in text or "#" in text):
        raise ValueError("must be an http or https URL without parameters")
    return text.rstrip("/")


def smtp_url(text: str) -> str:
    """Return an SMTP URL; empty stays empty."""
    if text and not _is_url(text, {"smtp", "smtps"}):
        raise ValueError("must be smtp://user:password@host:port or smtps://...; write special characters as %XX")
    return text


def redis_url(text: str) -> str:
    """Return a Redis URL; empty stays empty."""
    has_host = text.startswith("redis+unix:///") or _is_url(text, {"redis", "rediss"})
    if text and not has_host:
        raise ValueError("must be redis://user:password@host:port/0, rediss://... or redis+unix:///path")
    return text


def mail_sender(text: str) -> str:
    """Return a mail address, alone or as `Name <address>`; empty stays empty."""
    if text and not re.fullmatch(rf"{_MAILBOX}|(?:[^<>,;\"@]*|\"[^\"]*\") *<{_MAILBOX}>", text):
        raise ValueError("must be a mail address such as portal@school.example or Portal <portal@school.example>")
    return text


def _is_url(text: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(text)
        has_port = parts.port is None or parts.port > 0
    except ValueError:  # of brackets or the port
        return False
    return parts.scheme in schemes and has_port and bool(re.fullmatch(r"[\w.-]+|[0-9a-f:.%]+", parts.hostname or ""))
