from base64 import b64encode
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kit import crypt
from kit.errors import Refusal
from kit.papers import read_paper
from kit.throttle import take
from taxes.models import TaxProfile, TaxProof
from taxes.selectors import profile_of


class NothingDeclared(Refusal):
    """A paper without a declaration to prove."""

    code = "nothing_declared"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Declare your tax status first; the paper proves it."))


def add_proof(*, party_id: UUID, upload: Any, kind: str, by: Any) -> TaxProof:
    """Hand in a paper for the declaration in force; staff look at it. Whoever calls has looked whether `by`
    may speak for the party. Raises NothingDeclared, PaperRefused, PictureRefused, TooMany.
    """
    take("picture", str(by.pk))
    profile = profile_of(party_id)
    if profile is None or profile.status == TaxProfile.Status.UNKNOWN:
        raise NothingDeclared
    paper = read_paper(upload)
    sealed = crypt.encrypt(b64encode(paper.content).decode())
    with transaction.atomic():
        return TaxProof.objects.create(
            profile=profile,
            kind=kind,
            media_type=paper.media_type,
            n_bytes=len(paper.content),
            sealed=sealed,
            made_by=by,
        )
