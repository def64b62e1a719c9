"""Routes: one page, the hooks of providers, and the letters of development."""

from django.urls import path

from mail import api, views

app_name = "mail"
urlpatterns = [
    path("courrier/desabonnement/<str:token>", views.unsubscribe, name="unsubscribe"),
]
api_urlpatterns = [
    path("mail/events/ses", api.AmazonHook.as_view(), name="api-mail-events-ses"),
    path("mail/events/sendgrid", api.SendGridHook.as_view(), name="api-mail-events-sendgrid"),
]
dev_urlpatterns = [
    path("mails", views.dev_list, name="dev-mails"),
    path("mails/<uuid:pk>", views.dev_letter, name="dev-mail"),
    path("mails/<uuid:pk>/html", views.dev_html, name="dev-mail-html"),
]
