"""Routes of the marketplace: creator."""

from django.urls import URLPattern

creator_urlpatterns: list[URLPattern] = []
