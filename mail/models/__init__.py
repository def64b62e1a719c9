"""Tables of the mail."""

from mail.models.addresses import PostEvent, Suppression
from mail.models.letters import Letter, ShownLetter
from mail.models.mailings import Mailing

__all__ = ["Letter", "Mailing", "PostEvent", "ShownLetter", "Suppression"]
