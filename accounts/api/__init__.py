"""Signing in over the API, and where one is signed in. Opening an account is composed in influmaroc.api."""

from accounts.api.factors import (
    Email,
    Factors,
    PasskeyOptions,
    Passkeys,
    PasskeyView,
    Proof,
    ProofCode,
    ProofOptions,
    RecoveryCodes,
    Sms,
    Totp,
)
from accounts.api.people import People, Person, PersonStatus
from accounts.api.profile import Profile, ProfilePicture
from accounts.api.resets import (
    CleanUpResets,
    ForgotPassword,
    ResetPassword,
    ResetTokens,
    ValidateResetToken,
)
from accounts.api.second_step import PasskeyLogin, PasskeyLoginOptions, SecondStep, SendCode, StepOptions
from accounts.api.sign_ins import Password, SignIns, SignInView
from accounts.api.tokens import Login, Logout, RefreshToken

__all__ = [
    "CleanUpResets",
    "Email",
    "Factors",
    "ForgotPassword",
    "Login",
    "Logout",
    "PasskeyLogin",
    "PasskeyLoginOptions",
    "PasskeyOptions",
    "PasskeyView",
    "Passkeys",
    "Password",
    "People",
    "Person",
    "PersonStatus",
    "Profile",
    "ProfilePicture",
    "Proof",
    "ProofCode",
    "ProofOptions",
    "RecoveryCodes",
    "RefreshToken",
    "ResetPassword",
    "ResetTokens",
    "SecondStep",
    "SendCode",
    "SignInView",
    "SignIns",
    "Sms",
    "StepOptions",
    "Totp",
    "ValidateResetToken",
]
