"""Erasure: the data map, walked table by table, each in its own transaction: a walk goes on where it was."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from kit.pictures import replace_picture
from mail.models import Letter
from mail.services import forget_person
from privacy.datamap import TABLES, Erasure, Field, Rows, Table
from privacy.models import Deletion
from privacy.selectors import column_of, model_of, reasons_to_stay, rows_of
from privacy.services.aside import ASIDE
from privacy.services.redacting import Mask, mask_of, nothing, pseudonym, rewrite, without_words

State = Deletion.State
HELD_LENGTH = 200
FAILED = "failed"  # in the log is why
log = logging.getLogger(__name__)
PICTURES = {"portrait", "logo", "picture"}  # columns that name files


@transaction.atomic
def erase_next_table() -> bool:
    """Do one table of the deletion that has waited longest; False when nothing is due.

    The row is claimed with SKIP LOCKED, so workers beside each other take different people. Before the first
    table the reasons to stay are looked at again: money may have come back meanwhile. A table that cannot be
    done is left for tomorrow, as it was before.
    """
    due = Deletion.objects.filter(state=State.ASKED, due_at__lte=timezone.now()).order_by("due_at")
    deletion = due.select_for_update(skip_locked=True, of=("self",)).select_related("user").first()
    if deletion is None:
        return False
    try:
        with transaction.atomic():
            _go_on(deletion)
    except Exception:  # one that fails must not hold up the others
        log.exception("the deletion %s could not go on", deletion.pk)
        _hold(deletion, [FAILED])
    return True


def _go_on(deletion: Deletion) -> None:
    if not deletion.done and (reasons := reasons_to_stay(deletion.user)):
        _hold(deletion, [one.code for one in reasons])
        return
    table = next((table for table in TABLES if table.label not in deletion.done), None)
    if table is None:
        _finish(deletion)
        return
    erase_table(table=table, user=deletion.user)
    deletion.done = [*deletion.done, table.label]
    deletion.save(update_fields=["done"])


def _hold(deletion: Deletion, codes: list[str]) -> None:
    """Look again tomorrow; staff see why."""
    deletion.held_for = ", ".join(codes)[:HELD_LENGTH]
    deletion.due_at = timezone.now() + timedelta(days=1)
    deletion.save(update_fields=["held_for", "due_at"])


def erase_table(*, table: Table, user: User) -> None:
    """What the map says of one table, for one person; twice is as once. In the caller's transaction."""
    mask = mask_of(user)
    if aside := ASIDE.get(table.label):
        aside(user, mask)
    rows = rows_of(table, user)
    if table.rows is Rows.DELETE:
        rows.delete()
        return
    if table.delete_if:
        rows.filter(**{f"{name}__isnull": True for name in table.delete_if}).delete()
    for name, rule in table.fields.items():
        _erase_column(table, rows, name, rule, user, mask)


def _erase_column(table: Table, rows: Any, name: str, rule: Field, user: User, mask: Mask) -> None:
    column = column_of(model_of(table), name)
    own = rows.filter(**{rule.of: user.pk}) if rule.of else rows
    if rule.erasure is Erasure.BLANK:
        for picture in own.values_list(name, flat=True) if name in PICTURES else ():
            replace_picture(picture, "")
        own.update(**{name: nothing(column)})
    elif rule.erasure is Erasure.PSEUDONYM:
        for row in rows.only("pk"):
            rows.filter(pk=row.pk).update(**{name: pseudonym(column, user, row)})
    elif rule.erasure is Erasure.REDACT and rule.of:
        rewrite(own, name, lambda value: mask.over(without_words(value)))
    if rule.erasure is Erasure.REDACT or rule.of:
        rewrite(rows, name, mask.over)


def _finish(deletion: Deletion) -> None:
    deletion.move(State.ERASED)
    deletion.held_for, deletion.ended_at = "", timezone.now()
    deletion.save(update_fields=["state", "held_for", "ended_at"])


@transaction.atomic
def forget_last_letters(*, limit: int = 100) -> int:
    """Empty the last letter of an erased account once it has left; return how many accounts are done with."""
    rows = Deletion.objects.filter(state=State.ERASED).order_by("ended_at")
    n_closed = 0
    for deletion in rows.select_for_update(skip_locked=True)[:limit]:
        if Letter.objects.owed().filter(user_id=deletion.user_id).exists():
            continue
        forget_person(user_id=deletion.user_id)
        deletion.move(State.CLOSED)
        deletion.save(update_fields=["state"])
        n_closed += 1
    return n_closed
