"""manage.py staff_groups: the groups of staff as influmaroc.staff_groups says."""

from typing import Any

from django.core.management.base import BaseCommand

from influmaroc.staff_groups import GROUPS, set_up_groups


class Command(BaseCommand):
    help = "Make the groups moderator and finance, with exactly their rights. Part of every release."

    def handle(self, *args: Any, **options: Any) -> None:
        set_up_groups()
        if options["verbosity"]:
            self.stdout.write(f"{', '.join(GROUPS)}: up to date.")
