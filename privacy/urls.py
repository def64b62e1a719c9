"""Routes of privacy: pages under /reglages/donnees, the API under /api/privacy/ and /api/users/account."""

from django.urls import path

from privacy import api, views

app_name = "privacy"
urlpatterns = [
    path("reglages/donnees", views.home, name="home"),
    path("reglages/donnees/textes", views.agree, name="agree"),
    path("reglages/donnees/nouvelles", views.set_news, name="news"),
    path("reglages/donnees/copie", views.ask_copy, name="ask-copy"),
    path("reglages/donnees/copie/etat", views.copy_state, name="copy-state"),
    path("reglages/donnees/copie/<uuid:pk>", views.download, name="download"),
    path("reglages/donnees/demande", views.ask, name="ask"),
    path("reglages/donnees/supprimer", views.leave, name="leave"),
    path("reglages/donnees/garder", views.keep, name="keep"),
]
api_urlpatterns = [
    path("users/account", api.Account.as_view(), name="api-account"),
    path("users/account/keep", api.KeepAccount.as_view(), name="api-account-keep"),
    path("privacy/consents", api.Consents.as_view(), name="api-consents"),
    path("privacy/exports", api.Exports.as_view(), name="api-exports"),
    path("privacy/exports/<uuid:pk>/file", api.ExportFile.as_view(), name="api-export-file"),
    path("privacy/requests", api.Requests.as_view(), name="api-privacy-requests"),
]
