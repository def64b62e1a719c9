"""What the mail tells the floors above."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class NewsRefused(Fact):
    """A person asked for no more news, by the link in a letter or at their provider."""

    user_id: str


@dataclass(frozen=True, kw_only=True)
class MailingStarted(Fact):
    """Staff let a mailing go: whoever knows people posts its letters."""

    mailing_id: str
