"""Declared audiences. A figure keeps its date until the creator declares another one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from influencers.models import Influencer, SocialAccount
from influencers.policies import may_edit
from influencers.services.cards import settle_profile
from kit.errors import ensure
from kit.text import tidy

FIELDS = ["handle", "url", "n_followers_declared"]


@transaction.atomic
def set_social_accounts(*, influencer_id: Any, accounts: list[dict], by: User) -> Influencer:
    """Make these the creator's accounts, one per platform.

    Each is {"platform", "handle", "url", "n_followers_declared"}. Platforms not named are removed;
    unchanged ones keep their declaration date.
    Raises NotAllowed and ValidationError.
    """
    influencer = Influencer.objects.lock(influencer_id)
    ensure(may_edit(by, influencer))
    wanted = {one["platform"]: one for one in accounts}
    if len(wanted) != len(accounts):
        raise ValidationError({"social_accounts": _("Each platform can be given once.")})
    influencer.social_accounts.exclude(platform__in=wanted).delete()
    known = {one.platform: one for one in influencer.social_accounts.all()}
    for platform, values in wanted.items():
        row = known.get(platform) or SocialAccount(influencer=influencer, platform=platform)
        _declare(row, values)
    return settle_profile(influencer, by=by)


def _declare(row: SocialAccount, values: dict) -> None:
    """Save the row only when something was declared anew, so that the date stays true."""
    clean = {"handle": tidy(values["handle"]).lstrip("@"), "url": values.get("url", "")}
    clean["n_followers_declared"] = values.get("n_followers_declared", 0)
    if row.pk and all(getattr(row, name) == clean[name] for name in FIELDS):
        return
    for name in FIELDS:
        setattr(row, name, clean[name])
    row.full_clean(exclude=["influencer"])
    row.save()
