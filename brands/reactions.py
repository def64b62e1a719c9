"""Who comes and goes is told in the team's conversation, under the id of the event in the audit."""

from uuid import UUID

from accounts.models import User
from brands.facts import MemberAdded, MemberLeft, MemberRemoved
from brands.selectors import talks_of_team
from events.facts import reacts_to
from messaging.services import post_line


@reacts_to(MemberAdded)
@reacts_to(MemberLeft)
@reacts_to(MemberRemoved)
def tell_team(fact: MemberAdded | MemberLeft | MemberRemoved) -> None:
    """One line, once for each event, where the team talks already and the person had a place."""
    if talks_of_team(fact.brand_id).filter(seats__user=UUID(fact.user_id)).exists():
        post_line(
            kind="team",
            about=fact.brand_id,
            event_id=fact.event_id,
            label=fact.label(),
            data={"who": User.objects.values_list("name", flat=True).get(pk=fact.user_id)},
        )
