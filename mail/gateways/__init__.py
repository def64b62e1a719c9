"""The post: a letter in words leaves through the provider that EMAIL_PROVIDER names."""

from mail.gateways.smtp import send

__all__ = ["send"]
