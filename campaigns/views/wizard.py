from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from brands.models import Brand
from brands.policies import may_manage
from campaigns.errors import BriefIncomplete, FrozenFields
from campaigns.forms.requirements import N_LINES
from campaigns.forms.starts import STARTS
from campaigns.forms.wizard import STEPS, BudgetForm, ProfileForm, Sheet, StepForm, stamp
from campaigns.models import Campaign
from campaigns.policies import may_edit
from campaigns.selectors import missing_items
from campaigns.selectors.matching import matching
from campaigns.services import create_campaign, submit_for_approval, update_campaign
from campaigns.views.access import brands_only
from campaigns.views.candidates import own_campaign
from events.services import answer_once
from kit.errors import Stale, ensure
from kit.ids import uuid7
from kit.pages import page
from kit.paging import natural
from payments.selectors import quote

NO_CONTENT, CONFLICT, UNPROCESSABLE = 204, 409, 422
LAST = len(STEPS)
State = Campaign.State
FORM = "campaigns/brand/wizard.html"
TITLES: dict[int, Promise | str] = {
    1: gettext_lazy("Goal and product"),
    2: gettext_lazy("Deliverables and rights"),
    3: gettext_lazy("Profile and calendar"),
    4: gettext_lazy("Budget and check"),
}
# On which step each code of missing_items is put right.
STEP_OF = {
    **dict.fromkeys(["title", "description"], 1),
    **dict.fromkeys(["requirements", "too_many_deliverables", "revisions"], 2),
    **dict.fromkeys(["application_deadline", "starts_on", "ends_on", "dates_past", "dates_order"], 3),
    **dict.fromkeys(["budget", "places"], 4),
}


@dataclass(frozen=True)
class Point:
    """One step on the line above the form: done, now or todo."""

    number: int
    title: Promise | str
    state: str
    n_missing: int


@require_http_methods(["GET", "POST"])
@brands_only
def new(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Choose how to begin; POST makes the draft, once for each form that was shown."""
    ensure(may_manage(request.user, brand))
    if request.method == "POST":
        return _begin(request, brand)
    recent = Campaign.objects.of_brand_of(request.user).exclude(state=State.DRAFT)
    context = {"starts": STARTS, "key": uuid7().hex, "recent": recent.order_by("-id")[:3]}
    return page(request, "campaigns/brand/new.html", "starts", context)


def _begin(request: HttpRequest, brand: Brand) -> HttpResponse:
    start = STARTS.get(request.POST.get("start", ""))

    def act() -> tuple[int, dict[str, str]]:
        fields = start.fields() if start else {}
        made = create_campaign(brand_id=brand.pk, fields=fields, by=request.user)
        return 302, {"campaign": str(made.pk)}

    key = request.POST.get("key", "")[:40]
    shown = f"start:{request.POST.get('start', '')}"[:60]
    answer = answer_once(user=request.user, key=f"start-{key}" if key else "", fingerprint=shown, act=act)
    return redirect("campaigns:wizard", pk=answer.body["campaign"], step=1)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: UUID, step: int) -> HttpResponse:
    """One of the four steps. What is valid is kept even when the rest is not."""
    campaign = own_campaign(request, pk)
    ensure(may_edit(request.user, campaign))
    if step not in STEPS:
        raise Http404
    if campaign.state not in {State.DRAFT, State.REJECTED, State.OPEN, State.IN_PROGRESS}:
        messages.info(request, _("This brief cannot change now."))
        return redirect("campaigns:overview", pk=pk)
    is_frozen = bool(campaign.published_at) and campaign.applications.exists()
    sheet = Sheet(step, campaign, request.POST if request.method == "POST" else None, is_frozen=is_frozen)
    return _typed(request, sheet) if request.method == "POST" else _show(request, sheet)


def _typed(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """What was sent: by itself while one writes, to add or remove a line, or to go on."""
    if "X-Autosave" in request.headers:
        return _keep_quietly(request, sheet)
    if sheet.rows is not None and {"add", "remove"} & set(request.POST):
        return _other_lines(request, sheet)
    status = _kept(request, sheet)
    return _show(request, sheet, status=status) if status else _go_on(request, sheet)


def _kept(request: HttpRequest, sheet: Sheet) -> int:
    """Save what may be saved; 0, or the status of the form that has to be shown again. A public brief, whose
    applicants are told of each change, is saved whole or not at all.
    """
    is_valid = sheet.is_valid()
    if not is_valid and sheet.campaign.published_at:
        return UNPROCESSABLE
    try:
        _keep(request, sheet)
    except Stale:
        return CONFLICT
    except (ValidationError, FrozenFields, BriefIncomplete) as error:
        _explain(sheet, error)
        return UNPROCESSABLE
    return 0 if is_valid else UNPROCESSABLE


def _keep(request: HttpRequest, sheet: Sheet) -> None:
    """Save what is valid. Raises Stale when somebody else has changed this step since it was shown."""
    fields, campaign = sheet.fields(), sheet.campaign
    seen, on_file = request.POST.get("version", ""), stamp(sheet.step, campaign)
    if seen and seen != on_file and not _is_kept(sheet, fields):
        raise Stale
    try:
        sheet.campaign = update_campaign(
            campaign_id=campaign.pk, fields=fields, by=request.user, version=campaign.version
        )
    except Stale:
        # Leaving a field saves by itself while its button is pressed: the same words twice are no conflict.
        campaign.refresh_from_db()
        if not _is_kept(sheet, fields):
            raise


def _is_kept(sheet: Sheet, fields: dict[str, Any]) -> bool:
    """Nothing would change: it was saved by itself a moment ago."""
    asked = fields.get("requirements", [])
    rows = list(sheet.campaign.requirements.values("platform", "format", "quantity", "notes"))
    same = all(getattr(sheet.campaign, name) == fields[name] for name in set(fields) - {"requirements"})
    return same and ("requirements" not in fields or rows == asked)


def _keep_quietly(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """For the script that saves while one writes: no page, only the new fingerprint of the step."""
    if sheet.campaign.published_at:
        return HttpResponse(status=CONFLICT)
    try:
        _keep(request, sheet)
    except Stale:
        return HttpResponse(status=CONFLICT)
    except (ValidationError, FrozenFields, BriefIncomplete):
        return HttpResponse(status=UNPROCESSABLE)
    answer = HttpResponse(status=NO_CONTENT)
    answer["X-Version"] = stamp(sheet.step, sheet.campaign)
    return answer


def _other_lines(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """One line more or fewer; nothing is complained about yet, and nothing typed is lost."""
    without = natural(request.POST.get("remove"), N_LINES)
    if sheet.rows is not None:
        sheet.rows = sheet.rows.changed(without=without, one_more="add" in request.POST)
    return _show(request, sheet, part="rows")


def _explain(sheet: Sheet, error: Exception) -> None:
    """Put a refusal of the service beside the field it is about."""
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        for name, reasons in error.error_dict.items():
            sheet.form.add_error(name if name in sheet.form.fields else None, reasons)
    else:
        sheet.form.add_error(None, str(getattr(error, "detail", error)))


def _go_on(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    campaign, step = sheet.campaign, sheet.step
    if "submit" in request.POST:
        return _submit(request, sheet)
    if "leave" in request.POST or (step == LAST and campaign.published_at):
        messages.success(request, _("Your brief is saved."))
        return redirect("campaigns:overview", pk=campaign.pk)
    return redirect("campaigns:wizard", pk=campaign.pk, step=min(step + 1, LAST))


def _submit(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    try:
        submit_for_approval(campaign_id=sheet.campaign.pk, by=request.user)
    except BriefIncomplete:
        sheet.form.add_error(None, _("The brief is not complete yet: see what is missing."))
        return _show(request, sheet, status=UNPROCESSABLE)
    messages.success(request, _("Sent. Our team reads it within 5 working days and you are told."))
    return redirect("campaigns:overview", pk=sheet.campaign.pk)


def _show(request: HttpRequest, sheet: Sheet, *, part: str = "form", status: int = 200) -> HttpResponse:
    campaign = sheet.campaign
    missing = missing_items(campaign)
    context = {
        "campaign": campaign,
        "step": sheet.step,
        "title": TITLES[sheet.step],
        "points": _points(sheet.step, missing),
        "previous": (sheet.step - 1, TITLES[sheet.step - 1]) if sheet.step > 1 else None,
        "next": (sheet.step + 1, TITLES[sheet.step + 1]) if sheet.step < LAST else None,
        "missing": [(code, STEP_OF[code]) for code in missing],
        "form": sheet.form,
        "rows": sheet.rows,
        "is_frozen": sheet.is_frozen,
        "is_longer": "add" in request.POST,
        "is_public": campaign.published_at is not None,
        "is_stale": status == CONFLICT,
        "stamp": stamp(sheet.step, campaign),
        **_estimate(campaign, {}),
    }
    return page(request, FORM, part, context, status=status)


def _points(step: int, missing: list[str]) -> list[Point]:
    """A step is done when nothing in it is missing."""
    lacking = [STEP_OF[code] for code in missing]
    return [
        Point(
            number=number,
            title=title,
            state="now" if number == step else "todo" if number in lacking else "done",
            n_missing=lacking.count(number),
        )
        for number, title in TITLES.items()
    ]


@login_required
@require_GET
def estimate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The figures beside the form while it is filled in: typed values first, then those on file."""
    campaign = own_campaign(request, pk)
    typed: dict[str, Any] = {}
    for form_class in (ProfileForm, BudgetForm):
        typed |= _readable(form_class, request)
    return page(request, "campaigns/brand/estimate.html", "figures", _estimate(campaign, typed))


def _readable(form_class: type[StepForm], request: HttpRequest) -> dict[str, Any]:
    """The valid fields of a step that is being typed; nothing when another step is."""
    if request.GET.get("step") != str(next(n for n, form in STEPS.items() if form is form_class)):
        return {}
    form = form_class(request.GET)
    form.is_valid()
    return form.valid_fields()


def _estimate(campaign: Campaign, typed: dict[str, Any]) -> dict[str, Any]:
    names = ["niches", "cities", "languages", "platforms", "min_followers", "budget_centimes", "places"]
    asked = {name: typed.get(name, getattr(campaign, name)) for name in names}
    budget, places = asked["budget_centimes"], asked["places"] or 1
    found, payer = matching(asked), campaign.brand.wallet
    return {
        "campaign": campaign,
        "found": found,
        "n_found": found[-1][1],
        "places": places,
        "quote": quote(budget, payer=payer) if budget else None,
        "share": quote(budget // places, payer=payer) if budget else None,
    }
