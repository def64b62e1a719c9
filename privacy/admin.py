"""What staff see: requests with their clock, deletions, copies (never what is in them)."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from kit.errors import Refusal, ensure
from kit.staff import ReadOnly
from privacy.forms import AnswerForm
from privacy.models import Deletion, Export, PrivacyRequest
from privacy.policies import may_answer
from privacy.services import answer_request


class Owed(admin.SimpleListFilter):
    """Owed, overdue or answered."""

    title = _("answer")
    parameter_name = "owed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Owed")), ("late", _("Overdue")), ("done", _("Answered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        owed = queryset.filter(answered_at=None)
        wanted = {
            "open": owed,
            "late": owed.filter(due_at__lte=timezone.now()),
            "done": queryset.exclude(answered_at=None),
        }
        return wanted.get(self.value() or "", queryset)


@admin.register(PrivacyRequest)
class PrivacyRequestAdmin(ReadOnly, ModelAdmin):
    """Oldest clock first; answered once, by letter, on a page of its own."""

    list_display = ["asked_at", "user", "kind", "due_at", "state_shown", "answer_link"]
    list_filter = [Owed, "kind"]
    list_select_related = ["user"]
    search_fields = ["user__email", "text"]
    ordering = ["due_at"]
    fields = ["user", "kind", "text", "asked_at", "due_at", "answer", "answered_at", "answered_by"]
    show_full_result_count = False

    @display(description=_("state"), label={"late": "danger", "open": "warning", "done": "success"})
    def state_shown(self, asked: PrivacyRequest) -> tuple[str, Any]:
        if asked.answered_at:
            return "done", _("Answered")
        return ("late", _("Overdue")) if asked.is_overdue else ("open", _("Owed"))

    @display(description="")
    def answer_link(self, asked: PrivacyRequest) -> SafeString | str:
        if asked.answered_at:
            return ""
        address = reverse("admin:privacy_privacyrequest_answer", args=[asked.pk])
        return format_html('<a href="{}">{}</a>', address, _("Answer"))

    def get_urls(self) -> list[URLPattern]:
        answer = path(
            "<uuid:pk>/answer/",
            self.admin_site.admin_view(self.answer_page),
            name="privacy_privacyrequest_answer",
        )
        return [answer, *super().get_urls()]

    def answer_page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The request, and a form whose words leave as a letter."""
        ensure(may_answer(request.user))
        asked = PrivacyRequest.objects.select_related("user").get(pk=pk)
        form = AnswerForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._answer(request, asked, form)
        context = {
            **self.admin_site.each_context(request),
            "title": str(asked.user),
            "asked": asked,
            "form": form,
        }
        return render(request, "admin/privacy/answer.html", context)

    def _answer(self, request: HttpRequest, asked: PrivacyRequest, form: AnswerForm) -> HttpResponse:
        try:
            answer_request(request_id=asked.pk, answer=form.cleaned_data["answer"], by=request.user)
            self.message_user(request, _("The answer is on its way."), messages.SUCCESS)
        except Refusal as no:
            self.message_user(request, str(no.detail), messages.ERROR)
        return redirect("admin:privacy_privacyrequest_changelist")


@admin.register(Deletion)
class DeletionAdmin(ReadOnly, ModelAdmin):
    """Who asked to leave, when they are erased, and what a due one waits for."""

    list_display = ["asked_at", "user", "state", "due_at", "held_for", "ended_at"]
    list_filter = ["state"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    fields = ["user", "state", "asked_at", "due_at", "held_for", "ended_at"]
    show_full_result_count = False


@admin.register(Export)
class ExportAdmin(ReadOnly, ModelAdmin):
    """That copies were made; what is in them is nobody's but their owner's."""

    list_display = ["asked_at", "user", "state", "size", "n_rows", "attempts", "expires_at"]
    list_filter = ["state"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    fields = ["user", "state", "asked_at", "ready_at", "expires_at", "size", "n_rows", "attempts"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("sealed")
