"""Routes of brands: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, path, re_path

from brands import api, views

app_name = "brands"

urlpatterns: list[URLPattern] = [
    path("b/<slug:slug>", views.public, name="page"),
    path("marque/profil", views.edit, name="edit"),
    path("marque/profil/equipe", views.team, name="team"),
    path("marque/profil/equipe/limite", views.limit, name="limit"),
    path("marque/profil/equipe/quitter", views.leave, name="leave"),
    path("marque/profil/equipe/invitations/<uuid:pk>/renvoyer", views.resend, name="invitation-resend"),
    path("marque/profil/equipe/invitations/<uuid:pk>/retirer", views.withdraw, name="invitation-withdraw"),
    re_path(
        "^marque/profil/equipe/cession/(?P<step>accepter|refuser|retirer)$", views.answer_offer, name="offer"
    ),
    path("marque/profil/equipe/<uuid:pk>", views.set_role, name="set-role"),
    path("marque/profil/equipe/<uuid:pk>/ceder", views.hand_over, name="hand-over"),
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
    path("brands/<uuid:pk>/members", api.Members.as_view()),
    path("brands/<uuid:pk>/members/<uuid:user_id>", api.Member.as_view()),
    path("brands/<uuid:pk>/invitations", api.Invitations.as_view()),
    path("brands/<uuid:pk>/invitations/<uuid:invitation_id>", api.InvitationDetail.as_view()),
    path("brands/<uuid:pk>/invitations/<uuid:invitation_id>/resend", api.InvitationResend.as_view()),
    path("brands/<uuid:pk>/ownership", api.Ownership.as_view()),
    re_path(
        "^brands/(?P<pk>[0-9a-f-]{36})/ownership/(?P<step>accept|decline)$", api.OwnershipAnswer.as_view()
    ),
    path("brands/<uuid:pk>/spending-limit", api.SpendingLimit.as_view()),
    path("brands/<uuid:pk>/leave", api.Leaving.as_view()),
    path("invitations/accept", api.AcceptInvitation.as_view()),
    path("invitations/decline", api.DeclineInvitation.as_view()),
]
