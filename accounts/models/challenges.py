"""Something that still has to be proved: a mailbox, a second factor."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.sign_ins import SignIn
from accounts.models.users import User
from accounts.querysets import ChallengeQuerySet
from kit.ids import uuid7


class Challenge(models.Model):
    """One proof that is being waited for. Whoever asked holds the token, of which the hash is kept; the code
    or the link that answers it went another way. Good for ten minutes, once, and five wrong tries.

    `sealed` (kit.crypt) holds what happens once it is answered: the account to open, the password included.
    """

    class Purpose(models.TextChoices):
        REGISTER = "register", _("Opening an account")
        LOGIN = "login", _("Signing in")
        PROOF = "proof", _("Confirming a sensitive step")
        EMAIL = "email", _("Changing the e-mail address")
        PASSKEY = "passkey", _("Adding or using a passkey")
        PHONE = "phone", _("Adding a phone")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    link_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="challenges")
    sign_in = models.ForeignKey(SignIn, models.CASCADE, null=True, blank=True, related_name="challenges")
    email = models.EmailField(max_length=254, blank=True)
    sealed = models.TextField(blank=True, editable=False)
    n_tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["register", "login", "proof", "email", "passkey", "phone"]),
                name="challenge_purpose_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def person(self) -> User:
        """Whom it is about. Raises LookupError for an account that is not there yet."""
        if self.user is None:
            raise LookupError("nobody yet")
        return self.user
