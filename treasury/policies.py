"""Who may touch the house's bank. Services insist with kit.errors.ensure()."""

from typing import Any


def may_read_statements(user: Any) -> bool:
    """Read a file in, propose what its lines are."""
    return bool(user.is_active and user.is_staff and user.has_perm("treasury.change_statementline"))


def may_reconcile(user: Any) -> bool:
    """Compare with providers, explain differences."""
    return bool(user.is_active and user.is_staff and user.has_perm("treasury.change_difference"))
