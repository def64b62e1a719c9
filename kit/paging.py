"""Cursor pages: {"results", "next", "previous"}; no counts, no offsets."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """Newest first unless the view names another `ordering`; `page_size` up to 100."""

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"
    ordering: str | tuple[str, ...] = "-id"
