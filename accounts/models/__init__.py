"""People, what they agreed to, where they are signed in, and their way back in."""

from accounts.models.looks import StaffLook
from accounts.models.resets import PasswordResetToken
from accounts.models.sign_ins import Device, SecurityEvent, SignIn
from accounts.models.users import Consent, User

__all__ = ["Consent", "Device", "PasswordResetToken", "SecurityEvent", "SignIn", "StaffLook", "User"]
