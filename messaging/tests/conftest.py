from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from messaging.models import Conversation, Message
from messaging.services import open_conversation, post_message


@pytest.fixture
def talk(application: Any) -> Conversation:
    """Amina and the owner of Atlas about her application."""
    return open_conversation(kind="application", about=str(application.pk))


def say(talk: Conversation, by: User, body: str, client_id=None) -> Message:
    return post_message(conversation_id=talk.pk, body=body, client_id=client_id or uuid4(), by=by)
