"""Writes of accounts: opening and closing one, signing in and out, passwords, the tokens of the API."""

from accounts.services.looks import count_page, end_look, open_look, start_look
from accounts.services.opening import (
    OPEN_ROLES,
    check_password_strength,
    prove_identity,
    record_consents,
    register,
    speak_language,
)
from accounts.services.passwords import change_password, password_was_set, set_password
from accounts.services.profiles import known_zones, set_picture, update_profile
from accounts.services.resets import (
    answer_ask,
    ask_reset,
    clean_up_resets,
    find_reset,
    forget_old_resets,
    reset_password,
)
from accounts.services.sign_ins import (
    SIGN_IN_KEY,
    end_resets,
    end_sign_in,
    end_sign_ins,
    forget_old_sign_ins,
    start_session,
    start_sign_in,
    who_is_in,
)
from accounts.services.standing import (
    close_account,
    reopen_account,
    restore_account,
    set_standing,
    suspend_account,
)
from accounts.services.tokens import SIGN_IN_CLAIM, Tokens, issue_tokens, revoke_token, rotate_tokens

__all__ = [
    "OPEN_ROLES",
    "SIGN_IN_CLAIM",
    "SIGN_IN_KEY",
    "Tokens",
    "answer_ask",
    "ask_reset",
    "change_password",
    "check_password_strength",
    "clean_up_resets",
    "close_account",
    "count_page",
    "end_look",
    "end_resets",
    "end_sign_in",
    "end_sign_ins",
    "find_reset",
    "forget_old_resets",
    "forget_old_sign_ins",
    "issue_tokens",
    "known_zones",
    "open_look",
    "password_was_set",
    "prove_identity",
    "record_consents",
    "register",
    "reopen_account",
    "reset_password",
    "restore_account",
    "revoke_token",
    "rotate_tokens",
    "set_password",
    "set_picture",
    "set_standing",
    "speak_language",
    "start_look",
    "start_session",
    "start_sign_in",
    "suspend_account",
    "update_profile",
    "who_is_in",
]
