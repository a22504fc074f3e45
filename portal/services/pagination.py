"""Pages of lists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pagination:
    """Which page of a list a response holds; `pages` is 0 when the list is empty."""

    page: int
    per_page: int
    total: int
    pages: int

    @classmethod
    def of(cls, page: int, per_page: int, total: int) -> "Pagination":
        """Compute the number of pages."""
        return cls(page, per_page, total, -(-total // per_page))
