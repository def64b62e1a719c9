"""What people let others see of them."""

from typing import Any

from messaging.models import Manners


def manners_of(user: Any) -> Manners:
    """What a person lets others see; the defaults when they never said. One query."""
    return Manners.objects.filter(pk=user.pk).first() or Manners(user=user)
