"""People and how they sign in."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.querysets import ConsentQuerySet, UserManager
from kit import crypt
from kit.ids import uuid7


class User(AbstractBaseUser, PermissionsMixin):
    """One person. The e-mail address is the login; `role` decides which half of the product they see."""

    class Role(models.TextChoices):
        BRAND = "brand", _("Brand")
        INFLUENCER = "influencer", _("Influencer")
        STAFF = "staff", _("Staff")

    class Language(models.TextChoices):
        FRENCH = "fr", "Français"
        ARABIC = "ar", "العربية"
        ENGLISH = "en", "English"

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("account", "Active")
        SUSPENDED = "suspended", pgettext_lazy("account", "Suspended")
        CLOSED = "closed", pgettext_lazy("account", "Closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.FRENCH
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Africa/Casablanca")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    email_verified_at = models.DateTimeField(_("address proved"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    sealed_phone = models.TextField(blank=True, default="", editable=False)  # kit.crypt
    picture = models.CharField(_("picture"), max_length=40, blank=True, editable=False)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True, editable=False)
    suspended_for = models.TextField(_("why it is suspended"), max_length=500, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    leaving_at = models.DateTimeField(
        _("asked to be deleted"), null=True, blank=True, editable=False, help_text=_("Empty for members.")
    )
    agreed_to = models.CharField(
        max_length=60, blank=True, editable=False, help_text="versions last agreed to; see services.consents"
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["-joined_at", "-id"]
        permissions = [
            ("suspend_user", _("May suspend, close and reopen accounts")),
            ("see_as_user", _("May look at the site as somebody sees it")),
        ]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["brand", "influencer", "staff"]), name="user_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(suspended_at=None) | models.Q(is_active=False),
                name="user_suspended_is_out",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def state(self) -> str:
        """active, suspended (staff shut the person out and may let them in again) or closed."""
        if self.is_active:
            return self.State.ACTIVE
        return self.State.SUSPENDED if self.suspended_at else self.State.CLOSED

    @property
    def phone(self) -> str:
        """As it is dialled, +212612345678, or "" when none was given."""
        return crypt.decrypt(self.sealed_phone) if self.sealed_phone else ""

    @property
    def is_brand(self) -> bool:
        return self.role == self.Role.BRAND

    @property
    def is_influencer(self) -> bool:
        return self.role == self.Role.INFLUENCER


class Consent(models.Model):
    """One word about one purpose: agreed, or withdrawn, to which version and when (law 09-08).

    Rows are added, never edited: the newest of a purpose counts, the others are the history.
    """

    class Purpose(models.TextChoices):
        TERMS = "terms", _("Terms of use")
        PRIVACY = "privacy", _("Notice on personal data")
        NEWS = "news", _("Monthly letter")

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices)
    version = models.CharField(_("version"), max_length=20)
    is_given = models.BooleanField(_("given"), default=True)
    at = models.DateTimeField(_("date"), default=timezone.now)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "purpose", "-id"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose} {self.version}"
