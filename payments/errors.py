"""What the bank turns down, and what is nobody's fault."""

from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class GatewayNotConfigured(Refusal):
    code = "gateway_not_configured"
    detail = _("This way of paying is not offered here.")


class GatewayUnreachable(Refusal):
    """No answer from the provider: the outcome is unknown, which is not the same as failed."""

    code = "gateway_unreachable"
    status = 503
    detail = _("The bank does not answer at the moment. We keep checking; do not pay twice.")


class BadCallback(Refusal):
    code = "bad_callback"
    status = 400
    detail = _("The signature or its time does not fit.")


class PaymentBeingChecked(Refusal):
    code = "payment_being_checked"
    detail = _("We are checking an earlier payment with the bank. Do not pay twice.")


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
    code = "payout_method_on_hold"
    detail = _("The RIB was changed recently: transfers are blocked for 72 hours to protect you.")


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
