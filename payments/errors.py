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
