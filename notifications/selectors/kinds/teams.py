"""Teams: who joined and left, whose the brand is, and which payments need a second person."""

from django.utils.translation import gettext_lazy as _

from notifications.selectors.kinds.kind import Kind

TEAMS = {
    "member_added": Kind(
        _("You joined a brand"), _("You now act for %(brand)s on InfluMaroc."), "users", "info"
    ),
    "member_joined": Kind(
        _("A new colleague"), _("%(name)s has joined the team of %(brand)s."), "user-plus", "success"
    ),
    "member_left": Kind(
        _("A colleague has left"),
        _("%(name)s has left the team of %(brand)s."),
        "user-minus",
        "info",
        is_mailed=True,
    ),
    "ownership_moved": Kind(
        _("The brand has a new owner"),
        _("%(name)s owns %(brand)s now. You are a manager."),
        "key-round",
        "warning",
        is_mailed=True,
    ),
    "approval_asked": Kind(
        _("Your approval is asked for"),
        _("%(name)s wants to pay %(amount)s for “%(campaign)s”. A second person has to approve it."),
        "users",
        "primary",
        asks=True,
        is_mailed=True,
    ),
    "approval_given": Kind(
        _("Payment approved"),
        _("Your payment of %(amount)s for “%(campaign)s” is approved: you can pay now."),
        "circle-check",
        "success",
        asks=True,
        is_mailed=True,
    ),
    "approval_refused": Kind(
        _("Payment refused"),
        _("Your payment of %(amount)s for “%(campaign)s” was refused. Nothing is paid."),
        "ban",
        "danger",
        is_mailed=True,
    ),
    "spending_limit_set": Kind(
        _("Two people for large payments"),
        _("From now on, payments above %(amount)s need a second person of your team."),
        "shield-check",
        "info",
        is_mailed=True,
    ),
    "spending_limit_off": Kind(
        _("One person pays any amount"),
        _("Payments of your team no longer need a second person."),
        "shield-check",
        "warning",
        is_mailed=True,
    ),
}
