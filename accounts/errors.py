from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal

BEARER = {"WWW-Authenticate": 'Bearer realm="api"'}


class EmailTaken(Refusal):
    """The address already has an account. Doors answer it in words that also fit other causes."""

    code = "registration_refused"
    status = 400
    detail = _("No account could be opened with these details. If this address is yours, log in instead.")


class WrongLogin(Refusal):
    """One answer for an unknown address, a wrong password and a closed account."""

    code = "wrong_login"
    status = 401
    headers = BEARER
    detail = _("The e-mail address or the password is not right.")


class AccountSuspended(WrongLogin):
    """Told only to whoever knows the password. The reason is in the letter, and so is the way to appeal."""

    code = "account_suspended"
    status = 403
    headers: dict[str, str] = {}
    detail = _(
        "This account is suspended. The reason is in the message we sent to your address. "
        "If you do not agree, reply to that message: somebody who did not take the decision reads it."
    )


class WrongToken(Refusal):
    """A refresh token that is unknown, used, expired, or whose owner is gone."""

    code = "wrong_token"
    status = 401
    headers = BEARER
    detail = _("This token cannot be used. Log in again.")


class ChallengeGone(Refusal):
    """One answer for a code that was asked for too long ago, used, replaced, or guessed at too often."""

    code = "challenge_gone"
    status = 410
    detail = _("This code is no longer valid. Ask for a new one.")


class WrongCode(Refusal):
    """The fact `n_left` says how many tries this code has left."""

    code = "wrong_code"
    status = 400
    detail = _("This code is not right. Look again, or ask for a new one.")


class CodeGone(WrongCode):
    """The provider has forgotten the code of an SMS; what it was asked for can still be answered."""

    code = "code_gone"
    status = 410
    detail = _("This code is no longer valid. Ask for a new one.")


class SmsUnavailable(Refusal):
    """The provider of SMS does not answer, or not as it should."""

    code = "sms_unavailable"
    status = 503
    detail = _("No SMS can be sent right now. Take another way, or try again in a few minutes.")


class SmsNotSetUp(Refusal):
    """This place has no provider of SMS."""

    code = "sms_not_set_up"
    detail = _(
        "Codes by SMS are not set up here. An authenticator app or a passkey does the same, and better."
    )


class ProofNeeded(Refusal):
    """A sensitive step wants the password and a second factor, proved at most ten minutes ago."""

    code = "proof_needed"
    status = 403
    remedy = "accounts:prove"
    detail = _("Confirm first that it is you: this step needs your password and a second step.")


class FactorNeeded(Refusal):
    """Staff add their first factor on the website."""

    code = "factor_needed"
    status = 403
    detail = _("Staff accounts need a second factor. Log in on the website once to add it.")


class LastFactor(Refusal):
    """Staff keep a second factor."""

    code = "last_factor"
    detail = _("Staff accounts need an authenticator app or a passkey. Add another one first.")


class ResetGone(Refusal):
    """One answer for a link that is unknown, used, replaced or expired."""

    code = "reset_gone"
    status = 410
    detail = _("This link is no longer valid. Ask for a new one.")
