"""The product, with one more site to come back from: the peer of the tests."""

from allauth.socialaccount.providers.openid_connect.views import callback
from django.urls import path

from influmaroc.urls import handler400, handler404, handler500
from influmaroc.urls import urlpatterns as product

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]
urlpatterns = [
    path("connexion/avec/<slug:provider_id>/retour/", callback, name="openid_connect_callback"),
    *product,
]
