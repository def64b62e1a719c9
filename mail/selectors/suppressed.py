"""Addresses that nothing is sent to."""

from mail.models import Suppression


def is_suppressed(address: str) -> bool:
    """One query."""
    return Suppression.objects.filter(address=address.lower(), lifted_at=None).exists()
