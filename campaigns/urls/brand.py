"""Routes of the marketplace: brand."""

from django.urls import URLPattern

brand_urlpatterns: list[URLPattern] = []
