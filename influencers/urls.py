"""Routes of influencers: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, path

from influencers import api, views

app_name = "influencers"

urlpatterns: list[URLPattern] = [
    path("createurs/recherche", views.search, name="search"),
    path("c/<slug:handle>", views.profile, name="profile"),
    path("createur/profil", views.edit, name="edit"),
    path("createur/profil/photo", views.change_portrait, name="change-portrait"),
    path("createur/profil/<slug:section>", views.save_section, name="edit-section"),
    path("createur/offres", views.package_list, name="packages"),
    path("createur/offres/nouvelle", views.package_form, name="package-new"),
    path("createur/offres/<uuid:pk>", views.package_form, name="package"),
    path("createur/offres/<uuid:pk>/retirer", views.remove, name="package-remove"),
]
api_urlpatterns: list[URLPattern] = [
    path("influencers", api.InfluencerList.as_view(), name="api-influencers"),
    path("influencers/search", api.InfluencerSearch.as_view(), name="api-influencer-search"),
    path("influencers/me", api.OwnInfluencer.as_view(), name="api-own-influencer"),
    path("influencers/<uuid:pk>", api.InfluencerDetail.as_view(), name="api-influencer"),
    path("influencers/<uuid:pk>/portrait", api.InfluencerPortrait.as_view(), name="api-influencer-portrait"),
]
