"""What pages and API do with codes by SMS. The provider is asked between two writes, in no transaction."""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.errors import SmsUnavailable
from accounts.gateways import twilio
from accounts.models import Challenge, SignIn, User
from accounts.services import (
    Entered,
    Pending,
    Purpose,
    ask_phone,
    claim_sms,
    find_challenge,
    find_own,
    finish_login,
    finish_proof,
    give_back,
    keep_phone,
    number_of,
    send_code_again,
    settle_answer,
    start_answer,
    take_proof,
    take_second_step,
)
from kit.requests import Caller

SMS = SignIn.Factor.SMS
LENGTHS = range(4, 11)  # of Twilio's codes


def send_sms(*, challenge: Challenge, caller: Caller) -> None:
    """Send its code. Twice within half a minute changes nothing.

    Raises SmsNotSetUp, SmsUnavailable, ChallengeGone, kit.throttle.TooMany, and for a number that is being
    added ValidationError under "number".
    """
    errand = claim_sms(challenge=challenge, caller=caller)
    if errand is None:
        return
    try:
        twilio.send(errand.number, errand.language)
    except Exception as error:
        give_back(challenge=challenge)
        if isinstance(error, ValidationError) and challenge.purpose != Purpose.PHONE:
            raise SmsUnavailable from error
        raise


def text_again(*, token: str, purpose: str, method: str, caller: Caller) -> None:
    """Another code, by letter or by SMS. Raises as send_sms and accounts.services.send_code_again."""
    if method == SMS:
        send_sms(challenge=find_challenge(token=token, purpose=purpose), caller=caller)
    else:
        send_code_again(token=token, purpose=purpose)


def answer_login(*, token: str, method: str, answer: Any, caller: Caller) -> Entered | Pending:
    """accounts.services.take_second_step, by SMS too. Raises SmsUnavailable and CodeGone besides."""
    if method != SMS:
        return take_second_step(token=token, method=method, answer=answer, caller=caller)
    challenge = find_challenge(token=token, purpose=Purpose.LOGIN)
    _ask(challenge, answer, caller)
    return finish_login(challenge=challenge, method=SMS, caller=caller)


def answer_proof(*, user: User, token: str, method: str, answer: Any, caller: Caller) -> None:
    """accounts.services.take_proof, by SMS too. Raises SmsUnavailable and CodeGone besides."""
    if method != SMS:
        take_proof(user=user, token=token, method=method, answer=answer, caller=caller)
        return
    challenge = find_own(user=user, token=token, purpose=Purpose.PROOF)
    _ask(challenge, answer, caller)
    finish_proof(challenge=challenge, caller=caller)


def propose_phone(*, by: User, number: str, caller: Caller) -> Pending:
    """Send a code to a number that is to get codes. Raises as ask_phone and send_sms."""
    pending = ask_phone(by=by, number=number, caller=caller)
    send_sms(challenge=pending.challenge, caller=caller)
    return pending


def confirm_phone(*, by: User, token: str, code: str, caller: Caller) -> list[str]:
    """The code arrived: use the number. Returns recovery codes when there were none. Raises as answer_proof,
    and WrongState when there is a phone already.
    """
    challenge = find_own(user=by, token=token, purpose=Purpose.PHONE)
    _ask(challenge, code, caller)
    return keep_phone(challenge=challenge, caller=caller)


def _ask(challenge: Challenge, answer: Any, caller: Caller) -> None:
    """Count the try, ask the provider, settle. What cannot be a code, or was never sent, is not asked."""
    start_answer(challenge=challenge, method=SMS, caller=caller)
    code = "".join(answer.split()) if isinstance(answer, str) else ""
    is_code = code.isascii() and code.isdigit() and len(code) in LENGTHS and challenge.sent_at is not None
    is_right = is_code and twilio.check(number_of(challenge=challenge), code)
    settle_answer(challenge=challenge, is_right=is_right, caller=caller)
