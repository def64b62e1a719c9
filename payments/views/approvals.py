"""A second person's word on a large payment: what was asked, and yes or no."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from payments import policies, services
from payments.models import SpendApproval, Wallet
from payments.selectors import approvals_of
from payments.views.brand import brands_only

SHOWN = 50


@brands_only
@require_GET
def approvals(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """What the people of the team asked each other, the newest first."""
    rows = approvals_of(request.user)[:SHOWN]
    return render(request, "payments/approvals.html", {"rows": rows})


@never_cache
@brands_only
@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, wallet: Wallet, pk: UUID) -> HttpResponse:
    """One request; whoever may pay and did not ask it answers."""
    row = get_object_or_404(approvals_of(request.user), pk=pk)
    if request.method == "POST":
        return _answer(request, row)
    may_answer = row.is_waiting and policies.may_move(request.user, row.escrow.payer)
    context = {"row": row, "escrow": row.escrow, "may_answer": may_answer}
    return render(request, "payments/approval.html", {**context, "is_own": row.asked_by == request.user})


def _answer(request: HttpRequest, row: SpendApproval) -> HttpResponse:
    if request.POST.get("answer") == "yes":
        services.approve_spending(approval_id=row.pk, by=request.user)
        messages.success(request, _("Approved. Whoever asked can pay now."))
    else:
        services.refuse_spending(approval_id=row.pk, by=request.user)
        messages.success(request, _("Refused. Nothing is paid."))
    return redirect("payments:approvals")
