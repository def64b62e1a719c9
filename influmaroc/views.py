"""Pages that belong to no app: home, the language door, errors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def choose_language(request: HttpRequest) -> HttpResponse:
    return redirect("home")


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("InfluMaroc")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("csrf", status=403)
