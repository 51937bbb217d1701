"""Pages of a list, by number; bounded, so that a huge number costs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Pages:
    """Where somebody is in a list of `total` rows, `size` on a page."""

    number: int
    total: int
    size: int = 20

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Place of the first row of this page, from 1 (0 in an empty list)."""
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last(self) -> int:
        """Place of the last row of this page."""
        return min(self.total, self.number * self.size)

    @property
    def slice(self) -> slice:
        """For slicing a queryset."""
        return slice((self.number - 1) * self.size, self.number * self.size)

    @property
    def before(self) -> int | None:
        """The page before, or None."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, or None."""
        return self.number + 1 if self.number < self.count else None


def page_number(request: HttpRequest) -> int:
    """The `page` of the address: 1 when it is missing or no number."""
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def pages_of(request: HttpRequest, total: int, size: int = 20) -> Pages:
    """The page asked for; beyond the last it is the last."""
    return pages_at(page_number(request), total, size)


def pages_at(number: int, total: int, size: int = 20) -> Pages:
    """The page of this number; beyond the last it is the last."""
    last = max(1, -(-total // size))
    return Pages(min(number, last), total, size)
