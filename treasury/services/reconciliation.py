"""Comparing with providers: reports kept, differences kept open until a person explains them."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.services import emit
from kit.errors import ensure
from treasury import policies
from treasury.errors import UnreadableFile
from treasury.facts import DifferencesFound
from treasury.models import Difference, ProviderReport, Reconciliation, ReportLine
from treasury.selectors import Finding, compare
from treasury.services.formats import read_report
from treasury.services.statements import decoded


@transaction.atomic
def read_provider_report(*, gateway: str, name: str, content: bytes, by: Any = None) -> ProviderReport:
    """Keep what a provider says it did. The same bytes are the report they made. Raises NotAllowed,
    UnreadableFile. Without `by` it is the house's own machine (the command line).
    """
    if by is not None:
        ensure(policies.may_reconcile(by))
    digest = hashlib.sha256(gateway.encode() + content).hexdigest()
    known = ProviderReport.objects.filter(sha256=digest).first()
    if known is not None:
        return known
    text = decoded(content)
    rows = read_report(text)
    if not rows:
        raise UnreadableFile(UnreadableFile.detail % {"line": 1, "why": "no lines"}, line=1)
    report = ProviderReport.objects.create(
        gateway=gateway[:20],
        name=name[:120],
        sha256=digest,
        raw=text,
        starts_on=min(row.on for row in rows),
        ends_on=max(row.on for row in rows),
        read_by=by,
    )
    ReportLine.objects.bulk_create(
        ReportLine(report=report, position=position, **vars(row)) for position, row in enumerate(rows, 1)
    )
    return report


@transaction.atomic
def reconcile(*, report: ProviderReport) -> Reconciliation:
    """Compare and keep what differs; a difference known already is only seen again. Nothing is repaired."""
    n_compared, found = compare(report)
    run = Reconciliation.objects.create(report=report, n_compared=n_compared, n_different=len(found))
    n_new = sum(_keep(run, report.gateway, finding) for finding in found)
    if n_new:
        emit(DifferencesFound(gateway=report.gateway, n_new=n_new, reconciliation_id=str(run.pk)))
    return run


def _keep(run: Reconciliation, gateway: str, finding: Finding) -> bool:
    _row, is_new = Difference.objects.update_or_create(
        gateway=gateway,
        **vars(finding),
        defaults={"seen_at": timezone.now()},
        create_defaults={"seen_at": timezone.now(), "found_first": run},
    )
    return is_new


@transaction.atomic
def explain_difference(*, difference_id: int, explanation: str, by: Any) -> Difference:
    """Say why it is so, once. What has to be put right is put right elsewhere. Raises NotAllowed."""
    ensure(policies.may_reconcile(by))
    row = Difference.objects.select_for_update(of=("self",)).get(pk=difference_id)
    if not explanation.strip():
        raise ValidationError({"explanation": _("Say what happened.")})
    if row.explained_at is None:
        row.explanation, row.explained_by, row.explained_at = explanation[:300], by, timezone.now()
        row.save(update_fields=["explanation", "explained_by", "explained_at"])
    return row
