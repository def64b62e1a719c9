"""Routes of plans: pages (under a language prefix) and API (under /api/)."""

from django.urls import path

from plans import api, views

app_name = "plans"

urlpatterns = [
    path("marque/formule", views.plan, name="plan"),
    path("marque/formule/choisir", views.choose, name="choose"),
]
api_urlpatterns = [
    path("plans", api.Plans.as_view()),
    path("subscription", api.OwnSubscription.as_view()),
    path("subscription/charges", api.Charges.as_view()),
]
