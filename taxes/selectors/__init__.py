"""Reads of taxes: who a party is for the tax office."""

from taxes.selectors.identities import Identity, identity_of

__all__ = ["Identity", "identity_of"]
