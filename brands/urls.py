"""Routes of brands: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, path

from brands import api

app_name = "brands"

urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("brands", api.BrandList.as_view(), name="api-brands"),
    path("brands/search", api.BrandList.as_view(), name="api-brand-search"),
    path("brands/<uuid:pk>", api.BrandDetail.as_view(), name="api-brand"),
]
