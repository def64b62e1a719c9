from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.errors import ProofUsed, WrongOwner, WrongPlatform
from campaigns.forms.creator import DraftForm, ProofForm
from campaigns.models import Deliverable, Submission
from campaigns.selectors import files_of_work, waiting_files
from campaigns.selectors.creator import RUNNING
from campaigns.services import publish_deliverable, submit_deliverable
from campaigns.views.access import creators_only
from influencers.models import Influencer
from kit.pages import page

UNPROCESSABLE = 422
State = Deliverable.State
DRAFTING = {State.DUE, State.CHANGES_REQUESTED}


@require_http_methods(["GET", "POST"])
@creators_only
def deliver(request: HttpRequest, influencer: Influencer, pk: UUID, position: int) -> HttpResponse:
    row = _own(influencer, pk, position)
    if request.method == "POST":
        return _publish(request, row) if "proof" in request.POST else _submit(request, row)
    return _show(request, row)


def _own(influencer: Influencer, pk: UUID, position: int) -> Deliverable:
    rows = Deliverable.objects.filter(collaboration__influencer=influencer, collaboration=pk)
    rows = rows.select_related("collaboration__brand", "collaboration__campaign", "proof")
    return get_object_or_404(rows.prefetch_related("submissions"), position=position)


def _submit(request: HttpRequest, row: Deliverable) -> HttpResponse:
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form)
    words = form.cleaned_data
    try:
        said = {"url": words["url"], "caption": words["caption"], "by": request.user}
        is_sent = form.fits(submit_deliverable, deliverable_id=row.pk, **said)
    except ValidationError as error:
        form.add_error(None, error)
        is_sent = False
    if not is_sent:
        return _show(request, row, form)
    messages.success(request, _("Your draft was sent to the brand."))
    return redirect("campaigns:deliver", pk=row.collaboration_id, position=row.position)


def _publish(request: HttpRequest, row: Deliverable) -> HttpResponse:
    form = ProofForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form)
    try:
        publish_deliverable(deliverable_id=row.pk, url=form.cleaned_data["url"], by=request.user)
    except (WrongPlatform, WrongOwner, ProofUsed) as refusal:
        form.add_error("url", str(refusal.detail))
        return _show(request, row, form)
    messages.success(request, _("Thank you: the brand now checks the publication."))
    return redirect("campaigns:deliver", pk=row.collaboration_id, position=row.position)


def _show(request: HttpRequest, row: Deliverable, form: forms.Form | None = None) -> HttpResponse:
    deal, submissions = row.collaboration, list(row.submissions.all())
    is_running = deal.state in RUNNING
    context = {
        "deliverable": row,
        "deal": deal,
        "campaign": deal.campaign,
        "versions": submissions[::-1],
        "files": files_of_work([row], request.user),
        "attached": waiting_files(request.user, getattr(form, "ids", [])),
        "form": form or _form_of(row, submissions),
        "is_drafting": is_running and row.state in DRAFTING,
        "is_publishing": is_running and row.state == State.APPROVED,
        "n_left": deal.revisions - row.n_revisions_used,
        "account": deal.influencer.social_accounts.filter(platform=row.platform).first(),
        "proof": getattr(row, "proof", None),
    }
    status = UNPROCESSABLE if form else 200
    return page(request, "campaigns/creator/deliver.html", "main", context, status=status)


def _form_of(row: Deliverable, submissions: list[Submission]) -> forms.Form:
    """A new version starts from the last one's words."""
    if row.state == State.APPROVED:
        return ProofForm()
    last: dict[str, Any] = {"caption": submissions[-1].caption} if submissions else {}
    return DraftForm(initial=last)
