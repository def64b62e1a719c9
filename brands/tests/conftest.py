import pytest

from brands.models import Invitation
from conftest import person
from kit.tokens import digest, new_token


@pytest.fixture
def rachid(db):
    """A brand account that works for no brand."""
    return person("rachid", "brand")


@pytest.fixture
def invited(atlas_brand, atlas):
    """(invitation, token) for rachid's address, as finance."""
    token = new_token()
    row = Invitation.objects.create(
        brand=atlas_brand,
        email="rachid@example.ma",
        role="finance",
        token_hash=digest(token),
        invited_by=atlas,
    )
    return row, token
