"""Signing in over the API, and where one is signed in. Opening an account is composed in influmaroc.api."""

from accounts.api.sign_ins import Password, SignIns, SignInView
from accounts.api.tokens import Login, Logout, RefreshToken

__all__ = ["Login", "Logout", "Password", "RefreshToken", "SignInView", "SignIns"]
