"""Routes of webhooks: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, path, re_path

from webhooks import api, views

app_name = "webhooks"
urlpatterns: list[URLPattern] = [
    path("reglages/webhooks", views.home, name="home"),
    path("reglages/webhooks/nouveau", views.new, name="new"),
    path("reglages/webhooks/appels/<uuid:pk>", views.call, name="call"),
    path("reglages/webhooks/appels/<uuid:pk>/rejouer", views.replay, name="replay"),
    path("reglages/webhooks/<uuid:pk>", views.one, name="one"),
    path("reglages/webhooks/<uuid:pk>/modifier", views.change, name="change"),
    path("reglages/webhooks/<uuid:pk>/cle", views.secret, name="secret"),
    path("reglages/webhooks/<uuid:pk>/essai", views.test, name="test"),
    path("reglages/webhooks/<uuid:pk>/retirer", views.remove, name="remove"),
    re_path("^reglages/webhooks/(?P<pk>[0-9a-f-]{36})/(?P<name>activer|couper)$", views.step, name="step"),
]
api_urlpatterns: list[URLPattern] = [
    path("webhooks", api.Endpoints.as_view(), name="api-webhooks"),
    path("webhooks/events", api.Catalogue.as_view(), name="api-webhook-events"),
    path("webhooks/deliveries/<uuid:pk>", api.Delivery.as_view(), name="api-webhook-delivery"),
    path("webhooks/deliveries/<uuid:pk>/replay", api.Replay.as_view(), name="api-webhook-replay"),
    path("webhooks/<uuid:pk>", api.EndpointDetail.as_view(), name="api-webhook"),
    path("webhooks/<uuid:pk>/test", api.TestCall.as_view(), name="api-webhook-test"),
    path("webhooks/<uuid:pk>/secret", api.Secret.as_view(), name="api-webhook-secret"),
    path("webhooks/<uuid:pk>/rotate-secret", api.RotateSecret.as_view(), name="api-webhook-rotate"),
    path("webhooks/<uuid:pk>/deliveries", api.Deliveries.as_view(), name="api-webhook-deliveries"),
    re_path(
        "^webhooks/(?P<pk>[0-9a-f-]{36})/(?P<step>enable|disable)$",
        api.EndpointStep.as_view(),
        name="api-webhook-step",
    ),
]
