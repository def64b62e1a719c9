"""Routes of influencers: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, path

from influencers import api

app_name = "influencers"

urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("influencers", api.InfluencerList.as_view(), name="api-influencers"),
    path("influencers/search", api.InfluencerList.as_view(), name="api-influencer-search"),
    path("influencers/<uuid:pk>", api.InfluencerDetail.as_view(), name="api-influencer"),
]
