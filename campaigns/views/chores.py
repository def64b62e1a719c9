"""Tasks in words: what is asked, where it is done, what the button says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.selectors import Task


@dataclass(frozen=True)
class Chore:
    """One thing a creator has to do, ready to be shown."""

    task: Task
    title: str
    url: str
    label: str

    @property
    def due_at(self) -> datetime | None:
        return self.task.due_at

    @property
    def is_late(self) -> bool:
        return self.task.due_at is not None and self.task.due_at < timezone.now()


def drawn(task: Task) -> Chore:
    title, label, address = _CHORES[task.code]
    return Chore(task, title() % {"other": task.other}, address(task), label())


def _offer(task: Task) -> str:
    return reverse("campaigns:application", args=[task.application_id])


def _deal(task: Task) -> str:
    return reverse("campaigns:deal", args=[task.collaboration_id])


def _piece(task: Task) -> str:
    return reverse("campaigns:deliver", args=[task.collaboration_id, task.position])


_CHORES: dict[str, tuple[Callable[[], str], Callable[[], str], Callable[[Task], str]]] = {
    "answer_offer": (lambda: _("Answer the offer of %(other)s"), lambda: _("See the offer"), _offer),
    "sign": (lambda: _("Sign the contract with %(other)s"), lambda: _("Read and sign"), _deal),
    "submit": (lambda: _("Send the draft to %(other)s"), lambda: _("Send the draft"), _piece),
    "change": (
        lambda: _("Send the changes %(other)s asked for"),
        lambda: _("See the comments"),
        _piece,
    ),
    "publish": (lambda: _("Publish for %(other)s"), lambda: _("Give the public address"), _piece),
}
