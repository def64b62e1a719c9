"""Routes of the inbox: pages, API and the one websocket."""

from django.urls import URLPattern

app_name = "notifications"

urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = []
websocket_urlpatterns: list[URLPattern] = []
