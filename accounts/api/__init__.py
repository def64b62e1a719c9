"""Signing in over the API. Opening an account is composed higher up, in influmaroc.api."""

from accounts.api.tokens import Login, Logout, RefreshToken

__all__ = ["Login", "Logout", "RefreshToken"]
