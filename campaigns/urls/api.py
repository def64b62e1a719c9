"""Routes of the marketplace: api."""

from django.urls import URLPattern

api_urlpatterns: list[URLPattern] = []
