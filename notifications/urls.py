"""Routes of the inbox: pages, API and the one websocket."""

from django.urls import URLPattern, path

from kit.origin import SameOrigin
from notifications import api, views
from notifications.consumers import live

app_name = "notifications"

urlpatterns: list[URLPattern] = [
    path("notifications", views.inbox, name="inbox"),
    path("notifications/nouveautes", views.news, name="news"),
    path("notifications/tout-lire", views.mark_all_read, name="mark-all-read"),
    path("notifications/<uuid:pk>", views.open_notice, name="open"),
    path("notifications/<uuid:pk>/lire", views.mark_read, name="mark-read"),
    path("notifications/<uuid:pk>/retirer", views.remove, name="remove"),
]
api_urlpatterns: list[URLPattern] = [
    path("notifications", api.NoticeList.as_view(), name="api-notifications"),
    path("notifications/mark-all-read", api.AllRead.as_view(), name="api-notifications-read"),
    path("notifications/<uuid:pk>", api.NoticeDetail.as_view(), name="api-notification"),
    path("notifications/<uuid:pk>/read", api.NoticeRead.as_view(), name="api-notification-read"),
]
websocket_urlpatterns: list[URLPattern] = [path("ws/", SameOrigin(live))]
