"""What staff see of files: how far each is, what the scanner said, who looked. Opening one asks why."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from files import services
from files.models import Access, File
from files.policies import may_open_others, may_tend
from files.selectors import best_of, link_to, offers
from files.services.looking import say_why
from kit.desk import ReadOnlyAdmin, chip_of, confirm
from kit.errors import ensure
from kit.requests import caller_of


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=200, widget=UnfoldAdminTextareaWidget)


@admin.register(File)
class FileAdmin(ReadOnlyAdmin):
    """Every file with its state; what could not be prepared may be tried again."""

    list_display = ["name", "owner", "purpose", "kind", "weight", "state_shown", "scan", "made_at", "opening"]
    list_filter = ["state", "scan", "kind", "purpose", "reason", ("attached_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "owner__email", "attached_to", "id"]
    list_select_related = ["owner"]
    ordering = ["-id"]
    actions = ["again"]
    state_shown = chip_of("file")
    fields = [
        *("id", "owner", "purpose", "name", "kind", "media_type", "weight", "state", "reason", "scan"),
        *("scanned_at", "width", "height", "duration_ms", "progress", "attempts", "next_try_at", "error"),
        *("attached_to", "attached_by", "attached_at", "made_at", "ready_at", "ended_at"),
    ]
    readonly_fields = ["weight"]

    @display(description=_("size"), ordering="size")
    def weight(self, row: File) -> str:
        return filesizeformat(row.size)

    @display(description=_("content"))
    def opening(self, row: File) -> SafeString | str:
        if row.state != File.State.READY:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("admin:files_file_open", args=[row.pk]), _("Open"))

    @action(description=_("Scan and prepare again"), permissions=["tend"])
    def again(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_again)

    def has_tend_permission(self, request: HttpRequest) -> bool:
        return may_tend(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.open)
        return [path("<uuid:pk>/open/", view, name="files_file_open"), *super().get_urls()]

    def open(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Ask why, then lead to the file. Both are on record."""
        ensure(may_open_others(request.user))
        file = get_object_or_404(File.objects.select_related("blob"), pk=pk, state=File.State.READY)
        form = WhyForm(request.POST or None)
        if form.is_valid():
            say_why(file_id=pk, reason=form.cleaned_data["reason"], ip=caller_of(request).ip, by=request.user)
            return HttpResponseRedirect(link_to(pk, best_of(offers(file, request.user)), request.user))
        context = {
            **admin.site.each_context(request),
            "title": _("Open this file"),
            "note": _("It is recorded that you opened it, and why. The link lasts five minutes."),
            "row": file,
            "form": form,
            "back": reverse("admin:files_file_change", args=[pk]),
        }
        return render(request, "admin/accounts/reason.html", context, status=422 if form.errors else 200)


def _again(pk: Any, *, by: Any) -> None:
    services.process_again(file_id=pk, by=by)


@admin.register(Access)
class AccessAdmin(ReadOnlyAdmin):
    """Who was handed what."""

    list_display = ["at", "file", "reader", "variant", "reason", "ip"]
    list_filter = [("reason", admin.EmptyFieldListFilter), "variant"]
    search_fields = ["file__id", "reader__email", "reason"]
    list_select_related = ["file", "reader"]
    ordering = ["-id"]
    fields = ["at", "file", "reader", "variant", "reason", "ip"]
