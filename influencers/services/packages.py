"""The rate card: what a creator offers, for how much, with which rights."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from influencers.models import Influencer, Package
from influencers.policies import may_edit
from influencers.services.cards import settle_profile
from kit.errors import ensure
from kit.text import tidy, tidy_lines

EDITABLE = [
    "title",
    "platform",
    "format",
    "quantity",
    "description",
    "price_centimes",
    "revisions",
    "delivery_days",
    "rights_channels",
    "rights_months",
    "rights_paid_ads",
]
MAX_PACKAGES = 12


@transaction.atomic
def add_package(*, influencer_id: Any, fields: dict, by: User) -> Package:
    """Add a line to the rate card, at its end. Raises NotAllowed and ValidationError."""
    influencer = _own(influencer_id, by)
    n_packages = influencer.packages.count()
    if n_packages >= MAX_PACKAGES:
        message = _("A rate card has at most %(n)s packages.") % {"n": MAX_PACKAGES}
        raise ValidationError({"title": message})
    package = _fill(Package(influencer=influencer, position=n_packages), fields)
    settle_profile(influencer, by=by)
    return package


@transaction.atomic
def update_package(*, package_id: Any, fields: dict, by: User) -> Package:
    """Change a line of the rate card; deals already agreed keep their own frozen terms."""
    package = Package.objects.get(pk=package_id)
    influencer = _own(package.influencer_id, by)
    package.refresh_from_db()
    _fill(package, fields)
    settle_profile(influencer, by=by)
    return package


@transaction.atomic
def remove_package(*, package_id: Any, by: User) -> None:
    """Take a line off the rate card. Raises NotAllowed."""
    package = Package.objects.get(pk=package_id)
    influencer = _own(package.influencer_id, by)
    package.delete()
    settle_profile(influencer, by=by)


@transaction.atomic
def set_packages(*, influencer_id: Any, packages: list[dict], by: User) -> list[Package]:
    """Replace the whole rate card, in this order; an "id" keeps that line, the others are new.

    Raises NotAllowed and ValidationError.
    """
    influencer = _own(influencer_id, by)
    if len(packages) > MAX_PACKAGES:
        message = _("A rate card has at most %(n)s packages.") % {"n": MAX_PACKAGES}
        raise ValidationError({"packages": message})
    known: dict[Any, Package] = {one.pk: one for one in influencer.packages.all()}
    rows = []
    for position, one in enumerate(packages):
        row = known.pop(one.get("id"), None) or Package(influencer=influencer)
        row.position = position
        rows.append(_fill(row, one))
    influencer.packages.filter(pk__in=known).delete()
    settle_profile(influencer, by=by)
    return rows


def _own(influencer_id: Any, by: User) -> Influencer:
    influencer = Influencer.objects.lock(influencer_id)
    ensure(may_edit(by, influencer))
    return influencer


def _fill(package: Package, fields: dict) -> Package:
    for name in EDITABLE:
        if name in fields:
            setattr(package, name, fields[name])
    package.title = tidy(package.title)
    package.description = tidy_lines(package.description)
    package.full_clean(exclude=["influencer"])
    package.save()
    return package
