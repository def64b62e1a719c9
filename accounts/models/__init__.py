"""People, what they agreed to, and where they are signed in."""

from accounts.models.sign_ins import Device, SecurityEvent, SignIn
from accounts.models.users import Consent, User

__all__ = ["Consent", "Device", "SecurityEvent", "SignIn", "User"]
