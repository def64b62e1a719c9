"""Cursor pages: {"results", "next", "previous"}; no counts, no offsets. And the number of a numbered page."""

from rest_framework.pagination import CursorPagination

LAST_PAGE = 10_000


def page_number(asked: str | None, last: int = LAST_PAGE) -> int:
    """The page that an address asks for, from 1 to `last`; what is no number is the first. Never raises:
    int() itself refuses more than 4300 digits, so only as many are read as `last` has.
    """
    if not asked or not (asked.isascii() and asked.isdigit()):
        return 1
    digits = asked.lstrip("0") or "1"
    return last if len(digits) > len(str(last)) else min(int(digits), last)


class CursorPages(CursorPagination):
    """Newest first unless the view names another `ordering`; `page_size` up to 100."""

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"
    ordering: str | tuple[str, ...] = "-id"
