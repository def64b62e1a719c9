"""Routes of brands: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern

app_name = "brands"

urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = []
