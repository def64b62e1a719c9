"""Signing in through another site (allauth's socialaccount): offered where both values of a provider are set.

Nothing but the identity is asked for, and no token is kept: leave to read figures is another consent.
"""

from typing import Any

from influmaroc import env

_WANTED: dict[str, dict[str, Any]] = {
    "google": {"SCOPE": ["openid", "email", "profile"], "OAUTH_PKCE_ENABLED": True},
    "facebook": {"SCOPE": ["email", "public_profile"], "FIELDS": ["id", "email", "name"], "METHOD": "oauth2"},
    "tiktok": {"SCOPE": ["user.info.basic"]},
    "twitter_oauth2": {"SCOPE": ["users.read", "tweet.read"], "OAUTH_PKCE_ENABLED": True},
}
# Where each asks its question: a form of ours leads there.
_ORIGINS = {
    "google": "https://accounts.google.com",
    "facebook": "https://www.facebook.com",
    "tiktok": "https://www.tiktok.com",
    "twitter_oauth2": "https://x.com",
}


def _app(provider: str) -> dict[str, str] | None:
    """GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, and so on (X_ for X)."""
    prefix = "X" if provider == "twitter_oauth2" else provider.upper()
    client_id = env.text(f"{prefix}_CLIENT_ID", "")
    secret = env.text(f"{prefix}_CLIENT_SECRET", "")
    return {"client_id": client_id, "secret": secret, "key": ""} if client_id and secret else None


SOCIALACCOUNT_PROVIDERS = {
    name: {**wanted, "APPS": [app]} for name, wanted in _WANTED.items() if (app := _app(name))
}
SOCIAL_SIGN_IN = list(SOCIALACCOUNT_PROVIDERS)
SOCIAL_ORIGINS = [_ORIGINS[name] for name in SOCIAL_SIGN_IN]
SOCIALACCOUNT_ADAPTER = "accounts.views.social.SocialDoor"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIAL_APPS = [
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{name}" for name in _WANTED),
]
