"""Each step of a deal is told in its conversation, under the id of the event that the audit knows it by."""

from campaigns import facts
from campaigns.models import Application
from campaigns.selectors.lines import LINES, application_of, line_data, offer_of
from events.facts import FACTS, Fact, reacts_to
from messaging.services import Offered, open_contacts, post_line

APPLICATION, DIRECT = "application", "direct"


def tell_step(fact: Fact) -> None:
    """Write the line; the conversation is opened by the first of them."""
    application = application_of(fact)
    if application is None:
        return
    post_line(
        kind=APPLICATION,
        about=str(application.pk),
        event_id=fact.event_id,
        label=fact.label(),
        data=line_data(fact, application),
        offered=_offered(fact, application),
    )


def _offered(fact: Fact, application: Application) -> Offered | None:
    """Who named the price and their words; those of an application are its pitch."""
    named = offer_of(fact, application)
    return Offered(named.made_by, named.message if named.number > 1 else application.pitch) if named else None


for _label in LINES:
    reacts_to(FACTS[_label])(tell_step)


@reacts_to(facts.CollaborationFunded)
def show_contacts(fact: facts.CollaborationFunded) -> None:
    """The money is held: both sides may now reach each other as they like."""
    application = application_of(fact)
    if application is not None:
        open_contacts(kind=APPLICATION, about=str(application.pk))
        open_contacts(kind=DIRECT, about=f"{application.campaign.brand_id}:{application.influencer_id}")
