"""Who stands on a paper: the platform as the settings say, the others as their tax identity says."""

from dataclasses import asdict
from typing import Any

from django.conf import settings

from invoicing.errors import IssuerNotConfigured
from kit.numbers import LOCALES
from payments.models import Wallet
from taxes.selectors import identity_of

OWED = ("legal_name", "address", "city", "ice", "if_number", "rc", "tp_number", "cnss")
Party = dict[str, Any]


def house() -> Party:
    """The platform. Raises IssuerNotConfigured: nothing that is missing is invented."""
    identity = settings.PLATFORM_IDENTITY
    if missing := [name for name in OWED if not identity.get(name)]:
        raise IssuerNotConfigured(missing=missing)
    return {"name": "InfluMaroc", "status": "", "is_vat_liable": True, **identity}


def party(wallet: Wallet) -> Party:
    """A brand or a creator on this day. Without a legal name it goes by the one it is known by."""
    said = asdict(identity_of(wallet.pk))
    return {
        **said,
        "party_id": str(wallet.pk),
        "name": wallet.name,
        "legal_name": said.get("legal_name") or wallet.name,
    }


def can_be_billed_for(who: Party) -> bool:
    """An invoice in somebody's name needs the number the tax office knows them by."""
    return bool(who.get("if_number") or who.get("ice"))


def language_of(who: Party) -> str:
    """The language a party reads papers in, French when it has not said."""
    language = who.get("language") or ""
    return language if language in LOCALES else settings.LANGUAGE_CODE
