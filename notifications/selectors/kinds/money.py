"""Money that moved, failed to move, or waits for somebody; and what staff say to everybody."""

from django.utils.translation import gettext_lazy as _

from notifications.selectors.kinds.kind import Kind

MONEY = {
    "money_available": Kind(
        _("Money available"),
        _("%(amount)s from “%(campaign)s” are available. A transfer can be requested at any time."),
        "wallet",
        "success",
        is_mailed=True,
    ),
    "refund_settled": Kind(
        _("Refund sent"),
        _("%(amount)s have been sent back to your bank."),
        "undo-2",
        "info",
        is_mailed=True,
    ),
    "plan_charged": Kind(
        _("Plan to be paid"),
        _("%(amount)s, VAT included, for your plan. Transfer it with the reference %(reference)s."),
        "landmark",
        "warning",
        asks=True,
        is_mailed=True,
    ),
    "plan_reminded": Kind(
        _("Your plan is not paid yet"),
        _(
            "%(amount)s are late, reference %(reference)s. In %(left)s days your brand goes back to the free "
            "plan; everything you made stays."
        ),
        "alarm-clock",
        "danger",
        asks=True,
        is_mailed=True,
    ),
    "plan_paid": Kind(
        _("Plan paid"), _("Your transfer for the plan has arrived. Thank you."), "landmark", "success"
    ),
    "plan_changed": Kind(
        _("Your plan has changed"),
        _("Your brand is on the plan %(plan)s now. What you made stays as it is."),
        "info",
        "info",
        is_mailed=True,
    ),
    "payment_failed": Kind(
        _("Payment not completed"),
        _("The payment for “%(campaign)s” did not go through. No money was taken; it can be tried again."),
        "circle-x",
        "danger",
        asks=True,
        is_mailed=True,
    ),
    "payout_method_added": Kind(
        _("New bank account"),
        _(
            "The account %(last4)s receives your transfers from %(usable)s on. "
            "If this was not you, write to us at once."
        ),
        "shield",
        "warning",
        is_mailed=True,
        is_guarded=True,
    ),
    "payout_method_removed": Kind(
        _("Account removed"),
        _(
            "The account %(last4)s was removed: nothing is paid on it any more. "
            "If this was not you, write to us at once."
        ),
        "shield",
        "warning",
        is_mailed=True,
        is_guarded=True,
    ),
    "payout_delayed": Kind(
        _("Transfer later than planned"),
        _("Your transfer of %(amount)s is now expected on %(expected)s. %(why)s"),
        "alarm-clock",
        "warning",
        is_mailed=True,
    ),
    "payout_requested": Kind(
        _("Transfer requested"),
        _("Your transfer of %(amount)s is expected on %(expected)s."),
        "send-horizontal",
        "info",
        is_mailed=True,
    ),
    "payout_requested_staff": Kind(
        _("A transfer to approve"),
        _("%(name)s asks for a transfer of %(amount)s."),
        "landmark",
        asks=True,
    ),
    "payout_approved": Kind(
        _("Transfer approved"), _("Your transfer of %(amount)s is approved."), "send-horizontal", "info"
    ),
    "payout_paid": Kind(
        _("Money paid"),
        _("%(amount)s have been paid to your account %(last4)s."),
        "landmark",
        "success",
        is_mailed=True,
    ),
    "payout_failed": Kind(
        _("Transfer failed"),
        _("Your transfer of %(amount)s could not be made. %(why)s The money is available again."),
        "circle-x",
        "danger",
        asks=True,
        is_mailed=True,
    ),
    # What staff write themselves, in each language: data["words"] = {"fr": ..., "ar": ..., "en": ...}.
    "announcement": Kind(_("News from InfluMaroc"), "%(words)s", "megaphone", "info"),
}
