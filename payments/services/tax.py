from typing import Any

from accounts.services import insist_proof
from kit.errors import ensure
from payments.models import Wallet
from payments.policies import may_move
from taxes.models import TaxProfile, TaxProof
from taxes.services import add_proof, set_profile


def declare_tax(*, wallet: Wallet, fields: dict[str, Any], by: Any) -> TaxProfile:
    """Say how the holder of a wallet is taxed. Only who may move its money, and has just proved who they are.

    Raises NotAllowed, ProofNeeded, ValidationError by field.
    """
    ensure(may_move(by, wallet))
    insist_proof(by=by)
    return set_profile(party_id=wallet.pk, fields=fields, by=by)


def add_tax_proof(*, wallet: Wallet, upload: Any, kind: str, by: Any) -> TaxProof:
    """Hand in a paper for what was declared. Only who may move the wallet's money.

    Raises NotAllowed, NothingDeclared, PaperRefused, PictureRefused, TooMany.
    """
    ensure(may_move(by, wallet))
    return add_proof(party_id=wallet.pk, upload=upload, kind=kind, by=by)
