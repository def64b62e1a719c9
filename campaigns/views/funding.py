from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from brands.policies import may_administer
from campaigns.forms.deal import PayForm
from campaigns.models import Collaboration
from campaigns.policies import may_fund
from kit.errors import WrongState, ensure
from kit.morocco import is_ice
from kit.pages import page
from payments.models import Escrow, Payment
from payments.selectors import has_second_person, label_of, second_person, share, ways_to_pay
from payments.services import ask_approval, create_payment

UNPROCESSABLE = 422
State = Collaboration.State


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def fund(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Secure the funds of a signed contract: what is paid, to whom, what comes back if it goes wrong."""
    row = _own(request, pk)
    if request.method == "GET":
        return _show(request, row)
    ensure(may_fund(request.user, row))
    if row.escrow.held_at:
        return redirect("campaigns:fund", pk=pk)
    if row.state != State.SIGNED:
        raise WrongState(state=row.state, wanted=str(State.FUNDED))
    form = PayForm(request.POST, ways=ways_to_pay(row.escrow))
    if not form.is_valid() or not is_ice(row.brand.ice):
        return _show(request, row, form)
    payment = create_payment(escrow_id=row.escrow_id, by=request.user, **form.chosen())
    return redirect("payments:pay", pk=payment.pk)


@login_required
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the others who may pay to approve a payment above the team's limit."""
    row = _own(request, pk)
    if row.state != State.SIGNED:
        raise WrongState(state=row.state, wanted=str(State.FUNDED))
    ask_approval(escrow_id=row.escrow_id, by=request.user)
    messages.success(request, _("Your colleagues who may pay have been asked."))
    return redirect("campaigns:fund", pk=pk)


def _own(request: HttpRequest, pk: UUID) -> Collaboration:
    """The contract of one of this person's brands; 404 for the creator and for strangers."""
    rows = Collaboration.objects.filter(brand__memberships__user=request.user)
    rows = rows.select_related("brand", "influencer", "campaign", "escrow__payer", "escrow__payee")
    return get_object_or_404(rows.prefetch_related("deliverables", "signatures"), pk=pk)


def _show(request: HttpRequest, row: Collaboration, form: PayForm | None = None) -> HttpResponse:
    payments = list(Payment.objects.filter(escrow=row.escrow).order_by("-made_at")[:5])
    ways = ways_to_pay(row.escrow) if row.escrow.state == Escrow.State.PENDING else []
    told = _telling(payments)
    context = {
        "deal": row,
        "escrow": row.escrow,
        "quote": share(row.escrow, row.price_centimes),
        "stage": _stage(row, payments),
        "payment": told,
        "way": label_of(told.gateway) if told else "",
        "has_ice": is_ice(row.brand.ice),
        "may_edit_brand": may_administer(request.user, row.brand),
        "may_fund": may_fund(request.user, row),
        "second": second_person(row.escrow, request.user),
        "has_second": has_second_person(row.escrow.payer, request.user),
        "ways": ways,
        "form": form or PayForm(ways=ways),
    }
    status = UNPROCESSABLE if form and form.is_bound else 200
    return page(request, "campaigns/brand/fund.html", "main", context, status=status)


def _telling(payments: list[Payment]) -> Payment | None:
    """The attempt the page speaks of: the one that paid, else the newest."""
    return next((one for one in payments if one.is_credited), payments[0] if payments else None)


def _stage(row: Collaboration, payments: list[Payment]) -> str:
    """secured, unsigned, over, unknown, pending or ready: what the page is about."""
    if row.escrow.state != Escrow.State.PENDING:
        return "secured" if row.escrow.held_at else "over"
    if row.state == State.AGREED:
        return "unsigned"
    waiting = [one.state for one in payments if one.state in {Payment.State.PENDING, Payment.State.UNKNOWN}]
    return waiting[0] if waiting else "ready"
