"""Conversations: what waits to be read, and what the staff did about a report."""

from django.utils.translation import gettext_lazy as _

from notifications.selectors.kinds.kind import Kind

TALKS = {
    "messages_unread": Kind(
        _("A message waits for you"),
        _("%(name)s wrote to you: unread messages are waiting."),
        "message-circle",
        "info",
        is_mailed=True,
    ),
    "report_received_staff": Kind(
        _("A conversation was reported"),
        _("Somebody reported a conversation: %(reason)s."),
        "flag",
        "warning",
        asks=True,
    ),
    "report_answered": Kind(
        _("Your report was looked at"),
        _("We have looked at the conversation that you reported. Thank you."),
        "flag",
        "info",
        is_mailed=True,
    ),
    "conversation_read": Kind(
        _("The staff read a conversation"),
        _("A conversation of yours was reported, and InfluMaroc's staff read it to answer."),
        "eye",
        "info",
        is_mailed=True,
    ),
    "conversation_read_dispute": Kind(
        _("The staff read the conversation of a dispute"),
        _(
            "To decide the dispute about “%(campaign)s”, InfluMaroc's staff read the conversation of "
            "%(brand)s and %(influencer)s, its files too."
        ),
        "eye",
        "info",
        is_mailed=True,
    ),
}
