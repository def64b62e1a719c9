"""Writing to many: staff compose in three languages, look, try on themselves, then let go."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import User
from influmaroc.mailings import Segment, members_of, people_of
from kit.errors import Refusal
from kit.morocco import City
from kit.pages import framed
from kit.text import tidy, tidy_lines
from mail.models import Mailing
from mail.policies import may_mail
from mail.selectors import progress_of, sample
from mail.services import start_mailing, stop_mailing, try_mailing

LANGUAGES = dict(settings.LANGUAGES)
ANYBODY = [("", _("All"))]
MAX_PER_MINUTE = 3000
HOW = ["path", "per_minute", "on_site"]


def subject(language: str) -> forms.CharField:
    label = format_lazy("{} · {}", _("subject"), LANGUAGES[language])
    return forms.CharField(label=label, max_length=120, widget=UnfoldAdminTextInputWidget)


def body(language: str) -> forms.CharField:
    label = format_lazy("{} · {}", _("text"), LANGUAGES[language])
    return forms.CharField(label=label, max_length=8000, widget=UnfoldAdminTextareaWidget)


class MailingForm(forms.ModelForm):
    """Subject and text of each language beside the columns of the row."""

    subject_fr, body_fr = subject("fr"), body("fr")
    subject_ar, body_ar = subject("ar"), body("ar")
    subject_en, body_en = subject("en"), body("en")
    role = forms.ChoiceField(
        label=_("role"),
        choices=[*ANYBODY, *User.Role.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    language = forms.ChoiceField(
        label=_("language"),
        choices=[*ANYBODY, *User.Language.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    city = forms.ChoiceField(
        label=_("city"), choices=[*ANYBODY, *City.choices], required=False, widget=UnfoldAdminSelectWidget
    )
    per_minute = forms.IntegerField(
        label=_("letters per minute"),
        min_value=1,
        max_value=MAX_PER_MINUTE,
        initial=120,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    class Meta:
        model = Mailing
        fields = HOW

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words, segment = self.instance.words, self.instance.segment
        for name in ("role", "language", "city"):
            self.fields[name].initial = segment.get(name, "")
        for code in LANGUAGES:
            for part in ("subject", "body"):
                self.fields[f"{part}_{code}"].initial = words.get(code, {}).get(part, "")

    def clean_path(self) -> str:
        """A page of ours: a path, so that a letter of the house leads nowhere else."""
        value = self.cleaned_data["path"].strip()
        if value and (not value.startswith("/") or value.startswith("//") or "\\" in value):
            raise forms.ValidationError(_("A path of this site, such as /campagnes."))
        return value

    def save(self, commit: bool = True) -> Mailing:
        given = self.cleaned_data
        self.instance.segment = Segment(given["role"], given["language"], given["city"]).as_dict()
        self.instance.words = {
            code: {"subject": tidy(given[f"subject_{code}"]), "body": tidy_lines(given[f"body_{code}"])}
            for code in LANGUAGES
        }
        return super().save(commit)


@admin.register(Mailing)
class MailingAdmin(ModelAdmin):
    """Drafts are edited; what has started is only looked at, and stopped."""

    form = MailingForm
    list_display = ["made_at", "__str__", "state_shown", "n_letters", "look"]
    list_filter = ["state"]
    ordering = ["-id"]

    def get_fieldsets(self, request: HttpRequest, obj: Mailing | None = None) -> Any:
        if obj is not None and obj.state != Mailing.State.DRAFT:
            return [(None, {"fields": ["state", "n_letters", "started_at", *HOW, "words"]})]
        words = [(name, {"fields": [f"subject_{code}", f"body_{code}"]}) for code, name in LANGUAGES.items()]
        return [*words, (_("Who and how"), {"fields": ["role", "language", "city", *HOW]})]

    def has_change_permission(self, request: HttpRequest, obj: Mailing | None = None) -> bool:
        return may_mail(request.user) and (obj is None or obj.state == Mailing.State.DRAFT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_mail(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Mailing | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Mailing, form: Any, change: bool) -> None:
        obj.made_by = obj.made_by or request.user.pk
        super().save_model(request, obj, form, change)

    @display(description=_("state"), label={"draft": "info", "started": "success", "stopped": "danger"})
    def state_shown(self, mailing: Mailing) -> tuple[str, str]:
        return mailing.state, mailing.get_state_display()

    @display(description=_("preview"))
    def look(self, mailing: Mailing) -> SafeString:
        return format_html(
            '<a class="text-primary-600" href="{}">{}</a>',
            reverse("admin:mail_mailing_desk", args=[mailing.pk]),
            _("Look and send"),
        )

    def get_urls(self) -> list[URLPattern]:
        desk = self.admin_site.admin_view(self.desk)
        preview = self.admin_site.admin_view(self.preview)
        return [
            path("<uuid:pk>/desk", desk, name="mail_mailing_desk"),
            path("<uuid:pk>/preview/<str:language>", preview, name="mail_mailing_preview"),
            *super().get_urls(),
        ]

    def desk(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The letter in three languages, how many get it, how far it is, and the three buttons."""
        mailing = _mailing(request, pk)
        if request.method == "POST":
            self._do(request, mailing)
            return HttpResponseRedirect(request.path)
        segment = Segment(**mailing.segment)
        context = {
            **self.admin_site.each_context(request),
            "title": str(mailing),
            "mailing": mailing,
            "languages": LANGUAGES.items(),
            "n_people": people_of(segment).count(),
            "n_members": members_of(segment).count() if mailing.on_site else 0,
            "is_sure": "sure" in request.GET,
            "progress": progress_of(mailing),
            "opts": self.opts,
        }
        return render(request, "admin/mail/desk.html", context)

    def _do(self, request: HttpRequest, mailing: Mailing) -> None:
        by = request.user
        try:
            match request.POST.get("do"):
                case "try":
                    try_mailing(mailing_id=mailing.pk, to=by.email, by=by)
                    told = _("Three letters are on their way to you.")
                case "start":
                    start_mailing(mailing_id=mailing.pk, by=by)
                    told = _("The mailing has started.")
                case "stop":
                    stop_mailing(mailing_id=mailing.pk, by=by)
                    told = _("The mailing has stopped.")
                case _:
                    return
        except Refusal as refusal:
            self.message_user(request, str(refusal.detail), messages.ERROR)
        else:
            self.message_user(request, told, messages.SUCCESS)

    def preview(self, request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
        """One language as a letter, for the frame."""
        mailing = _mailing(request, pk)
        if language not in LANGUAGES or language not in mailing.words:
            raise Http404
        user = request.user
        return framed(sample(mailing, language, to=user.email, user_id=user.pk).html)


def _mailing(request: HttpRequest, pk: UUID) -> Mailing:
    if not may_mail(request.user):
        raise Http404
    return get_object_or_404(Mailing, pk=pk)
