"""People for staff, and what is kept about their accounts."""

from accounts.admin.people import UserAdmin
from accounts.admin.records import (
    AuthenticatorAdmin,
    ChallengeAdmin,
    PasskeyAdmin,
    PasswordResetTokenAdmin,
    SecurityEventAdmin,
    SignInAdmin,
    StaffLookAdmin,
)

__all__ = [
    "AuthenticatorAdmin",
    "ChallengeAdmin",
    "PasskeyAdmin",
    "PasswordResetTokenAdmin",
    "SecurityEventAdmin",
    "SignInAdmin",
    "StaffLookAdmin",
    "UserAdmin",
]
