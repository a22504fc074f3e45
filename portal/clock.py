"""The one clock: UTC, written as ISO 8601 text with milliseconds and `Z`, which sorts as time does."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current moment, aware, in UTC."""
    return datetime.now(UTC)


def now_text() -> str:
    """Return the current moment as it is stored."""
    return to_text(now())


def to_text(moment: datetime) -> str:
    """Write an aware moment as `2026-11-24T08:30:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
