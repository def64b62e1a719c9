"""dj-stripe, without its system checks: they look into the database and for keys, which ours are not in."""

from django.core.checks.registry import registry
from djstripe.apps import DjstripeAppConfig


class StripeMirror(DjstripeAppConfig):
    def ready(self) -> None:
        super().ready()
        theirs = {one for one in registry.registered_checks if one.__module__ == "djstripe.checks"}
        registry.registered_checks -= theirs
