"""The one way the domain says no."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A request the domain turns down: expected, safe to show, never a 500.

    `code` is stable and for machines, `detail` is translated and for people,
    `status` is the HTTP answer. `facts` are plain values the client may use,
    `headers` go with the answer. `remedy` names the page that puts it right, if there is one:
    a person on the website is led there, and back.
    """

    code = "refused"
    status = 409
    detail: str | Promise = _("This cannot be done now.")
    headers: dict[str, str] = {}
    remedy = ""

    def __init__(self, detail: str | Promise | None = None, **facts: Any) -> None:
        self.detail = detail or self.detail
        self.facts = facts
        super().__init__(str(self.detail))


class NotAllowed(Refusal):
    code = "not_allowed"
    status = 403
    detail = _("You may not do this.")


class Invalid(Refusal):
    """A value that cannot be, sent by something else than the form that would have said so."""

    code = "invalid"
    status = 400
    detail = _("Some fields need another look.")


class WrongState(Refusal):
    code = "wrong_state"
    detail = _("This step is not open any more.")


class Stale(Refusal):
    """Somebody saved a newer version since this one was read. `version` is the stored one."""

    code = "stale"
    detail = _("This was changed meanwhile. Load it again, then repeat your change.")


def ensure(allowed: bool) -> None:  # noqa: FBT001 - reads as a sentence: ensure(may_sign(user, deal))
    """Raise NotAllowed unless allowed."""
    if not allowed:
        raise NotAllowed
