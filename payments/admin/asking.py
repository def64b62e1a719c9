"""A page that asks before it acts, and a page that only shows tables."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from kit.errors import Refusal


class NoForm(forms.Form):
    """Nothing to fill in: only a button."""


def reason_form(label: Any) -> type[forms.Form]:
    """A form of one line."""
    field = forms.CharField(label=label, max_length=200, widget=UnfoldAdminTextInputWidget)
    return type("ReasonForm", (forms.Form,), {"reason": field})


def ask(
    desk: ModelAdmin,
    request: HttpRequest,
    *,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    **shown: Any,
) -> HttpResponse:
    """Show the form; on a valid POST act, say how it went and go `back`. What is refused changes nothing."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except Refusal as refusal:
            if refusal.remedy:
                raise  # a proof is asked for: the middleware leads to the page that does it
            desk.message_user(request, str(refusal.detail), messages.ERROR)
            return redirect(shown["back"])
        else:
            return redirect(shown["back"])
    context = {**desk.admin_site.each_context(request), "opts": desk.opts, "form": form, **shown}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/payments/ask.html", context, status=status)


def report(
    desk: ModelAdmin, request: HttpRequest, *, parts: Iterable[tuple[Any, list, list]], **shown: Any
) -> HttpResponse:
    """Tables under headings: (title, headers, rows)."""
    tables = [{"title": title, "table": {"headers": headers, "rows": rows}} for title, headers, rows in parts]
    context = {**desk.admin_site.each_context(request), "opts": desk.opts, "parts": tables, **shown}
    return TemplateResponse(request, "admin/payments/report.html", context)
