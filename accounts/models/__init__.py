"""People, how they sign in, and what they still have to prove."""

from accounts.models.users import Consent, User

__all__ = ["Consent", "User"]
