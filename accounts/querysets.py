from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import QuerySet
from django.utils import timezone


class UserManager(BaseUserManager[Any]):
    """Addresses are kept in lower case, so that one mailbox is one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Any:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Any:
        rights = {"is_staff": True, "is_superuser": True, "role": "staff"}
        return self.create_user(email, password, **{**fields, **rights})

    def get_by_natural_key(self, username: str | None) -> Any:
        return self.get(email=(username or "").strip().lower())


class SignInQuerySet(QuerySet):
    def open(self) -> "SignInQuerySet":
        """Neither ended nor past their time, of people who may come in."""
        return self.filter(ended_at=None, expires_at__gt=timezone.now(), user__is_active=True)


class PasswordResetQuerySet(QuerySet[Any]):
    def alive(self) -> "PasswordResetQuerySet":
        """Neither used nor ended, nor too old."""
        return self.filter(died_at=None, expires_at__gt=timezone.now())

    def die(self, death: str) -> int:
        """End those that have not ended yet; return how many."""
        return self.filter(died_at=None).update(died_at=timezone.now(), death=death)
