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
    path("notifications/lot", views.finish, name="finish"),
    path("notifications/remettre", views.put_back, name="put-back"),
    path("notifications/<uuid:pk>/garder", views.save, name="save"),
    path("notifications/<uuid:pk>/silence", views.mute, name="mute"),
    path("notifications/<uuid:pk>/envois", views.log, name="log"),
    path("reglages/notifications", views.preferences, name="preferences"),
    path("reglages/notifications/apercu", views.sample, name="sample"),
    path("reglages/notifications/essai", views.trial, name="trial"),
    path("reglages/notifications/appareils/<uuid:pk>/retirer", views.remove_device, name="device-remove"),
]
api_urlpatterns: list[URLPattern] = [
    path("notifications", api.NoticeList.as_view(), name="api-notifications"),
    path("notifications/mark-all-read", api.AllRead.as_view(), name="api-notifications-read"),
    path("notifications/preferences", api.OwnPreferences.as_view(), name="api-notification-preferences"),
    path("notifications/devices", api.Devices.as_view(), name="api-notification-devices"),
    path("notifications/devices/<uuid:pk>", api.OneDevice.as_view(), name="api-notification-device"),
    path("notifications/unread-count", api.UnreadNotices.as_view(), name="api-notifications-unread"),
    path("notifications/<uuid:pk>", api.NoticeDetail.as_view(), name="api-notification"),
    path("notifications/<uuid:pk>/saved", api.NoticeSaved.as_view(), name="api-notification-saved"),
    path("notifications/<uuid:pk>/put-back", api.NoticeBack.as_view(), name="api-notification-put-back"),
    path("notifications/<uuid:pk>/mute", api.ThreadMuted.as_view(), name="api-notification-mute"),
    path("notifications/<uuid:pk>/deliveries", api.NoticeLog.as_view(), name="api-notification-log"),
    path("notifications/<uuid:pk>/read", api.NoticeRead.as_view(), name="api-notification-read"),
]
websocket_urlpatterns: list[URLPattern] = [path("ws/", SameOrigin(live))]
# At the top of the site: a service worker rules what lies under its own address.
root_urlpatterns: list[URLPattern] = [path("sw.js", views.service_worker, name="service-worker")]
