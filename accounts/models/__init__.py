"""People, what they agreed to, where they are signed in, and their way back in."""

from accounts.models.challenges import Challenge
from accounts.models.factors import Authenticator, Passkey, Phone, RecoveryCode
from accounts.models.looks import StaffLook
from accounts.models.resets import PasswordResetToken
from accounts.models.sign_ins import Device, SecurityEvent, SignIn
from accounts.models.social import SocialLink
from accounts.models.users import Consent, User

__all__ = [
    "Authenticator",
    "Challenge",
    "Consent",
    "Device",
    "Passkey",
    "PasswordResetToken",
    "Phone",
    "RecoveryCode",
    "SecurityEvent",
    "SignIn",
    "SocialLink",
    "StaffLook",
    "User",
]
