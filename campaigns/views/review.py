from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.errors import CommentMissing, NoRevisionsLeft
from campaigns.forms.deal import ApproveForm, ChangesForm
from campaigns.models import Collaboration, Deliverable, Submission
from campaigns.policies import may_review, owns
from campaigns.selectors import files_of_work
from campaigns.selectors.rooms import paid_by_accepting, paid_by_approving, retained_by_accepting
from campaigns.services import accept_deliverable, review_deliverable
from campaigns.views.words import what
from kit.errors import WrongState, ensure
from kit.pages import page

UNPROCESSABLE = 422
State, Decision = Deliverable.State, Submission.Decision
RUNNING = {Collaboration.State.FUNDED, Collaboration.State.ACTIVE}


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """A draft to approve or send back, a publication to accept; for everybody else, how far it is."""
    row = _visible(request, pk, position)
    if owns(request.user, row.collaboration.influencer):
        return redirect("campaigns:deliver", pk=pk, position=position)
    return _answer(request, row) if request.method == "POST" else _show(request, row)


def _visible(request: HttpRequest, pk: UUID, position: int) -> Deliverable:
    rows = Deliverable.objects.visible_to(request.user).filter(collaboration=pk)
    deal = "collaboration"
    related = [f"{deal}__{name}" for name in ["brand", "influencer", "campaign", "escrow"]]
    rows = rows.select_related(*related, "proof")
    rows = rows.prefetch_related("submissions", f"{deal}__deliverables", f"{deal}__escrow__parts")
    return get_object_or_404(rows, position=position)


def _show(request: HttpRequest, row: Deliverable, form: ChangesForm | None = None) -> HttpResponse:
    deal = row.collaboration
    versions = sorted(row.submissions.all(), key=lambda one: -one.version)
    is_running, may_act = deal.state in RUNNING, may_review(request.user, deal)
    context = {
        "deliverable": row,
        "deal": deal,
        "campaign": deal.campaign,
        "proof": getattr(row, "proof", None),
        "versions": versions,
        "files": files_of_work([row], request.user),
        "latest": versions[0] if versions else None,
        "n_left": max(deal.revisions - row.n_revisions_used, 0),
        "may_review": may_act,
        "is_reviewing": is_running and row.state == State.SUBMITTED,
        "is_checking": is_running and row.state == State.PUBLISHED,
        "payout": paid_by_accepting(row),
        "draft_payout": paid_by_approving(row),
        "approve_form": ApproveForm(prefix="approve"),
        "form": form or ChangesForm(),
    }
    status = UNPROCESSABLE if form and form.errors else 200
    return page(request, "campaigns/deal/review.html", "main", context, status=status)


def _answer(request: HttpRequest, row: Deliverable) -> HttpResponse:
    """A draft's answer. A refused one changes nothing and keeps what was written."""
    if request.POST.get("decision") == Decision.APPROVE:
        return _approve(request, row)
    form = ChangesForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form)
    try:
        _decide(request, row, Decision.REQUEST_CHANGES, form.cleaned_data["comment"])
    except (CommentMissing, NoRevisionsLeft) as refusal:
        form.add_error("comment", str(refusal.detail))
        return _show(request, row, form)
    messages.success(request, _("Your comments were sent."))
    return redirect("campaigns:deal", pk=row.collaboration_id)


def _approve(request: HttpRequest, row: Deliverable) -> HttpResponse:
    _decide(request, row, Decision.APPROVE, request.POST.get("approve-comment", ""))
    messages.success(request, _("Approved: %(what)s.") % {"what": what(row)})
    return redirect("campaigns:deal", pk=row.collaboration_id)


def _decide(request: HttpRequest, row: Deliverable, decision: str, comment: str) -> None:
    review_deliverable(deliverable_id=row.pk, decision=decision, comment=comment, by=request.user)


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """GET says what accepting does with the money, POST does it; a second click finds it done."""
    row = _visible(request, pk, position)
    ensure(may_review(request.user, row.collaboration))
    if row.state == State.ACCEPTED:
        return redirect("campaigns:deal", pk=pk)
    if row.state != State.PUBLISHED or row.collaboration.state not in RUNNING:
        raise WrongState(state=row.state, wanted=str(State.ACCEPTED))
    if request.method == "GET":
        return page(request, "campaigns/deal/accept.html", "form", _consequence(row))
    accept_deliverable(deliverable_id=row.pk, by=request.user)
    messages.success(request, _("Accepted: %(what)s.") % {"what": what(row)})
    return redirect("campaigns:deal", pk=pk)


def _consequence(row: Deliverable) -> dict[str, Any]:
    deal = row.collaboration
    return {
        "deliverable": row,
        "deal": deal,
        "escrow": deal.escrow,
        "proof": getattr(row, "proof", None),
        "payout": paid_by_accepting(row),
        "retained_centimes": retained_by_accepting(row),
        "n_open": sum(other.state in Deliverable.MOVES for other in deal.deliverables.all()) - 1,
    }
