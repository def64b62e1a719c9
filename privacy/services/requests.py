"""What people ask about their data, and the answer that is owed within ten days."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kit.errors import WrongState, ensure
from kit.text import tidy_lines
from kit.throttle import take
from mail.services import post_letter
from privacy.models import PrivacyRequest
from privacy.policies import may_answer

CLOCK = timedelta(days=10)  # law 09-08


def ask_about_data(*, by: User, kind: str, text: str) -> PrivacyRequest:
    """Put a request on record; its clock runs. Raises ValidationError by field, kit.throttle.TooMany."""
    asked = PrivacyRequest(user=by, kind=kind, text=tidy_lines(text)[:2000], due_at=timezone.now() + CLOCK)
    asked.full_clean()
    take("privacy-request", str(by.pk))
    asked.save(force_insert=True)
    return asked


@transaction.atomic
def answer_request(*, request_id: UUID, answer: str, by: Any) -> PrivacyRequest:
    """Staff: answer once, by letter. Raises NotAllowed, WrongState, ValidationError under "answer"."""
    ensure(may_answer(by))
    rows = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("user")
    asked = rows.get(pk=request_id)
    if asked.answered_at:
        raise WrongState
    if not (words := tidy_lines(answer)):
        raise ValidationError({"answer": _("Write an answer.")})
    asked.answer, asked.answered_at, asked.answered_by = words, timezone.now(), by
    asked.save(update_fields=["answer", "answered_at", "answered_by"])
    user = asked.user
    post_letter(
        kind="privacy_answer",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        data={"at": asked.asked_at, "reason": words},
        key=f"privacy-answer:{asked.pk}",
    )
    return asked
