"""Money that moved, failed to move, or waits for somebody."""

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
        _("Plan paid"), _("The payment for your plan has arrived. Thank you."), "landmark", "success"
    ),
    "plan_card_declined": Kind(
        _("Your card was not charged"),
        _(
            "%(amount)s for your plan could not be charged. Stripe tries again by itself; choose another "
            "card to keep the plan. Everything you made stays."
        ),
        "alarm-clock",
        "danger",
        asks=True,
        is_mailed=True,
    ),
    "plan_changed": Kind(
        _("Your plan has changed"),
        _("Your brand is on the plan %(plan)s now. What you made stays as it is."),
        "info",
        "info",
        is_mailed=True,
    ),
    "ledger_red": Kind(
        _("The books are wrong"),
        _("The auditor found %(n)s things that do not fit. Payments are on hold until they are put right."),
        "circle-x",
        "danger",
        asks=True,
        is_mailed=True,
    ),
    "ledger_hold_lifted": Kind(
        _("Payments move again"), _("The hold on payments has been lifted."), "circle-check", "success"
    ),
    "correction_proposed": Kind(
        _("A correction to approve"),
        _("A correction of the ledger waits for a second person."),
        "landmark",
        asks=True,
    ),
    "documents_issued": Kind(
        _("New documents"),
        _("Issued for you: %(numbers)s. You can read and download them at any time."),
        "file-text",
        "info",
        is_mailed=True,
    ),
    "document_resent": Kind(
        _("Your document"),
        _("Here is %(numbers)s again. You can read and download it at any time."),
        "file-text",
        "info",
        is_mailed=True,
    ),
    "mandate_accepted": Kind(
        _("Billing mandate accepted"),
        _("From now on we write your invoices to brands. If this was not you, withdraw it and write to us."),
        "file-check",
        "warning",
        is_mailed=True,
    ),
    "mandate_revoked": Kind(
        _("Billing mandate withdrawn"),
        _("From now on you write your own invoices to brands."),
        "file-text",
        "warning",
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
    "chargeback_opened": Kind(
        _("The bank disputes a payment"),
        _(
            "The bank of %(brand)s takes its payment for “%(campaign)s” back: %(amount)s. The funds are "
            "frozen and every deadline stops until the bank has decided."
        ),
        "scale",
        "danger",
        is_mailed=True,
    ),
    "chargeback_opened_late": Kind(
        _("Your bank disputes a payment"),
        _(
            "Your bank takes the payment for “%(campaign)s” back: %(amount)s, which were paid out already. "
            "If this is a mistake, withdraw the dispute at your bank."
        ),
        "scale",
        "danger",
        asks=True,
        is_mailed=True,
    ),
    "chargeback_opened_staff": Kind(
        _("A chargeback to answer"),
        _("The bank of %(brand)s takes %(amount)s back for “%(campaign)s”. Send the evidence in time."),
        "scale",
        "danger",
        asks=True,
    ),
    "chargeback_won": Kind(
        _("The funds are free again"),
        _(
            "The bank gave the payment for “%(campaign)s” back: the work goes on and every deadline starts "
            "anew."
        ),
        "shield-check",
        "success",
        is_mailed=True,
    ),
    "chargeback_won_late": Kind(
        _("The dispute at your bank is closed"),
        _("The bank gave the payment for “%(campaign)s” back. Nothing is owed."),
        "circle-check",
        "success",
        is_mailed=True,
    ),
    "chargeback_lost": Kind(
        _("The bank decided for the payer"),
        _(
            "The payment for “%(campaign)s” went back to the bank of %(brand)s: the contract is over. What "
            "was paid out before stays paid."
        ),
        "undo-2",
        "danger",
        is_mailed=True,
    ),
    "chargeback_owed": Kind(
        _("A payment your bank took back is owed"),
        _(
            "%(owed)s for “%(campaign)s” were paid out before your bank took them back. Settle them with us: "
            "until then you cannot secure funds for new contracts."
        ),
        "circle-x",
        "danger",
        asks=True,
        is_mailed=True,
    ),
    "chargeback_owed_staff": Kind(
        _("A lost chargeback to recover"),
        _("%(brand)s owes %(owed)s for “%(campaign)s”."),
        "landmark",
        "danger",
        asks=True,
    ),
}
