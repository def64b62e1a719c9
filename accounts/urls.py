"""Routes of accounts: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, path

from accounts import api

app_name = "accounts"

urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("auth/login", api.Login.as_view(), name="api-login"),
    path("auth/refresh-token", api.RefreshToken.as_view(), name="api-refresh-token"),
    path("auth/logout", api.Logout.as_view(), name="api-logout"),
]
