"""The brand's plan: what it has, what it may take, what it pays."""

from plans.views.plan import choose, plan

__all__ = ["choose", "plan"]
