"""Where the mail, which knows no people, meets them; and webhooks the notices, which are on its own floor."""

from accounts.services import withdraw_news
from events.facts import reacts_to
from influmaroc.mailings import Segment, announce_mailing, recipients_of
from mail.facts import MailingStarted, NewsRefused
from mail.models import Mailing
from mail.services import post_mailing
from notifications.selectors import people
from notifications.selectors.subjects import path
from notifications.services import Message, tell
from webhooks.facts import EndpointDisabled

BY_HAND, BY_STAFF = "holder", "staff"


@reacts_to(MailingStarted)
def post_letters_of_mailing(fact: MailingStarted) -> None:
    """Owe a letter to everybody of the segment who wants news now."""
    mailing = Mailing.objects.get(pk=fact.mailing_id)
    post_mailing(mailing_id=mailing.pk, people=recipients_of(Segment(**mailing.segment)))


@reacts_to(MailingStarted)
def show_mailing_on_site(fact: MailingStarted) -> None:
    """Tell the whole segment on the site, where staff wanted that; not when it was stopped meanwhile."""
    mailing = Mailing.objects.get(pk=fact.mailing_id)
    if mailing.on_site and mailing.state == Mailing.State.STARTED:
        announce_mailing(mailing)


@reacts_to(NewsRefused)
def withdraw_consent(fact: NewsRefused) -> None:
    """The consent to news ends with the link in a letter."""
    withdraw_news(user_id=fact.user_id)


@reacts_to(EndpointDisabled)
def tell_of_endpoint(fact: EndpointDisabled) -> None:
    """Those who connect other programs learn that one is told nothing any more; not of their own doing."""
    if fact.reason == BY_HAND:
        return
    kind = "webhook_disabled_staff" if fact.reason == BY_STAFF else "webhook_disabled"
    readers = people.connectors(fact.brand_id) if fact.brand_id else people.creator(fact.influencer_id)
    message = Message(
        kind=kind,
        key=f"{fact.event_id}:{kind}",
        data={"host": fact.host},
        thread=f"webhook:{fact.endpoint_id}",
        link=path("webhooks:one", fact.endpoint_id),
    )
    tell(readers=readers, message=message)
