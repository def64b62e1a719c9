"""Conversations: who knows what each kind of them is about (messaging.selectors.topics)."""

CONVERSATION_TOPICS = {
    "application": "campaigns.selectors.talks.Applications",
    "direct": "campaigns.selectors.talks.Direct",
    "team": "brands.selectors.Team",
}
