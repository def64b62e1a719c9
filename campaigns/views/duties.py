"""What waits for a brand, in words: what is asked, where it is answered, and who of the team may do it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from brands.models import Brand
from brands.policies import MANAGES, PAYS, role_of
from campaigns.selectors import Task, brand_tasks
from campaigns.views.words import amount, isolated


@dataclass(frozen=True)
class Duty:
    """One thing to do, ready to be shown. `is_mine`: this member may do it."""

    task: Task
    icon: str
    title: str
    text: str
    label: str
    url: str
    is_mine: bool

    @property
    def due_at(self) -> datetime | None:
        return self.task.due_at

    @property
    def is_late(self) -> bool:
        return self.task.code == "cancel_late" or (self.due_at is not None and self.due_at < now())


def duties_of(user: Any, brand: Brand) -> list[Duty]:
    """What this member may do comes first, then what colleagues have to do; each by its deadline."""
    role = role_of(user, brand)
    found = [_drawn(task, role) for task in brand_tasks(user)]
    return sorted(found, key=lambda duty: not duty.is_mine)


def _drawn(task: Task, role: str | None) -> Duty:
    icon, title, text, label = DUTIES[task.code]
    names = {
        "other": isolated(task.other),
        "n": task.n,
        "amount": amount(task.amount_centimes or 0),
        "campaign": isolated(task.title),
    }
    is_mine = role in (PAYS if task.code == "fund" else MANAGES)
    return Duty(task, icon, title % names, text % names, str(label), _address(task), is_mine)


def _address(task: Task) -> str:
    """Where the task is done."""
    if task.code in {"answer_applications", "answer_counter"}:
        tab = "new" if task.code == "answer_applications" else "offers"
        return reverse("campaigns:applications", args=[task.campaign_id]) + f"?tab={tab}"
    if task.code == "correct_brief":
        return reverse("campaigns:wizard", args=[task.campaign_id, 1])
    if task.code in {"review", "accept"}:
        return reverse("campaigns:review", args=[task.collaboration_id, task.position])
    name = {"fund": "campaigns:fund", "cancel_late": "campaigns:cancel_deal"}.get(task.code, "campaigns:deal")
    return reverse(name, args=[task.collaboration_id])


Words = Promise | str
_N = ngettext_lazy("Answer %(n)s application", "Answer %(n)s applications", "n")
_COUNTERS = ngettext_lazy("Answer %(n)s counter-offer", "Answer %(n)s counter-offers", "n")

# icon, title, what happens without it, button
DUTIES: dict[str, tuple[str, Words, Words, Words]] = {
    "answer_applications": ("users", _N, _("%(campaign)s. Unanswered ones lapse."), _("Read and answer")),
    "answer_counter": (
        "handshake",
        _COUNTERS,
        _("%(campaign)s. Unanswered ones lapse."),
        _("See the offers"),
    ),
    "correct_brief": (
        "pencil",
        _("Correct the brief: %(campaign)s"),
        _("Our team says what is missing."),
        _("Correct"),
    ),
    "sign": (
        "file-pen",
        _("Sign the contract with %(other)s"),
        _("%(campaign)s. Without both signatures it lapses."),
        _("Read and sign"),
    ),
    "fund": (
        "shield-check",
        _("Secure %(amount)s for %(other)s"),
        _("%(campaign)s, contract signed. Without the funds it lapses."),
        _("Secure the funds"),
    ),
    "review": (
        "eye",
        _("Answer the draft of %(other)s"),
        _("%(campaign)s. Without an answer it is approved automatically."),
        _("See and answer"),
    ),
    "accept": (
        "external-link",
        _("Check the publication of %(other)s"),
        _("%(campaign)s. Without an answer it is accepted automatically."),
        _("Check and accept"),
    ),
    "cancel_late": (
        "alarm-clock",
        _("%(other)s is late"),
        _("%(campaign)s. You may wait, or cancel and get back what was not handed in."),
        _("See the choice"),
    ),
}
