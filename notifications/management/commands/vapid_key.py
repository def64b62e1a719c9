"""A key to ring browsers with."""

from typing import Any

from django.core.management.base import BaseCommand

from kit import webpush


class Command(BaseCommand):
    help = "Print a new VAPID_PRIVATE_KEY. Changing the key ends every subscription."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"VAPID_PRIVATE_KEY={webpush.new_private_key()}")
