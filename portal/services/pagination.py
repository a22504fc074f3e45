"""Pages of lists, and cursors for lists whose order can change while they are read."""

import base64
import re
from dataclasses import dataclass

from portal.errors import ValidationFailed

# The time and the id of an item.
Position = tuple[str, str]
# Visible characters only: not every database takes the others.
_POSITION = re.compile(r"([!-~]+) ([!-~]+)")


@dataclass(frozen=True)
class Pagination:
    """Which page of a list a response holds; `pages` is 0 when the list is empty.

    Attributes:
        next: cursor of the items that follow; None at the end, and for a list without cursors.
    """

    page: int
    per_page: int
    total: int
    pages: int
    next: str | None = None

    @classmethod
    def of(cls, page: int, per_page: int, total: int, following: Position | None = None) -> "Pagination":
        """Compute the number of pages; `following` is the position of the last item when more items follow."""
        cursor = encode_cursor(following) if following else None
        return cls(page, per_page, total, -(-total // per_page), cursor)


@dataclass(frozen=True)
class PageRequest:
    """Which part of a list is wanted: a page, or what follows a position."""

    page: int
    per_page: int
    after: Position | None = None

    @classmethod
    def of(cls, page: int, per_page: int, after: str | None) -> "PageRequest":
        """Decode the cursor; raises ValidationFailed."""
        return cls(page, per_page, decode_cursor(after) if after else None)

    @property
    def offset(self) -> int:
        """How many items to skip."""
        return 0 if self.after else (self.page - 1) * self.per_page


def encode_cursor(position: Position) -> str:
    """Return the opaque form of a position."""
    return base64.urlsafe_b64encode(" ".join(position).encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> Position:
    """Return the position; raises ValidationFailed when no list issued this cursor."""
    try:
        decoded = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode("ascii")
    except ValueError:
        decoded = ""
    match = _POSITION.fullmatch(decoded)
    if match is None:
        raise ValidationFailed(details={"after": ["Not a cursor of this list."]})
    return match[1], match[2]
