import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from influencers.forms import AboutForm, AccountForms, NichesForm
from influencers.models import Influencer
from influencers.selectors import draw_card, missing_items, public_profile, read_card
from influencers.services import set_portrait, set_social_accounts, update_influencer
from influencers.views.access import creators_only
from kit.pages import change_picture, page

SECTIONS: dict[str, Any] = {"about": AboutForm, "niches": NichesForm, "accounts": AccountForms}


@require_GET
@creators_only
def edit(request: HttpRequest, influencer: Influencer) -> HttpResponse:
    """The whole editor: three sections and a live preview."""
    return render(request, "influencers/edit.html", _context(request, {}))


@require_POST
@creators_only
def save_section(request: HttpRequest, influencer: Influencer, section: str) -> HttpResponse:
    """Save one section. With htmx only that section and the preview are drawn again."""
    if section not in SECTIONS:
        raise Http404
    form = SECTIONS[section](request.POST)
    if not (form.is_valid() and _saved(request, influencer, section, form)):
        return page(request, "influencers/edit.html", section, _context(request, {section: form}), status=422)
    if not request.htmx:
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('influencers:edit')}#{section}")
    response = page(request, "influencers/edit.html", section, _context(request, {}))
    response["HX-Trigger"] = json.dumps({"toast": {"text": _("Saved."), "tone": "success"}})
    return response


@require_POST
@creators_only
def change_portrait(request: HttpRequest, influencer: Influencer) -> HttpResponse:
    """Show another photo on the profile, or none."""

    def keep(upload: Any) -> None:
        set_portrait(influencer_id=influencer.pk, upload=upload, by=request.user)

    return change_picture(request, keep, "influencers:edit")


def _saved(request: HttpRequest, influencer: Influencer, section: str, form: Any) -> bool:
    values = form.fields_to_save()
    try:
        if section == "accounts":
            set_social_accounts(influencer_id=influencer.pk, accounts=values, by=request.user)
        else:
            update_influencer(influencer_id=influencer.pk, fields=values, by=request.user)
    except ValidationError as error:
        for name, faults in error.message_dict.items():
            form.add_error(name if name in form.fields else None, faults)
        return False
    return True


def _context(request: HttpRequest, bound: dict[str, Any]) -> dict[str, Any]:
    """Every section's form (the bound one keeps what was typed) and the card as brands see it."""
    influencer = public_profile(user=request.user, user_id=request.user.pk)
    accounts = list(influencer.social_accounts.all())
    forms = {
        name: bound.get(name) or form(initial=form.values_of(influencer)) for name, form in SECTIONS.items()
    }
    return {
        "influencer": influencer,
        "forms": forms,
        "card": read_card(draw_card(influencer, accounts)),
        "missing": missing_items(influencer, accounts),
    }
