"""Words to many: who belongs to a segment, and who wants news. The mail itself knows no people."""

from dataclasses import asdict, dataclass

from django.db.models import Q, QuerySet

from accounts.models import Consent, User
from brands.models import BrandMember
from mail.models import Mailing
from mail.services import Recipient
from notifications.services import Message, tell

BATCH = 1000


@dataclass(frozen=True)
class Segment:
    """Empty means everybody: role, language, city."""

    role: str = ""
    language: str = ""
    city: str = ""

    def as_dict(self) -> dict[str, str]:
        """As a mailing keeps it."""
        return asdict(self)


def people_of(segment: Segment) -> QuerySet[User]:
    """Those of a segment who asked for news by mail."""
    readers = Consent.objects.in_force().filter(purpose=Consent.Purpose.NEWS).values("user_id")
    return members_of(segment).filter(pk__in=readers)


def members_of(segment: Segment) -> QuerySet[User]:
    """All of a segment who may sign in: whoever comes to the site may be told something there."""
    people = User.objects.filter(is_active=True, leaving_at=None)
    if segment.role:
        people = people.filter(role=segment.role)
    if segment.language:
        people = people.filter(language=segment.language)
    if segment.city:
        members = BrandMember.objects.filter(brand__city=segment.city).values("user_id")
        people = people.filter(Q(influencer__city=segment.city) | Q(pk__in=members))
    return people.order_by("pk").distinct()


def announce_mailing(mailing: Mailing) -> None:
    """A notice with the subject for each of the segment, as each chose to be told; the letter of the mailing
    is the only one. Safe to repeat.
    """
    words = {language: said["subject"] for language, said in mailing.words.items()}
    message = Message(
        kind="announcement",
        key=f"mailing:{mailing.pk}",
        data={"words": words},
        link=mailing.path,
        has_letter=True,
    )
    readers = list(members_of(Segment(**mailing.segment)).values_list("pk", flat=True))
    for start in range(0, len(readers), BATCH):
        tell(readers=readers[start : start + BATCH], message=message)


def recipients_of(segment: Segment) -> list[Recipient]:
    """One query."""
    rows = people_of(segment).values_list("pk", "email", "language")
    return [Recipient(user_id=pk, to=email, language=language) for pk, email, language in rows]
