"""Routes of the files: the API, and the one address where bytes are handed out."""

from django.urls import URLPattern, path

from files.api import serving

serving_urlpatterns = [path("fichiers/<uuid:pk>/<slug:variant>", serving.Serve.as_view(), name="file")]
api_urlpatterns: list[URLPattern] = []
