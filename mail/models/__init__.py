"""Tables of the mail."""

from mail.models.letters import Letter

__all__ = ["Letter"]
