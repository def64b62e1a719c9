"""The link that ends the news: whoever holds it may use it, without signing in and without an end."""

from uuid import UUID

from django.core import signing

PATH = "/courrier/desabonnement"
_SALT = "mail.news"


def unsubscribe_path(user_id: UUID | None) -> str:
    """Without the language prefix."""
    return f"{PATH}/{signing.dumps(str(user_id), salt=_SALT)}"


def who_refuses(token: str) -> UUID | None:
    """The person of a link that we signed, or None."""
    try:
        return UUID(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
