"""Routes of brands: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, path

from brands import api, views

app_name = "brands"

urlpatterns: list[URLPattern] = [
    path("b/<slug:slug>", views.public, name="page"),
    path("marque/profil", views.edit, name="edit"),
    path("marque/profil/equipe", views.invite, name="invite"),
    path("marque/profil/equipe/<uuid:pk>", views.set_role, name="set-role"),
    path("marque/profil/equipe/<uuid:pk>/retirer", views.dismiss, name="member-remove"),
    path("marque/profil/logo", views.change_logo, name="change-logo"),
    path("marque/profil/<slug:section>", views.save_section, name="edit-section"),
]
api_urlpatterns: list[URLPattern] = [
    path("brands", api.BrandList.as_view(), name="api-brands"),
    path("brands/search", api.BrandList.as_view(), name="api-brand-search"),
    path("brands/me", api.OwnBrand.as_view(), name="api-own-brand"),
    path("brands/<uuid:pk>", api.BrandDetail.as_view(), name="api-brand"),
    path("brands/<uuid:pk>/logo", api.BrandLogo.as_view(), name="api-brand-logo"),
]
