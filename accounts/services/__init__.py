"""Writes of accounts: opening and closing one, signing in and out, and the tokens of the API."""

from accounts.services.opening import (
    OPEN_ROLES,
    Tokens,
    check_password_strength,
    close_account,
    issue_tokens,
    prove_identity,
    record_consents,
    register,
    reopen_account,
    revoke_token,
    revoke_tokens,
    rotate_tokens,
    speak_language,
)

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
