"""Model fields that several tables have alike."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def made_by() -> models.ForeignKey:
    """Who of the staff added a dated row; nobody for the rows to begin with."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
