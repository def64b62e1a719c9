"""Routes of plans: pages (under a language prefix) and API (under /api/)."""

from django.urls import path

from plans import api, views

app_name = "plans"

urlpatterns = [
    path("marque/formule", views.plan, name="plan"),
    path("marque/formule/choisir", views.choose, name="choose"),
    path("marque/formule/carte", views.back, name="card-back"),
    path("marque/formule/carte/continuer", views.go_on, name="card-go-on"),
    path("marque/formule/carte/renoncer", views.give_up, name="card-give-up"),
    path("marque/formule/carte/changer", views.change, name="card-change"),
]
api_urlpatterns = [
    path("plans", api.Plans.as_view()),
    path("subscription", api.OwnSubscription.as_view()),
    path("subscription/card", api.OwnCardPlan.as_view()),
    path("subscription/card/change", api.CardChange.as_view()),
    path("subscription/charges", api.Charges.as_view()),
]
