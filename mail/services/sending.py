"""A letter on its way: claimed, tried outside any transaction, then ticked."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kit.retries import MAX_ATTEMPTS, next_try
from mail.errors import AddressRefused, Undeliverable
from mail.models import Letter, ShownLetter
from mail.selectors import KINDS, Words, is_suppressed, secret_of

LEASE = timedelta(seconds=30)
ERROR_LENGTH = 500


@transaction.atomic
def claim_letter() -> Letter | None:
    """Take the most urgent letter that is due, for half a minute; None when none is.

    A worker that dies gives it back when the time is up. Letters that are not worth a try any more are given
    up on the way.
    """
    rows = Letter.objects.due().select_related("mailing").order_by("rank", "next_try_at")
    while letter := rows.select_for_update(skip_locked=True, of=("self",)).first():
        if is_suppressed(letter.to):
            _give_up(letter, Letter.State.SUPPRESSED, "the address is suppressed")
        elif reason := _why_not(letter):
            _give_up(letter, Letter.State.FAILED, reason)
        else:
            letter.state = Letter.State.SENDING
            letter.attempts += 1
            letter.next_try_at = timezone.now() + LEASE
            letter.save(update_fields=["state", "attempts", "next_try_at"])
            return letter
    return None


def _why_not(letter: Letter) -> str:
    kind = KINDS.get(letter.kind)
    if kind is None:
        return "this kind of letter is gone"
    if letter.attempts >= MAX_ATTEMPTS:
        return letter.error or "the last attempt was never finished"
    if kind.lasts_s and letter.queued_at + timedelta(seconds=kind.lasts_s) < timezone.now():
        return "what it carries has expired"
    return ""


def _without_secrets(letter: Letter, error: str) -> str:
    """A server may quote what we sent; what was sealed stays so."""
    for value in secret_of(letter).values():
        error = error.replace(value, "…")
    return error[:ERROR_LENGTH]


def _give_up(letter: Letter, state: str, error: str) -> None:
    letter.state = state
    letter.error = _without_secrets(letter, error)
    letter.sealed = ""
    letter.settled_at = timezone.now()
    letter.save(update_fields=["state", "error", "sealed", "settled_at"])


@transaction.atomic
def letter_sent(*, letter_id: UUID, provider: str, provider_id: str) -> None:
    """It has left: what it carried is forgotten here."""
    Letter.objects.filter(pk=letter_id, state=Letter.State.SENDING).update(
        state=Letter.State.SENT,
        sealed="",
        error="",
        provider=provider,
        provider_id=provider_id,
        sent_at=timezone.now(),
    )


@transaction.atomic
def letter_failed(*, letter_id: UUID, error: Exception) -> None:
    """Try again later, ten times at most; then it is given up, red in the admin.

    What the provider will never take is given up at once, as bounced when it is the address.
    """
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if letter.state != Letter.State.SENDING:
        return
    if isinstance(error, Undeliverable):
        is_address = isinstance(error, AddressRefused)
        _give_up(letter, Letter.State.BOUNCED if is_address else Letter.State.FAILED, str(error))
    elif letter.attempts >= MAX_ATTEMPTS:
        _give_up(letter, Letter.State.FAILED, repr(error))
    else:
        letter.state = Letter.State.QUEUED
        letter.next_try_at = next_try(letter.attempts)
        letter.error = _without_secrets(letter, repr(error))
        letter.save(update_fields=["state", "next_try_at", "error"])


@transaction.atomic
def show_letter(*, letter: Letter, words: Words) -> None:
    """Keep a letter as it leaves, for the page of development. Asked for with settings.DEMO only."""
    ShownLetter.objects.update_or_create(
        pk=letter.pk,
        defaults={
            "to": words.to,
            "kind": letter.kind,
            "subject": words.subject[:400],
            "text": words.text,
            "html": words.html,
            "link": words.link[:600],
            "code": words.secret.get("code", ""),
            "token": words.secret.get("token", ""),
        },
    )
