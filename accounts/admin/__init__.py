"""People for staff, and what is kept about their accounts."""

from accounts.admin.people import UserAdmin
from accounts.admin.records import (
    PasswordResetTokenAdmin,
    SecurityEventAdmin,
    SignInAdmin,
    StaffLookAdmin,
)

__all__ = ["PasswordResetTokenAdmin", "SecurityEventAdmin", "SignInAdmin", "StaffLookAdmin", "UserAdmin"]
