"""The post: letters leave through the provider that EMAIL_PROVIDER names; its reports come in signed."""

from django.conf import settings

from mail.gateways.port import Post, ProviderError
from mail.gateways.sendgrid import SendGridPost
from mail.gateways.ses import SesPost
from mail.gateways.signed import amazon_message, confirm, sendgrid_events
from mail.gateways.smtp import SmtpPost

PROVIDERS: dict[str, type[Post]] = {"smtp": SmtpPost, "ses": SesPost, "sendgrid": SendGridPost}

__all__ = ["Post", "ProviderError", "amazon_message", "confirm", "post_office", "sendgrid_events"]


def post_office() -> Post:
    """The provider of this place, to be opened with `with`."""
    return PROVIDERS[settings.EMAIL_PROVIDER]()
