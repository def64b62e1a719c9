"""Who may change a creator's profile."""

from typing import Any

from influencers.models import Influencer


def may_edit(user: Any, influencer: Influencer) -> bool:
    return influencer.user_id == user.pk
