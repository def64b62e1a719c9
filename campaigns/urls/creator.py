"""Routes of the marketplace: what everybody reads, and the creator's own pages."""

from django.urls import path

from campaigns.views import apply, creator, deliver, public

creator_urlpatterns = [
    path("campagnes", public.browse_page, name="browse"),
    path("campagnes/<slug:slug>", public.campaign_page, name="page"),
    path("campagnes/<slug:slug>/postuler", apply.apply, name="apply"),
    path("createur", creator.home, name="creator_home"),
    path("createur/campagnes", public.creator_browse, name="creator_browse"),
    path("createur/calcul", apply.net, name="net"),
    path("createur/candidatures", creator.my_applications, name="my_applications"),
    path("createur/candidatures/<uuid:pk>", creator.application, name="application"),
    path("createur/candidatures/<uuid:pk>/retirer", apply.withdraw, name="withdraw"),
    path("contrats/<uuid:pk>/livrer/<int:position>", deliver.deliver, name="deliver"),
]
