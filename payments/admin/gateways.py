"""The ways of paying: how each stands, and the switch that closes one to new payments."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit.errors import Refusal
from payments import policies
from payments.admin.base import ReadOnlyAdmin
from payments.models import GatewaySwitch
from payments.selectors import gateway_statuses
from payments.services import switch_gateway


@admin.register(GatewaySwitch)
class GatewaySwitchAdmin(ReadOnlyAdmin):
    """Above, every gateway with its state; below, who closed or opened what, and why."""

    list_display = ["changed_at", "gateway", "is_draining", "reason", "changed_by"]
    list_filter = ["gateway"]
    list_select_related = ["changed_by"]
    change_list_template = "admin/payments/gateways.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"statuses": gateway_statuses(), "may_switch": policies.may_switch_gateways(request.user)}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def get_urls(self) -> list[URLPattern]:
        switch = self.admin_site.admin_view(require_POST(self.switch))
        return [path("<slug:gateway>/switch", switch, name="payments_gateway_switch"), *super().get_urls()]

    def switch(self, request: HttpRequest, gateway: str) -> HttpResponse:
        """One button of the table, with its reason."""
        asked = {"to": request.POST.get("to", ""), "reason": request.POST.get("reason", "")}
        try:
            switch_gateway(gateway=gateway, by=request.user, **asked)
        except Refusal as refusal:
            if refusal.remedy:
                raise  # a proof is asked for: the middleware leads to the page that does it
            self.message_user(request, str(refusal.detail), messages.ERROR)
        else:
            self.message_user(request, _("Done: it counts from now on."), messages.SUCCESS)
        return redirect("admin:payments_gatewayswitch_changelist")
