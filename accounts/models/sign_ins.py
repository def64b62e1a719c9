"""Where somebody is signed in, on which device, and what happened to the account."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from accounts.querysets import SignInQuerySet
from kit.ids import uuid7


class Device(models.Model):
    """A browser or client that this person has signed in from.

    It is known by the long random token that it keeps, of which only the SHA-256 lies here. One that keeps
    none is a new device each time: nothing that can be guessed makes a device known.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now)
    trusted_until = models.DateTimeField(_("spared the second step until"), null=True, blank=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-first_seen_at"]
        constraints = [models.UniqueConstraint(fields=["user", "token_hash"], name="device_once")]

    def __str__(self) -> str:
        return str(self.pk)


class SignIn(models.Model):
    """One person signed in on one device, from the proof to the end: a browser's session, or an API client
    with its family of tokens. Whoever comes in is looked up here, so ending the row ends everything.

    `factor` is the second step that was taken at its start, "" when the password alone let in; `proved_at` is
    when the person last proved both. `refresh_jti` names the one refresh token that may be traded;
    `former_jti` is the one before it.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("Website")
        API = "api", _("API")

    class Factor(models.TextChoices):
        EMAIL = "email", _("Code by e-mail")
        TOTP = "totp", _("Authenticator app")
        PASSKEY = "passkey", _("Passkey")
        SMS = "sms", _("Code by SMS")
        RECOVERY = "recovery", _("Recovery code")

    class End(models.TextChoices):
        LOGOUT = "logout", _("Logged out")
        REVOKED = "revoked", _("Ended from the list of devices")
        PASSWORD = "password", _("The password was changed")
        REUSED = "reused", _("A token was used twice")
        CLOSED = "closed", _("The account was closed")
        SUSPENDED = "suspended", _("The account was suspended")
        FACTOR = "factor", _("A second factor was changed")
        EMAIL = "email", _("The e-mail address was changed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins", verbose_name=_("user"))
    device = models.ForeignKey(Device, models.SET_NULL, null=True, blank=True, related_name="sign_ins")
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    refresh_jti = models.CharField(max_length=32, blank=True, editable=False)
    former_jti = models.CharField(max_length=32, blank=True, editable=False)
    rotated_at = models.DateTimeField(null=True, editable=False)
    user_agent = models.CharField(_("program"), max_length=300, blank=True)
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    factor = models.CharField(_("second step"), max_length=8, choices=Factor.choices, blank=True)
    proved_at = models.DateTimeField(_("proved"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    expires_at = models.DateTimeField(_("ends at the latest"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end = models.CharField(_("why it ended"), max_length=12, choices=End.choices, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["page", "api"]), name="sign_in_kind_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | ~Q(ended_at=None) & ~Q(end=""), name="sign_in_end_told"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-seen_at"], name="sign_in_open", condition=Q(ended_at=None)),
            models.Index(fields=["expires_at"], name="sign_in_past"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%Y-%m-%d %H:%M}"


class SecurityEvent(models.Model):
    """The trail of one account: who signed in, what was tried, what was changed. Written, never edited."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        SIGNED_OUT = "signed_out", _("Signed out")
        WRONG_PASSWORD = "wrong_password", _("Wrong password")
        TOKEN_REUSED = "token_reused", _("A token was used twice")
        SIGN_IN_ENDED = "sign_in_ended", _("A device was signed out")
        WRONG_CODE = "wrong_code", _("Wrong code")
        PROVED = "proved", _("Confirmed a sensitive step")
        EMAIL_VERIFIED = "email_verified", _("Address proved")
        EMAIL_CHANGED = "email_changed", _("E-mail address changed")
        FACTOR_ADDED = "factor_added", _("Second factor added")
        FACTOR_REMOVED = "factor_removed", _("Second factor removed")
        SOCIAL_CONNECTED = "social_connected", _("Account of another site connected")
        SOCIAL_REMOVED = "social_removed", _("Account of another site disconnected")
        CODES_MADE = "codes_made", _("Recovery codes made")
        CODE_USED = "code_used", _("Recovery code used")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        CLOSED = "closed", _("Account closed by staff")
        REOPENED = "reopened", _("Account reopened by staff")
        SUSPENDED = "suspended", _("Account suspended by staff")
        RESTORED = "restored", _("Suspension lifted by staff")
        SEEN_AS = "seen_as", _("Our team looked at your pages, without changing anything")
        LOOKED_AS = "looked_as", _("Looked at the site as somebody")
        DELETION_ASKED = "deletion_asked", _("Deletion of the account asked for")
        DELETION_STOPPED = "deletion_stopped", _("Deletion of the account stopped")
        EXPORT_ASKED = "export_asked", _("Copy of the data asked for")
        EXPORT_FETCHED = "export_fetched", _("Copy of the data downloaded")

    user = models.ForeignKey(User, models.CASCADE, related_name="security_events", verbose_name=_("user"))
    kind = models.CharField(_("what"), max_length=16, choices=Kind.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    user_agent = models.CharField(_("program"), max_length=300, blank=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), max_length=500, blank=True)  # for staff

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["user", "-at"], name="security_event_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
