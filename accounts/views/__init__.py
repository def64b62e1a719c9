from accounts.views.account import account, own_picture
from accounts.views.login import in_own_language, landing, log_in, log_out
from accounts.views.passwords import forgotten, look_in_mailbox, new_password, take_token
from accounts.views.security import change_own_password, end_one, end_others, security

__all__ = [
    "account",
    "change_own_password",
    "end_one",
    "end_others",
    "forgotten",
    "in_own_language",
    "landing",
    "log_in",
    "log_out",
    "look_in_mailbox",
    "new_password",
    "own_picture",
    "security",
    "take_token",
]
