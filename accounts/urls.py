"""Routes of accounts: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, path

from accounts import api, views

app_name = "accounts"

# The door of registration composes several apps and stands in influmaroc, under this app's name.
urlpatterns: list[URLPattern] = [
    path("connexion", views.log_in, name="login"),
    path("deconnexion", views.log_out, name="logout"),
    path("reglages/securite", views.security, name="security"),
    path("reglages/securite/mot-de-passe", views.change_own_password, name="change-password"),
    path("reglages/securite/autres", views.end_others, name="end-others"),
    path("reglages/securite/<uuid:pk>", views.end_one, name="end-one"),
]
api_urlpatterns: list[URLPattern] = [
    path("auth/login", api.Login.as_view(), name="api-login"),
    path("auth/refresh-token", api.RefreshToken.as_view(), name="api-refresh-token"),
    path("auth/logout", api.Logout.as_view(), name="api-logout"),
    path("auth/change-password", api.Password.as_view(), name="api-change-password"),
    path("auth/sign-ins", api.SignIns.as_view(), name="api-sign-ins"),
    path("auth/sign-ins/<uuid:pk>", api.SignInView.as_view(), name="api-sign-in"),
]
