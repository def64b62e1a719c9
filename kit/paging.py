"""Cursor pages: {"results", "next", "previous"}; no counts, no offsets. And the number of a numbered page."""

from rest_framework.pagination import CursorPagination

LAST_PAGE = 10_000


def page_number(asked: str | None, last: int = LAST_PAGE) -> int:
    """The page that an address asks for, from 1 to `last`; what is no number is the first."""
    return max(natural(asked, last) or 1, 1)


def natural(text: str | None, most: int) -> int | None:
    """A number that somebody else wrote in digits, `most` at most; None for anything else. Never raises:
    int() itself refuses more than 4300 digits, so only as many are read as `most` has.
    """
    if not text or not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0") or "0"
    return most if len(digits) > len(str(most)) else min(int(digits), most)


class CursorPages(CursorPagination):
    """Newest first unless the view names another `ordering`; `page_size` up to 100."""

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"
    ordering: str | tuple[str, ...] = "-id"
