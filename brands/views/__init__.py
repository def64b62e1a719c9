from brands.views.profile import change_logo, edit, public, save_section
from brands.views.team import (
    answer_offer,
    dismiss,
    hand_over,
    leave,
    limit,
    resend,
    set_role,
    team,
    withdraw,
)

__all__ = [
    "answer_offer",
    "change_logo",
    "dismiss",
    "edit",
    "hand_over",
    "leave",
    "limit",
    "public",
    "resend",
    "save_section",
    "set_role",
    "team",
    "withdraw",
]
