"""What a person has besides a password: an authenticator app, passkeys, a phone, codes on paper."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from kit.ids import uuid7


class Authenticator(models.Model):
    """An app that shows a new code every 30 seconds (TOTP, RFC 6238). `sealed` is its secret (kit.crypt).

    `last_step` is the time step of the last code that was taken: none is taken twice.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="authenticator")
    sealed = models.TextField(editable=False)
    last_step = models.BigIntegerField(default=0, editable=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")

    def __str__(self) -> str:
        return str(self.user_id)


class Passkey(models.Model):
    """A key in a phone, a computer or a stick that answers for the person (WebAuthn level 2).

    `credential` is what fido2 calls AttestedCredentialData: id and public key. `sign_count` never goes back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    credential_id = models.BinaryField(unique=True, max_length=1023)
    credential = models.BinaryField(max_length=4096)
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.name


class Phone(models.Model):
    """A telephone that gets codes by SMS. `sealed` is its number, +212 and nine digits (kit.crypt)."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="phone_factor")
    sealed = models.TextField(editable=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("phone for codes")
        verbose_name_plural = _("phones for codes")

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """A code on paper for the day the phone is lost: 80 bits, kept as a SHA-256, used once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    def __str__(self) -> str:
        return str(self.user_id)
