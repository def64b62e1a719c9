"""What proves the ledger: seals, the auditor's runs, holds and how they end."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from payments import policies, services
from payments.admin.asking import NoForm, ask, reason_form
from payments.admin.base import ReadOnlyAdmin
from payments.models import AuditRun, LedgerHold, LedgerSeal
from payments.selectors import is_on_hold

TONES = {"green": "success", "red": "danger", "open": "danger", "lifted": "success"}


def _hex(value: Any) -> SafeString:
    return format_html('<bdi dir="ltr" class="break-all">{}</bdi>', bytes(value).hex())


@admin.register(LedgerSeal)
class LedgerSealAdmin(ReadOnlyAdmin):
    """The chain, its head first."""

    list_display = ["sequence", "transaction", "shown_hash", "sealed_at"]
    list_select_related = ["transaction"]
    search_fields = ["=transaction__key"]
    fields = ["sequence", "transaction", "shown_hash", "sealed_at"]
    readonly_fields = fields

    @display(description=_("seal"))
    def shown_hash(self, row: LedgerSeal) -> SafeString:
        return _hex(row.hash)


@admin.register(AuditRun)
class AuditRunAdmin(ReadOnlyAdmin):
    """Each examination of the books, and the button for one now."""

    list_display = ["at", "verdict", "n_findings", "n_transactions", "n_entries", "took_ms", "asked_by"]
    list_select_related = ["asked_by"]
    actions_list = ["run_now"]
    fields = [
        *("at", "verdict", "found", "warned", "n_transactions", "n_entries", "took_ms", "head"),
        "asked_by",
    ]
    readonly_fields = fields

    @display(description=_("verdict"), label=TONES)
    def verdict(self, row: AuditRun) -> tuple[str, Any]:
        return ("green", _("Right")) if row.is_green else ("red", _("Wrong"))

    @display(description=_("what was found"))
    def found(self, row: AuditRun) -> SafeString | str:
        rows = ((one["code"], one["subject"], one["expected"], one["actual"]) for one in row.findings)
        return format_html_join("", '<div dir="ltr"><b>{}</b> {}: {} / {}</div>', rows) or "-"

    @display(description=_("warnings"))
    def warned(self, row: AuditRun) -> SafeString | str:
        return (
            format_html_join("", '<div dir="ltr">{}</div>', ((one["said"],) for one in row.warnings)) or "-"
        )

    @display(description=_("last seal"))
    def head(self, row: AuditRun) -> SafeString:
        return format_html('<bdi dir="ltr" class="break-all">{}</bdi>', row.head)

    @action(description=_("Examine the books now"), url_path="run", permissions=["audit"])
    def run_now(self, request: HttpRequest) -> HttpResponse:
        def act(_values: dict[str, Any]) -> None:
            run = services.run_audit(by=request.user)
            level = messages.SUCCESS if run.is_green else messages.ERROR
            self.message_user(request, _("%(n)s findings.") % {"n": run.n_findings}, level)

        return ask(
            self,
            request,
            form=NoForm(request.POST if request.method == "POST" else None),
            act=act,
            title=_("Examine the books now"),
            note=_("Everything is proved on one snapshot. When something is wrong, payments stop."),
            back=reverse("admin:payments_auditrun_changelist"),
        )

    def has_audit_permission(self, request: HttpRequest) -> bool:
        return policies.may_audit(request.user)


@admin.register(LedgerHold)
class LedgerHoldAdmin(ReadOnlyAdmin):
    """When money stood still, and who let it move again."""

    list_display = ["began_at", "state_shown", "run", "asked_by", "reason", "lifted_at", "lifted_by"]
    list_select_related = ["run", "asked_by", "lifted_by"]
    actions_list = ["ask_lift", "lift"]

    @display(description=_("state"), label=TONES)
    def state_shown(self, row: LedgerHold) -> tuple[str, Any]:
        return ("lifted", _("Lifted")) if row.lifted_at else ("open", _("On hold"))

    @action(description=_("Ask to let money move"), url_path="ask", permissions=["correct"])
    def ask_lift(self, request: HttpRequest) -> HttpResponse:
        form = reason_form(_("reason"))(request.POST if request.method == "POST" else None)
        return self._ask(
            request, form, _("Ask to let money move"), lambda said: services.ask_lift(**said, by=request.user)
        )

    @action(description=_("Let money move"), url_path="lift", permissions=["correct"])
    def lift(self, request: HttpRequest) -> HttpResponse:
        form = NoForm(request.POST if request.method == "POST" else None)
        return self._ask(
            request, form, _("Let money move"), lambda _said: services.lift_hold(by=request.user)
        )

    def _ask(self, request: HttpRequest, form: Any, title: Any, act: Any) -> HttpResponse:
        note = _(
            "The books stay wrong; what was found until now holds nothing any more. It takes two people."
        )
        back = reverse("admin:payments_ledgerhold_changelist")
        return ask(self, request, form=form, act=act, title=title, note=note, back=back)

    def has_correct_permission(self, request: HttpRequest) -> bool:
        return policies.may_correct(request.user) and is_on_hold()
