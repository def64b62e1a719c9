from typing import Any

from django.apps import AppConfig
from django.core import checks

from privacy.datamap import NOT_PERSONAL, TABLES, gaps


class PrivacyConfig(AppConfig):
    name = "privacy"

    def ready(self) -> None:
        checks.register(every_field_is_mapped)


def every_field_is_mapped(**_asked: Any) -> list[checks.CheckMessage]:
    """`manage.py check`, and so `make check`, fails for a field that the data map does not know."""
    return [checks.Error(line, id="privacy.E001") for line in gaps(TABLES, NOT_PERSONAL)]
