"""Signing in over the API, and where one is signed in. Opening an account is composed in influmaroc.api."""

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
    "RefreshToken",
    "ResetPassword",
    "ResetTokens",
    "SignInView",
    "SignIns",
    "ValidateResetToken",
]
