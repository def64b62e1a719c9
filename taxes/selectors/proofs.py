"""Papers handed in as proof."""

from base64 import b64decode
from typing import Any

from django.db.models import QuerySet

from kit import crypt
from kit.papers import Paper
from taxes.models import TaxProof


def proofs_of(party_id: Any) -> QuerySet[TaxProof]:
    """What a party handed in, newest first, without the contents."""
    return TaxProof.objects.filter(profile__party_id=party_id).defer("sealed")


def paper_of(proof: TaxProof) -> Paper:
    """The paper in clear, for the staff who check it."""
    return Paper(media_type=proof.media_type, content=b64decode(crypt.decrypt(proof.sealed)))
