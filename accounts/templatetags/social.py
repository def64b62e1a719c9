"""{% social_sites as sites %}: the other sites one can sign in through; and what each is called."""

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()
NAMES = {"google": "Google", "facebook": "Facebook", "tiktok": "TikTok", "twitter_oauth2": "X"}


@register.simple_tag
def social_sites() -> list[dict[str, str]]:
    """Only those that are configured."""
    return [
        {"id": one, "name": site_name(one), "url": reverse("accounts:go-to-site", args=[one])}
        for one in settings.SOCIAL_SIGN_IN
    ]


@register.filter
def site_name(provider: str) -> str:
    return NAMES.get(provider, provider)
