"""All routes: each app's pages under /fr/ /ar/ /en/, its API under /api/ (no trailing slashes)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.module_loading import import_string
from django.views.decorators.cache import cache_page
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView

from accounts.urls import api_urlpatterns as accounts_api
from accounts.urls import reset_urlpatterns
from accounts.urls import urlpatterns as accounts_urlpatterns
from brands.urls import api_urlpatterns as brands_api
from campaigns.urls import api_urlpatterns as campaigns_api
from files.urls import api_urlpatterns as files_api
from files.urls import serving_urlpatterns
from influencers.urls import api_urlpatterns as influencers_api
from influmaroc import (
    api,
    invited,
    media,
    pricing,
    registration,
    search_people,
    see_as,
    verification,
    views,
    welcome,
)
from invoicing.urls import api_urlpatterns as invoicing_api
from mail.urls import api_urlpatterns as mail_api
from mail.urls import dev_urlpatterns as mail_dev
from messaging.urls import api_urlpatterns as messaging_api
from notifications.urls import api_urlpatterns as notifications_api
from notifications.urls import root_urlpatterns as notifications_root
from payments.urls import api_urlpatterns as payments_api
from plans.urls import api_urlpatterns as plans_api
from privacy.urls import api_urlpatterns as privacy_api
from treasury.urls import api_urlpatterns as treasury_api
from webhooks.urls import api_urlpatterns as webhooks_api

PROVIDERS = "allauth.socialaccount.providers"
# Opening an account composes accounts with brands and influencers, so its page stands up here.
accounts_pages = [
    *accounts_urlpatterns,
    path("inscription", registration.register, name="register"),
    path("verifier", verification.verify, name="verify"),
    path("verifier/encore", verification.verify_again, name="verify-again"),
    path("verifier/lien", verification.verify_link, name="verify-link"),
    path("verifier/<str:link>", verification.take_link, name="take-link"),
]
# The same for everybody and a second of work: written every ten minutes and language, not for each visitor.
SCHEMA_KEPT_S = 0 if settings.DEBUG else 600
schema = cache_page(SCHEMA_KEPT_S)(SpectacularAPIView.as_view(authentication_classes=[]))
api_urlpatterns = [
    path("auth/register", api.Register.as_view(), name="api-register"),
    path("users/search", search_people.SearchPeople.as_view(), name="api-search-people"),
    path("auth/verify-email", api.VerifyEmail.as_view(), name="api-verify-email"),
    path("auth/resend-code", api.ResendCode.as_view(), name="api-resend-code"),
    *accounts_api,
    *brands_api,
    *campaigns_api,
    *files_api,
    *influencers_api,
    *invoicing_api,
    *mail_api,
    *messaging_api,
    *notifications_api,
    *payments_api,
    *plans_api,
    *privacy_api,
    *treasury_api,
    *webhooks_api,
    path("schema", schema, name="api-schema"),
    path("docs", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
    path("redoc", SpectacularRedocView.as_view(url_name="api-schema"), name="api-redoc"),
]

urlpatterns = [
    path("", views.choose_language, name="root"),
    path("langue/<str:code>", views.set_language, name="set-language"),
    path("apparence/<str:choice>", views.set_theme, name="set-theme"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("i18n/", include("django.conf.urls.i18n")),
    # One door for everybody: the admin's own login would let somebody in without a sign-in.
    path("admin/login/", RedirectView.as_view(pattern_name="accounts:login", query_string=True)),
    path("admin/regard/<uuid:pk>", see_as.start, name="see-as"),
    path("admin/", admin.site.urls),
    path("api/", include(api_urlpatterns)),
    path("auth/", include((reset_urlpatterns, "short"))),  # the brief's other address of the same doors
    path("dev/", include(mail_dev)),
    # The ways back from the sites that are configured, under the names allauth knows; of it nothing else.
    *(
        path(
            f"connexion/avec/{name}/retour/",
            import_string(f"{PROVIDERS}.{name}.views.oauth2_callback"),
            name=f"{name}_callback",
        )
        for name in settings.SOCIAL_SIGN_IN
    ),
    path("regard/fin", see_as.end, name="see-as-end"),
    path("media/<path:path>", media.picture, name="picture"),
    *serving_urlpatterns,
    *notifications_root,
]
urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("marques", views.for_brands, name="for-brands"),
    path("createurs", views.for_creators, name="for-creators"),
    path("tarifs", pricing.pricing, name="pricing"),
    path("etat", views.status, name="status"),
    path("", include((accounts_pages, "accounts"))),
    path("invitation", invited.invitation, name="invitation"),
    path("invitation/changer", invited.change_person, name="invitation-change"),
    path("invitation/<str:token>", invited.take_token, name="invitation-link"),
    path("bienvenue", welcome.welcome, name="welcome"),
    path("", include("brands.urls")),
    path("", include("campaigns.urls")),
    path("", include("influencers.urls")),
    path("", include("invoicing.urls")),
    path("", include("mail.urls")),
    path("", include("messaging.urls")),
    path("", include("notifications.urls")),
    path("", include("payments.urls")),
    path("", include("plans.urls")),
    path("", include("privacy.urls")),
    path("", include("webhooks.urls")),
)

handler400 = "influmaroc.views.bad_request"
handler404 = "influmaroc.views.not_found"
handler500 = "influmaroc.views.server_error"
