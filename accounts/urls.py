"""Routes of accounts: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, URLResolver, include, path

from accounts import api, views

app_name = "accounts"

# The door of registration composes several apps and stands in influmaroc, under this app's name.
urlpatterns: list[URLPattern] = [
    path("connexion", views.log_in, name="login"),
    path("deconnexion", views.log_out, name="logout"),
    path("reglages/compte", views.account, name="account"),
    path("reglages/compte/photo", views.own_picture, name="own-picture"),
    path("reglages/securite", views.security, name="security"),
    path("reglages/securite/mot-de-passe", views.change_own_password, name="change-password"),
    path("reglages/securite/autres", views.end_others, name="end-others"),
    path("reglages/securite/<uuid:pk>", views.end_one, name="end-one"),
    path("mot-de-passe/oublie", views.forgotten, name="forgotten"),
    path("mot-de-passe/oublie/courrier", views.look_in_mailbox, name="look-in-mailbox"),
    path("mot-de-passe/nouveau", views.new_password, name="new-password"),
    path("mot-de-passe/nouveau/<str:token>", views.take_token, name="take-reset-token"),
]
# Known under two addresses, /api/auth/ and /auth/: the same views, the same limits.
reset_urlpatterns: list[URLPattern] = [
    path("forgot-password", api.ForgotPassword.as_view(), name="api-forgot-password"),
    path("validate-reset-token/<str:token>", api.ValidateResetToken.as_view(), name="api-validate-reset"),
    path("reset-password", api.ResetPassword.as_view(), name="api-reset-password"),
    path("admin/password-reset-tokens", api.ResetTokens.as_view(), name="api-reset-tokens"),
    path("admin/cleanup-expired-tokens", api.CleanUpResets.as_view(), name="api-clean-up-resets"),
]
api_urlpatterns: list[URLPattern | URLResolver] = [
    path("auth/", include(reset_urlpatterns)),
    path("auth/login", api.Login.as_view(), name="api-login"),
    path("auth/refresh-token", api.RefreshToken.as_view(), name="api-refresh-token"),
    path("auth/logout", api.Logout.as_view(), name="api-logout"),
    path("auth/change-password", api.Password.as_view(), name="api-change-password"),
    path("auth/sign-ins", api.SignIns.as_view(), name="api-sign-ins"),
    path("auth/sign-ins/<uuid:pk>", api.SignInView.as_view(), name="api-sign-in"),
    path("users/profile", api.Profile.as_view(), name="api-profile"),
    path("users/profile/picture", api.ProfilePicture.as_view(), name="api-profile-picture"),
    path("admin/users", api.People.as_view(), name="api-people"),
    path("admin/users/<uuid:pk>", api.Person.as_view(), name="api-person"),
    path("admin/users/<uuid:pk>/status", api.PersonStatus.as_view(), name="api-person-status"),
]
