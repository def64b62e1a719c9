"""The product, with one more site to sign in through: the peer of the tests."""

from django.urls import include, path

from influmaroc.urls import handler400, handler404, handler500
from influmaroc.urls import urlpatterns as product

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]
urlpatterns = [
    path("connexion/avec/", include("allauth.socialaccount.providers.openid_connect.urls")),
    *product,
]
