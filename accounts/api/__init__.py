"""Signing in over the API, and where one is signed in. Opening an account is composed in influmaroc.api."""

from accounts.api.people import People, Person, PersonStatus
from accounts.api.profile import Profile, ProfilePicture
from accounts.api.resets import (
    CleanUpResets,
    ForgotPassword,
    ResetPassword,
    ResetTokens,
    ValidateResetToken,
)
from accounts.api.sign_ins import Password, SignIns, SignInView
from accounts.api.tokens import Login, Logout, RefreshToken

__all__ = [
    "CleanUpResets",
    "ForgotPassword",
    "Login",
    "Logout",
    "Password",
    "People",
    "Person",
    "PersonStatus",
    "Profile",
    "ProfilePicture",
    "RefreshToken",
    "ResetPassword",
    "ResetTokens",
    "SignInView",
    "SignIns",
    "ValidateResetToken",
]
