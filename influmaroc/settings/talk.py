"""Conversations: who knows what each kind of them is about (messaging.selectors.topics)."""

CONVERSATION_TOPICS = {
    "application": "campaigns.selectors.talks.Applications",
    "direct": "campaigns.selectors.talks.Direct",
    "team": "brands.selectors.Team",
}
# Whether this person of the staff may still read for what they wrote down: (user, id of the matter) -> bool.
READING_MATTERS = {
    "report": "messaging.selectors.may_read_reported",
    "dispute": "campaigns.selectors.may_read_disputed",
}
