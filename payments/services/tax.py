from typing import Any

from accounts.services import insist_proof
from kit.errors import ensure
from payments.models import Wallet
from payments.policies import may_move
from taxes.models import TaxProfile
from taxes.services import set_profile


def declare_tax(*, wallet: Wallet, fields: dict[str, Any], by: Any) -> TaxProfile:
    """Say how the holder of a wallet is taxed. Only who may move its money, and has just proved who they are.

    Raises NotAllowed, ProofNeeded, ValidationError by field.
    """
    ensure(may_move(by, wallet))
    insist_proof(by=by)
    return set_profile(party_id=wallet.pk, fields=fields, by=by)
