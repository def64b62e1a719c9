"""Model fields that several tables have alike."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def made_by() -> models.ForeignKey:
    """Who of the staff added a dated row; nobody for the rows to begin with."""
    return person(_("made by"))


def person(label: Any) -> models.ForeignKey:
    """Whoever did one step; nobody yet, or the house by itself."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )
