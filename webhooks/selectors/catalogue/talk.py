"""Conversations: that something was said, never what. Whoever may read it fetches it."""

from django.utils.translation import gettext_lazy as _

from messaging.facts import MessagePosted
from webhooks.selectors.catalogue import whom
from webhooks.selectors.catalogue.shape import EventType

TALK = (
    EventType(
        "message.posted",
        MessagePosted,
        "message",
        whom.talkers,
        _("Somebody wrote in a conversation."),
        ("conversation_id", "author_id", "kind"),
    ),
)
