"""Writes of accounts: opening and closing one, signing in and out, and the tokens of the API."""

from accounts.services.opening import (
    OPEN_ROLES,
    check_password_strength,
    close_account,
    prove_identity,
    record_consents,
    register,
    reopen_account,
    speak_language,
)
from accounts.services.tokens import Tokens, issue_tokens, revoke_token, revoke_tokens, rotate_tokens

__all__ = [
    "OPEN_ROLES",
    "Tokens",
    "check_password_strength",
    "close_account",
    "issue_tokens",
    "prove_identity",
    "record_consents",
    "register",
    "reopen_account",
    "revoke_token",
    "revoke_tokens",
    "rotate_tokens",
    "speak_language",
]
