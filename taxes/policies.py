"""Who of the staff may look at proofs and turn rules on. Who speaks for a party is known above."""

from typing import Any


def may_check_profiles(user: Any) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm("taxes.change_taxprofile"))


def may_set_rules(user: Any) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm("taxes.add_ruleswitch"))
