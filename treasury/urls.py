"""Routes of the treasury: API only (under /api/); its desk is in the admin."""

from django.urls import path, re_path

from treasury import api

api_urlpatterns = [
    path("admin/statements", api.Statements.as_view()),
    path("admin/statement-lines", api.StatementLines.as_view()),
    path("admin/statement-lines/<uuid:pk>/match", api.LineMatch.as_view()),
    re_path("^admin/matches/(?P<pk>[0-9a-f-]{36})/(?P<step>approve|refuse)$", api.MatchStep.as_view()),
]
