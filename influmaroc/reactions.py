"""Where the mail, which knows no people, meets them."""

from accounts.services import withdraw_news
from events.facts import reacts_to
from influmaroc.mailings import Segment, recipients_of
from mail.facts import MailingStarted, NewsRefused
from mail.models import Mailing
from mail.services import post_mailing


@reacts_to(MailingStarted)
def post_letters_of_mailing(fact: MailingStarted) -> None:
    """Owe a letter to everybody of the segment who wants news now."""
    mailing = Mailing.objects.get(pk=fact.mailing_id)
    post_mailing(mailing_id=mailing.pk, people=recipients_of(Segment(**mailing.segment)))


@reacts_to(NewsRefused)
def withdraw_consent(fact: NewsRefused) -> None:
    """The consent to news ends with the link in a letter."""
    withdraw_news(user_id=fact.user_id)
