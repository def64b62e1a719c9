"""Routes of accounts: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, path

from accounts import api, views

app_name = "accounts"

# The door of registration composes several apps and stands in influmaroc, under this app's name.
urlpatterns: list[URLPattern] = [
    path("connexion", views.log_in, name="login"),
    path("deconnexion", views.log_out, name="logout"),
]
api_urlpatterns: list[URLPattern] = [
    path("auth/login", api.Login.as_view(), name="api-login"),
    path("auth/refresh-token", api.RefreshToken.as_view(), name="api-refresh-token"),
    path("auth/logout", api.Logout.as_view(), name="api-logout"),
]
