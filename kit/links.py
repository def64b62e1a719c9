"""Addresses of pages as rows keep them: without the language, which is the reader's."""

from django.urls import reverse
from django.utils.translation import override

from kit.numbers import current_language


def path(name: str, *args: object) -> str:
    """The address of a page without its language prefix."""
    with override("fr"):
        return reverse(name, args=args).removeprefix("/fr")


def localised(link: str, language: str = "") -> str:
    """Such a path under a language, the one now spoken by default; the admin has none in its address."""
    if not link or link.startswith("/admin/"):
        return link
    return f"/{language or current_language()}{link}"
