from accounts.views.login import in_own_language, landing, log_in, log_out
from accounts.views.security import change_own_password, end_one, end_others, security

__all__ = [
    "change_own_password",
    "end_one",
    "end_others",
    "in_own_language",
    "landing",
    "log_in",
    "log_out",
    "security",
]
