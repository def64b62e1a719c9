from uuid import UUID


def withhold(*, key: str, client_id: UUID, provider_id: UUID, gross_centimes: int, currency: str) -> int:
    """Centimes to hold back for the Treasury from `gross_centimes` that a provider earns from a client now.

    Called in the transaction that releases the money, with the provider's wallet locked; the same key gives
    the same answer. Parties are ids whose meaning this app does not know. Without a tax status on record no
    rule applies and nothing is withheld.
    """
    return 0
