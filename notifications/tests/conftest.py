from collections.abc import Callable

import pytest

from accounts.models import User
from notifications.models import Notice
from notifications.services import Message, tell

DATA = {"campaign": "Huile d'argan", "brand": "Atlas Argan", "influencer": "Amina", "price_centimes": 450_000}


@pytest.fixture
def say() -> Callable[..., Notice]:
    """Tell somebody something, as a reaction would."""

    def run(reader: User, kind: str = "application_shortlisted", key: str = "1", **data: object) -> Notice:
        message = Message(
            kind=kind, key=f"{key}:{kind}", data=DATA | data, thread="campaign:1", link="/contrats"
        )
        tell(readers=[reader.pk], message=message)
        return Notice.objects.get(reader=reader, key=message.key)

    return run
