"""What every page needs to draw its frame."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict:
    return {}
