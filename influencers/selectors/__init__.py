"""Reads of creators: the public list, cards, profiles."""

from influencers.selectors.cards import Card, draw_card, draw_cards, read_card
from influencers.selectors.filters import FILTERS, read_filters
from influencers.selectors.lists import (
    CAP,
    BadCursor,
    CardPage,
    cards,
    count_capped,
    fewer_filters,
)
from influencers.selectors.profiles import influencer_of, missing_items, priced, public_profile, similar_cards
from influencers.selectors.shapes import ORDERINGS

__all__ = [
    "CAP",
    "FILTERS",
    "ORDERINGS",
    "BadCursor",
    "Card",
    "CardPage",
    "cards",
    "count_capped",
    "draw_card",
    "draw_cards",
    "fewer_filters",
    "influencer_of",
    "missing_items",
    "priced",
    "public_profile",
    "read_card",
    "read_filters",
    "similar_cards",
]
