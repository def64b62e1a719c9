"""What the bank turns down, and what is nobody's fault."""

from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class GatewayNotConfigured(Refusal):
    code = "gateway_not_configured"
    detail = _("This way of paying is not offered here.")


class GatewayDraining(Refusal):
    """Staff closed it to new payments; `offered` names the other ways."""

    code = "gateway_draining"
    detail = _("This way of paying takes no new payments at the moment. Choose another one.")


class GatewayResting(Refusal):
    """It did not answer several times in a row; `offered` names the other ways."""

    code = "gateway_resting"
    status = 503
    headers = {"Retry-After": "60"}
    detail = _(
        "This way of paying does not answer at the moment. Choose another one, or try again in a minute."
    )


class GatewayUnreachable(Refusal):
    """No answer from the provider: the outcome is unknown, which is not the same as failed."""

    code = "gateway_unreachable"
    status = 503
    detail = _("The bank does not answer at the moment. We keep checking; do not pay twice.")


class ProviderRefused(Refusal):
    """The provider turned the payment itself down: nothing moved. Its reasons are in our log."""

    code = "provider_refused"
    detail = _("This provider does not take the payment. Nothing was charged: choose another way of paying.")


class BadCallback(Refusal):
    """`answer` (a fact) is what the provider wants to read instead of our refusal."""

    code = "bad_callback"
    status = 400
    detail = _("The signature or its time does not fit.")


class PaymentBeingChecked(Refusal):
    code = "payment_being_checked"
    detail = _("We are checking an earlier payment with the bank. Do not pay twice.")


class NotInThisCountry(Refusal):
    """`offered` names the countries, in two letters."""

    code = "not_in_this_country"
    detail = _(
        "Being paid through Stripe is not available in your country. "
        "A transfer to your bank account (RIB) is."
    )


class InsufficientFunds(Refusal):
    code = "insufficient_funds"
    detail = _("Less than this amount is available.")


class BelowMinimum(Refusal):
    code = "below_minimum"
    detail = _("The amount is below the smallest bank transfer.")


class NoPayoutMethod(Refusal):
    code = "no_payout_method"
    detail = _("Add the RIB of your bank account first.")


class PayoutMethodOnHold(Refusal):
    """`usable_at` says until when."""

    code = "payout_method_on_hold"
    detail = _("The RIB was changed recently: transfers are blocked for 72 hours to protect you.")


class PayoutMethodGone(Refusal):
    code = "payout_method_removed"
    detail = _("This account was removed. Choose another one.")


class PayoutKindNotOffered(Refusal):
    """`offered` lists the ways of being paid that are set up."""

    code = "payout_kind_not_offered"
    detail = _("This way of being paid is not offered here. Add a bank account in Morocco instead.")


class WrongAddress(Refusal):
    code = "wrong_address"
    status = 400
    detail = _("This address does not look right. Copy it from your account there.")


class PayoutRateMissing(Refusal):
    code = "rate_missing"
    status = 503
    detail = _(
        "There is no exchange rate of these days for the currency of this account, and we do not guess one. "
        "Ask again later, or be paid in dirhams on a bank account."
    )


class PayoutInBatch(Refusal):
    code = "payout_in_batch"
    detail = _("This transfer lies in a batch: it leaves with it. Cancel the batch to send it alone.")


class NothingToBatch(Refusal):
    code = "nothing_to_batch"
    detail = _("No approved bank transfer waits for a batch. Approve some first.")


class NotForBatch(Refusal):
    """`payouts` lists the references that do not fit."""

    code = "not_for_batch"
    detail = _("Only approved transfers to a RIB that lie in no other batch fit: %(payouts)s do not.")


class BatchNeedsChecker(Refusal):
    code = "batch_needs_checker"
    status = 403
    detail = _("You built this batch yourself: somebody else has to check and release it.")


class BatchNotReleased(Refusal):
    code = "batch_not_released"
    detail = _("The file is made when a second person releases the batch.")


class PayoutFileChanged(Refusal):
    """What is stored does not have the hash it was released with. Nobody gets it."""

    code = "payout_file_changed"
    status = 500
    detail = _("This file is not what was released. Do not pay from it; tell the technical team.")


class SecondPersonNeeded(Refusal):
    code = "second_person_needed"
    status = 403
    detail = _("Above this amount, the person who sends must not be the one who approved.")


class ApprovalNeeded(Refusal):
    """`state` is none, asked or yours; `amount_centimes` what would be paid, `above_centimes` the limit."""

    code = "approval_needed"
    detail = _(
        "This payment is above your team's limit: a second person who may pay has to approve it first."
    )


class SecondPersonMissing(Refusal):
    code = "second_person_missing"
    detail = _(
        "A second person who may pay is needed. "
        "Invite somebody with the role Finance, or give a member that role."
    )


class OwnRequest(Refusal):
    code = "own_request"
    status = 403
    detail = _("You asked for this approval yourself: somebody else has to give it.")


class WrongRib(Refusal):
    """A RIB that cannot be right. `facts` say what was seen: the field can show it."""

    code = "rib_wrong"
    status = 400
    detail = _("This RIB does not fit.")


class RibHasLetters(WrongRib):
    code = "rib_letters"
    detail = _("A RIB has only digits, and this one has “%(strange)s” in it.")


class RibWrongLength(WrongRib):
    code = "rib_length"
    detail = _("A RIB has 24 digits; this one has %(given)s.")


class RibWrongKey(WrongRib):
    code = "rib_key"
    detail = _(
        "The key %(key)s (the last two digits) does not fit the 22 before it: one digit is wrong. "
        "Compare each group with your bank document."
    )


class CurrencyNotOffered(Refusal):
    """`offered` says in which currencies this way of paying can be used."""

    code = "currency_not_offered"
    detail = _("This way of paying does not take that currency.")


class RateMissing(Refusal):
    """No rate that is young enough: nothing is converted on a guess."""

    code = "rate_missing"
    status = 503
    detail = _(
        "There is no exchange rate of these days for this currency, and we do not guess one. "
        "Pay in dirhams, or try again later."
    )


class RatesDiffer(RateMissing):
    """Two sources contradict each other on the same day: staff look before anything is converted."""

    code = "rates_differ"
    detail = _(
        "Our two sources of exchange rates contradict each other today. "
        "Pay in dirhams, or try again when we have looked at it."
    )


class EscrowFrozen(Refusal):
    """`reason` is dispute or chargeback."""

    code = "escrow_frozen"
    detail = _(
        "These funds are frozen: nothing is paid or refunded until the dispute is decided. "
        "The page of the contract says which one, and what comes next."
    )


class StillRetained(Refusal):
    """`until` is the moment from which it may be released; none while the work is not done."""

    code = "still_retained"
    detail = _("This part of the price is retained until a later day that both sides signed. Wait for it.")


class PayerOwesUs(Refusal):
    """`owed_centimes`: a payment of this wallet was taken back by its bank after the money was paid out."""

    code = "payer_owes"
    detail = _(
        "Your bank took an earlier payment back after it was paid out. "
        "Settle it with us first: write to the support, then you can pay for new contracts."
    )


class MoneyOnHold(Refusal):
    """The auditor found the books wrong: nothing moves but corrections, until they are right again."""

    code = "money_on_hold"
    status = 503
    headers = {"Retry-After": "900"}
    detail = _(
        "Payments are paused while we check our books. Your money is safe and nothing was taken; "
        "please try again later."
    )


class AuditRunning(Refusal):
    code = "audit_running"
    detail = _("The books are being examined at this moment. Look again in a minute.")


class SecondOfStaffNeeded(Refusal):
    """Whoever asked for it cannot agree to it."""

    code = "second_person_needed"
    status = 403
    detail = _("You proposed this yourself: another member of staff has to decide.")


class CorrectionWrong(Refusal):
    """Legs that cannot be posted. `facts` say which rule."""

    code = "correction_wrong"
    status = 400
    detail = _("The legs have to add up to zero, and each needs an account and an amount.")


class CorrectionOverdraws(Refusal):
    code = "correction_overdraws"
    detail = _("This would take an account below zero.")
