from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone


class UserManager(BaseUserManager[Any]):
    """Addresses are kept in lower case, so that one mailbox is one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """For scripts and the shell: whoever calls this answers for the address."""
        fields.setdefault("email_verified_at", timezone.now())
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Any:
        rights = {"is_staff": True, "is_superuser": True, "role": "staff"}
        return self.create_user(email, password, **{**fields, **rights})

    def get_by_natural_key(self, username: str | None) -> Any:
        return self.get(email=(username or "").strip().lower())


MOST_TRIES = 5  # at one challenge
STRONG = ("totp", "passkey", "recovery")  # what makes a sign-in of staff good enough


class SignInQuerySet(QuerySet):
    def open(self) -> "SignInQuerySet":
        """Neither ended nor past their time, of people who may come in: their address proved, and staff with
        a second factor. Enforced here, so no door can forget it.
        """
        rows = self.filter(ended_at=None, expires_at__gt=timezone.now(), user__is_active=True)
        strong = Q(user__is_staff=False) | Q(factor__in=STRONG)
        return rows.filter(strong, user__email_verified_at__isnull=False)


class ChallengeQuerySet(QuerySet[Any]):
    def alive(self) -> "ChallengeQuerySet":
        """Not answered, not too old, not guessed at too often."""
        return self.filter(done_at=None, expires_at__gt=timezone.now(), n_tries__lt=MOST_TRIES)


class PasswordResetQuerySet(QuerySet[Any]):
    def alive(self) -> "PasswordResetQuerySet":
        """Neither used nor ended, nor too old."""
        return self.filter(died_at=None, expires_at__gt=timezone.now())

    def die(self, death: str) -> int:
        """End those that have not ended yet; return how many."""
        return self.filter(died_at=None).update(died_at=timezone.now(), death=death)


class ConsentQuerySet(QuerySet[Any]):
    def in_force(self) -> "ConsentQuerySet":
        """The newest word on each purpose of a person, where it is yes."""
        newer = self.model.objects.filter(
            user=OuterRef("user"), purpose=OuterRef("purpose"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(newer), is_given=True)
