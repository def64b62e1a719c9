"""Whether money may move, and what the last audit said."""

from typing import Any

from django.db.models import Q

from payments.models import AuditRun, LedgerHold

Mark = tuple[str, str, str]


def open_hold() -> LedgerHold | None:
    """The hold that is in force; None on a normal day. One query on an index of at most one row."""
    return LedgerHold.objects.filter(lifted_at=None).first()


def is_on_hold() -> bool:
    """For pages: whether to say that payments are paused."""
    return LedgerHold.objects.filter(lifted_at=None).exists()


def last_run() -> AuditRun | None:
    return AuditRun.objects.order_by("-pk").first()


def accepted_marks() -> set[Mark]:
    """Findings that two people have seen and let money move beside, since the books were last right."""
    last_green = AuditRun.objects.filter(n_findings=0).order_by("-pk").values_list("pk", flat=True).first()
    lifted = LedgerHold.objects.filter(Q(lifted_by__isnull=False) & Q(run__gt=last_green or 0))
    seen: set[Mark] = set()
    for hold in lifted:
        runs = AuditRun.objects.filter(pk__gte=hold.run_id, at__lte=hold.lifted_at)
        for run in runs.order_by("-pk")[:1]:
            seen |= {mark_of(finding) for finding in run.findings}
    return seen


def mark_of(finding: dict[str, Any]) -> Mark:
    return finding["code"], finding["subject"], finding["actual"]
