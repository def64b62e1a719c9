"""People, and what they agreed to."""

from accounts.models.users import Consent, User

__all__ = ["Consent", "User"]
