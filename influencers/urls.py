"""Routes of influencers: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern

app_name = "influencers"

urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = []
