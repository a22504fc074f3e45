"""The current time in UTC, and its stored form: ISO 8601 text with milliseconds and `Z`, which sorts by time."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current time as an aware datetime in UTC."""
    return datetime.now(UTC)


def now_text() -> str:
    """Return the current time in its stored form."""
    return to_text(now())


def to_text(moment: datetime) -> str:
    """Format an aware datetime as `2026-11-24T08:30:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Parse the output of `to_text`."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def seconds_between(earlier: str, later: str) -> int:
    """Return the whole seconds between two moments in their stored form; 0 when the clock was set back."""
    return max(0, int((from_text(later) - from_text(earlier)).total_seconds()))
