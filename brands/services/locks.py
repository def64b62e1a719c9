"""Every write of a team locks the brand first, so that two of them follow each other."""

from typing import Any

from accounts.models import User
from brands.models import Brand
from brands.policies import forget_roles, may_administer
from kit.errors import ensure


def lock_for(brand_id: Any, by: User) -> Brand:
    """The locked brand; what was remembered of the person's role before is asked again. DoesNotExist."""
    brand = Brand.objects.lock(brand_id)
    forget_roles(by)
    return brand


def lock_as_owner(brand_id: Any, by: User) -> Brand:
    """The same for the owner. Raises NotAllowed for everybody else."""
    brand = lock_for(brand_id, by)
    ensure(may_administer(by, brand))
    return brand
