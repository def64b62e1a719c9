"""The brand's plan: what it has, what it may take, what it pays, and by what."""

from plans.views.card import back, change, give_up, go_on
from plans.views.plan import choose, plan

__all__ = ["back", "change", "choose", "give_up", "go_on", "plan"]
