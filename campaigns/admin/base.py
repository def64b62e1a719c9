"""What the marketplace's admins share: read-only rows, chips, amounts, a page that asks before it acts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from campaigns.forms.staff import AskForm
from kit.chips import CHIPS
from kit.errors import Refusal
from kit.money import plain


class ReadOnly:
    """Rows are looked at; they change through the services behind the buttons."""

    fields: Any = None
    fieldsets: Any = None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Everything that is shown."""
        return flatten_fieldsets(self.fieldsets) if self.fieldsets else list(self.fields or [])

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(ReadOnly, TabularInline):
    extra = 0
    show_change_link = False


class DeskAdmin(ReadOnly, ModelAdmin):
    """A read-only list with buttons on the page of one row; `open_in` says in which states a button shows."""

    show_full_result_count = False
    list_per_page = 50
    open_in: dict[str, set[str]] = {}

    def has_decide_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Deciding is for staff who could change the row if rows were typed."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        state = self.state_now(object_id)
        shown = super().get_actions_detail(request, object_id)
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [one for one in shown if state in self.open_in[one.action_name.removeprefix(prefix)]]

    def state_now(self, object_id: Any) -> str | None:
        """The state that decides which buttons show."""
        return self.model.objects.filter(pk=object_id).values_list("state", flat=True).first()


def ask(
    desk: DeskAdmin,
    request: HttpRequest,
    row: Any,
    form: AskForm,
    *,
    title: Any,
    act: Callable[[dict], Any],
) -> HttpResponse:
    """Show what is about to happen; on a valid POST do it, say how it went, go back to the queue."""
    if row is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        back = done(desk, request, row, title, lambda: act(form.cleaned_data))
        return HttpResponseRedirect(_page_of(desk, row)) if form.stays else back
    context = {
        **desk.admin_site.each_context(request),
        "title": title,
        "opts": desk.opts,
        "row": row,
        "form": form,
        "back": _page_of(desk, row),
    }
    return TemplateResponse(request, "admin/campaigns/ask.html", context)


def _page_of(desk: DeskAdmin, row: Any) -> str:
    return reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_change", args=[row.pk])


def done(desk: DeskAdmin, request: HttpRequest, row: Any, title: Any, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except Refusal as no:
        desk.message_user(request, f"{row}: {no.detail}", messages.ERROR)
    else:
        desk.message_user(request, _("%(row)s: %(done)s") % {"row": row, "done": title}, messages.SUCCESS)
    return HttpResponseRedirect(reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_changelist"))


def chip_of(subject: str) -> Callable[..., Any]:
    """A column with the state's word in the tone that the pages use for it."""

    def column(self: Any, row: Any) -> tuple[str, Any]:
        return row.state, CHIPS[subject][row.state].label

    tones = {state: chip.tone or "default" for state, chip in CHIPS[subject].items()}
    return display(description=_("state"), ordering="state", label=tones)(column)


def amount(centimes: int | None) -> SafeString | str:
    """An isolated amount."""
    return "" if centimes is None else format_html("<bdi>{}</bdi>", plain(centimes))


def age(row: Any) -> str:
    """How long a row has been in its state."""
    return timesince(row.state_since, depth=1)
