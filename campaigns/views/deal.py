from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brands.policies import know_roles
from campaigns.errors import AlreadySigned, NameMissing, WorkIsDone
from campaigns.forms.deal import CancelForm, DisputeForm, SignForm
from campaigns.forms.files import EvidenceForm
from campaigns.models import Collaboration
from campaigns.policies import may_cancel, may_dispute, may_fund, may_sign_for, owns
from campaigns.selectors import cancel_consequences, evidence_from, files_of_dispute, waiting_files
from campaigns.selectors.brand import counts_by_tab, first_tab
from campaigns.selectors.consequences import is_retaining
from campaigns.selectors.rooms import DEAL_TABS, deals_of, ending
from campaigns.services import add_evidence, cancel_collaboration, open_dispute, sign_collaboration
from campaigns.views.access import know_side
from campaigns.views.history import history, way
from campaigns.views.lists import keyset, tabs_of
from campaigns.views.turns import turn_of
from kit import money
from kit.errors import WrongState, ensure
from kit.pages import page
from payments.errors import EscrowFrozen
from payments.selectors import Quote, escrow_quote, held_parts, paid_quote, share

CONFLICT, UNPROCESSABLE = 409, 422
ROOM = "campaigns/deal/room.html"
State = Collaboration.State
TABS = {"running": pgettext_lazy("contracts", "In progress"), "over": pgettext_lazy("contracts", "Over")}


@login_required
@require_GET
def deals(request: HttpRequest) -> HttpResponse:
    know_side(request)
    counts = counts_by_tab(Collaboration.objects.visible_to(request.user), DEAL_TABS)
    tab = request.GET.get("tab", "")
    tab = tab if tab in DEAL_TABS else first_tab(counts)
    rows, next_url = keyset(request, deals_of(request.user).filter(state__in=DEAL_TABS[tab]))
    know_roles(request.user, [row.brand for row in rows])
    context = {
        "rows": [{"deal": row, "turn": turn_of(row, request.user), **_seat(row, request)} for row in rows],
        "next_url": next_url,
        "tab": tab,
        "tabs": tabs_of(TABS, counts, tab),
        "n_all": sum(counts.values()),
    }
    return page(request, "campaigns/deal/list.html", "rows", context)


@login_required
@require_GET
def deal(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _visible(request, pk)
    return page(request, ROOM, "room", _room(request, row))


def _rooms(request: HttpRequest) -> QuerySet[Collaboration]:
    rows = Collaboration.objects.visible_to(request.user).for_cards().select_related("dispute")
    return rows.prefetch_related("deliverables", "signatures", "escrow__parts", "escrow__payments__refunds")


def _visible(request: HttpRequest, pk: UUID) -> Collaboration:
    """The contract of one of its two parties; 404 for everybody else."""
    know_side(request)
    return get_object_or_404(_rooms(request), pk=pk)


def _seat(deal: Collaboration, request: HttpRequest) -> dict[str, Any]:
    """From which side the page is read, whatever the person's role there."""
    is_creator = owns(request.user, deal.influencer)
    return {"side": "influencer" if is_creator else "brand", "is_creator": is_creator}


def _room(request: HttpRequest, row: Collaboration, form: SignForm | None = None) -> dict[str, Any]:
    signs = may_sign_for(request.user, row) if row.state == State.AGREED else None
    signed = {one.side: one for one in row.signatures.all()}
    has_to_sign = signs is not None and signs not in signed
    return {
        "deal": row,
        "escrow": row.escrow,
        "quote": _quote(request, row),
        "deliverables": list(row.deliverables.all()),
        "turn": turn_of(row, request.user),
        "steps": way(row),
        "lines": history(row),
        "signed": signed,
        "form": form or SignForm(initial={"terms_hash": row.terms_hash}) if has_to_sign else None,
        **_dispute(request, row),
        **_outcome(request, row),
        **_rights(request, row),
        **_seat(row, request),
    }


def _dispute(request: HttpRequest, row: Collaboration) -> dict[str, Any]:
    """What is argued about, with what both sides put forward."""
    found = getattr(row, "dispute", None)
    is_open = row.state == State.DISPUTED
    return {
        "dispute": found,
        "evidence_files": files_of_dispute(found, request.user),
        "evidence_from": evidence_from(found),
        "may_add_evidence": is_open and may_dispute(request.user, row),
    }


def _quote(request: HttpRequest, row: Collaboration) -> Quote:
    """The contract's price; for its creator also after tax: as it will be, or as it was once all is paid."""
    if not owns(request.user, row.influencer):
        return share(row.escrow, row.price_centimes)
    if row.ended_at is None:
        return escrow_quote(row.escrow)
    paid = paid_quote(row.escrow)
    return paid if paid.price_centimes == row.price_centimes else share(row.escrow, row.price_centimes)


def _outcome(request: HttpRequest, row: Collaboration) -> dict[str, Any]:
    """Where the money of an ended contract went, for its creator with the tax that was withheld; nothing when
    none was ever secured.
    """
    if row.ended_at is None or row.escrow.held_at is None:
        return {"ending": None}
    kept = paid_quote(row.escrow) if owns(request.user, row.influencer) else ending(row)
    return {"ending": kept, "refund": row.escrow.total_centimes - kept.total_centimes - held_of(row)}


def _rights(request: HttpRequest, row: Collaboration) -> dict[str, bool]:
    """Which doors stand open now, for this person."""
    user = request.user
    return {
        "may_cancel": is_cancellable(row) and may_cancel(user, row),
        "may_dispute": row.can_move(State.DISPUTED) and may_dispute(user, row),
        "may_fund": row.state == State.SIGNED and may_fund(user, row),
    }


def held_of(row: Collaboration) -> int:
    """What a dispute freezes and an end can still move; before the funds are secured, all that will be."""
    parts = held_parts(row.escrow)
    return sum(part.total_centimes for part in parts)


def is_cancellable(row: Collaboration) -> bool:
    """Not over, not frozen, and not yet done but for what is retained."""
    return row.can_move(State.CANCELLED) and not (row.escrow.is_frozen or is_retaining(row.escrow))


@login_required
@require_POST
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    row, form = _visible(request, pk), SignForm(request.POST)
    if not form.is_valid():
        return _unsigned(request, row, form)
    try:
        signed = sign_collaboration(collaboration_id=row.pk, by=request.user, **_signature(request, form))
    except AlreadySigned as refusal:
        messages.info(request, str(refusal.detail))
        return redirect("campaigns:deal", pk=row.pk)
    except NameMissing as refusal:
        form.add_error("name", str(refusal.detail))
        return _unsigned(request, row, form)
    messages.success(request, _signed_words(signed))
    return redirect("campaigns:deal", pk=row.pk)


def _signature(request: HttpRequest, form: SignForm) -> dict[str, Any]:
    return {
        "name": form.cleaned_data["name"],
        "terms_hash": form.cleaned_data["terms_hash"],
        "ip": request.META.get("REMOTE_ADDR") or None,
        "user_agent": request.headers.get("User-Agent", ""),
    }


def _unsigned(request: HttpRequest, row: Collaboration, form: SignForm) -> HttpResponse:
    return page(request, ROOM, "room", _room(request, row, form), status=UNPROCESSABLE)


def _signed_words(deal: Collaboration) -> str:
    if deal.state == State.AGREED:
        return _("You have signed. The other side is told.")
    return _("You have signed: both signatures are there. The funds come next.")


def _cancellable(request: HttpRequest, pk: UUID) -> Collaboration:
    row = _visible(request, pk)
    ensure(may_cancel(request.user, row))
    if row.escrow.is_frozen:
        raise EscrowFrozen(reason=row.escrow.frozen_reason)
    if is_retaining(row.escrow):
        raise WorkIsDone
    if not row.can_move(State.CANCELLED):
        raise WrongState(state=row.state, wanted=str(State.CANCELLED))
    return row


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET shows what it costs, POST does it; a changed cost is shown again first."""
    row = _cancellable(request, pk)
    outcome = cancel_consequences(row, request.user)
    form = CancelForm(_posted(request), initial={"shown": outcome.influencer_centimes})
    is_stale = form.is_bound and form.data.get("shown") not in {None, "", str(outcome.influencer_centimes)}
    if form.is_bound and form.is_valid() and not is_stale:
        cancel_collaboration(collaboration_id=row.pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The contract is cancelled."))
        return redirect("campaigns:deal", pk=row.pk)
    status = (CONFLICT if is_stale else UNPROCESSABLE) if form.is_bound else 200
    context = {"deal": row, "outcome": outcome, "form": form, "is_stale": is_stale, **_seat(row, request)}
    return page(request, "campaigns/deal/cancel.html", "form", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _visible(request, pk)
    ensure(may_dispute(request.user, row))
    form, asked = DisputeForm(_posted(request)), {"collaboration_id": row.pk, "by": request.user}
    if form.is_valid() and form.fits(open_dispute, reason=form.cleaned_data["reason"], **asked):
        messages.success(request, _("The dispute is open. The funds are frozen until the decision."))
        return redirect("campaigns:deal", pk=row.pk)
    if not row.can_move(State.DISPUTED):
        raise WrongState(state=row.state, wanted=str(State.DISPUTED))
    held = money.plain(held_of(row))
    attached = waiting_files(request.user, form.ids)
    context = {"deal": row, "form": form, "held": held, "attached": attached, **_seat(row, request)}
    status = UNPROCESSABLE if form.is_bound else 200
    return page(request, "campaigns/deal/dispute.html", "form", context, status=status)


@login_required
@require_POST
def evidence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Files that a side puts forward while a dispute is open."""
    row = _visible(request, pk)
    ensure(may_dispute(request.user, row))
    form = EvidenceForm(request.POST)
    if form.is_valid() and form.fits(add_evidence, collaboration_id=row.pk, by=request.user):
        messages.success(request, _("Your files stand in the dispute. The other side is told."))
    else:
        messages.error(request, str(form.errors["attached"][0]))
    return redirect("campaigns:deal", pk=row.pk)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
