"""Above which amount a second person approves a payment. The bank keeps the limit and asks for it."""

from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import insist_proof
from brands.models import Brand
from brands.services.locks import lock_as_owner
from payments.services import set_limit


@transaction.atomic
def set_spending_limit(*, brand_id: Any, above_centimes: int | None, by: User) -> Brand:
    """Turn the rule on, move its amount, or turn it off with None. Raises ProofNeeded, NotAllowed, and
    payments.errors.SecondPersonMissing while the owner is the only one who may pay.
    """
    insist_proof(by=by)
    brand = lock_as_owner(brand_id, by)
    brand.wallet = set_limit(wallet_id=brand.wallet_id, above_centimes=above_centimes, by=by)
    return brand
