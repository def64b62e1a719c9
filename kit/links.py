"""Addresses of pages as rows keep them: without the language, which is the reader's."""

from django.urls import reverse
from django.utils.translation import override


def path(name: str, *args: object) -> str:
    """The address of a page without its language prefix."""
    with override("fr"):
        return reverse(name, args=args).removeprefix("/fr")
