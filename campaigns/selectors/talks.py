"""What conversations are about, for the floor that holds them (settings.CONVERSATION_TOPICS)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from brands.models import Brand, BrandMember
from brands.policies import MANAGES, may_manage, party_key
from brands.selectors import brand_of
from campaigns.models import Application, Campaign, Collaboration, Dispute
from campaigns.policies import BRAND, INFLUENCER, TURN, influencer_of, may_decide
from campaigns.selectors.brand import APPLICATION_TABS
from campaigns.selectors.lines import icon_of, told
from influencers.models import Influencer
from kit.errors import NotAllowed, ensure
from kit.links import path
from messaging.models import Conversation
from messaging.selectors import Member, Side, Silent, Subject, Transcript, transcript_of


def brand_side(brand: Brand) -> Side:
    """The whole team reads; those who manage write."""
    rows = BrandMember.objects.filter(brand=brand).order_by("pk")
    members = [Member(row.user_id, row.role in MANAGES) for row in rows]
    return Side(BRAND, party_key(brand.pk), brand.name, members)


def creator_side(influencer: Influencer) -> Side:
    """The creator alone, for now."""
    return Side(INFLUENCER, f"influencer:{influencer.pk}", influencer.name, [Member(influencer.user_id)])


class Applications:
    """Between a brand and a creator about one campaign, from the application to the end of the contract."""

    def find(self, field: str, pk: UUID, by: Any) -> str | None:
        """Both sides of an application know of it."""
        rows = Application.objects.visible_to(by)
        found = rows.filter(pk=pk) if field == "application" else rows.filter(collaboration=pk)
        about = found.values_list("pk", flat=True).first()
        return str(about) if about else None

    def sides(self, about: str) -> list[Side]:
        application = Application.objects.select_related("campaign__brand", "influencer").get(pk=about)
        return [brand_side(application.campaign.brand), creator_side(application.influencer)]

    def shows_contacts(self, about: str) -> bool:
        return Collaboration.objects.filter(application=UUID(about)).secured().exists()

    def subjects(self, abouts: Iterable[str], reader: Any) -> dict[str, Subject]:
        """One query."""
        rows = Application.objects.filter(pk__in=list(abouts)).defer("pitch", "collaboration__terms_text")
        rows = rows.select_related("campaign__brand", "influencer", "collaboration")
        return {str(row.pk): self._subject(row, reader) for row in rows}

    def _subject(self, row: Application, reader: Any) -> Subject:
        deal = _deal_of(row)
        chip = ("collaboration", deal.state) if deal else ("application", row.state)
        return Subject(
            title=row.campaign.title,
            link=_place(row, deal, reader),
            answer=_answer(row, reader),
            chip=chip,
            names={BRAND: row.campaign.brand.name, INFLUENCER: row.influencer.name},
            faces={BRAND: row.campaign.brand, INFLUENCER: row.influencer},
        )

    def words(self, label: str, data: dict[str, Any]) -> str:
        """The sentence of a step, whoever reads it."""
        return told(label, data)

    def icon(self, label: str) -> str:
        """The picture of a step."""
        return icon_of(label)


def _deal_of(row: Application) -> Collaboration | None:
    return getattr(row, "collaboration", None)


def _place(row: Application, deal: Collaboration | None, reader: Any) -> str:
    if deal:
        return path("campaigns:deal", deal.pk)
    return path("campaigns:application", row.pk) if _is_creator(row, reader) else _card(row)


def _is_creator(row: Application, reader: Any) -> bool:
    return bool(row.influencer.user_id == reader.pk)


def _card(row: Application) -> str:
    """Its card among the others of the campaign, under the tab where it stands."""
    tab = next(name for name, states in APPLICATION_TABS.items() if row.state in states)
    return f"{path('campaigns:applications', row.campaign_id)}?tab={tab}#app-{row.pk}"


def _answer(row: Application, reader: Any) -> str:
    """Where the side whose turn it is answers the price on the table."""
    turn = TURN.get(row.State(row.state))
    is_theirs = turn == (INFLUENCER if _is_creator(row, reader) else BRAND)
    return path("campaigns:answer", row.pk) if is_theirs else ""


def talk_of(row: Application) -> str:
    """Where both sides talk about an application, in the language now spoken: at its end; "" before
    anybody has.
    """
    talk = _talk_about(row.pk)
    return f"{reverse('messaging:thread', args=[talk.pk])}#fin" if talk else ""


def _talk_about(application_id: UUID) -> Conversation | None:
    """The conversation of an application, and of the contract that it became."""
    rows = Conversation.objects.filter(kind=Conversation.Kind.APPLICATION, about=str(application_id))
    return rows.first()


def disputed_talk(dispute: Dispute, reader: Any, before: int | None = None) -> Transcript | None:
    """What both sides said, for whoever decides and wrote down why they read it; None for others."""
    talk = _talk_about(dispute.collaboration.application_id)
    return transcript_of(talk, matter=dispute.matter, reader=reader, before=before) if talk else None


def may_read_disputed(user: Any, dispute_id: str) -> bool:
    """Whoever decides, while nothing is decided (settings.READING_MATTERS). One query."""
    rows = Dispute.objects.filter(collaboration__state=Collaboration.State.DISPUTED)
    return may_decide(user) and dispute_id.isdecimal() and rows.filter(pk=dispute_id).exists()


class Direct(Silent):
    """Between a brand and a creator, before there is anything they do together."""

    def find(self, field: str, pk: UUID, by: Any) -> str | None:
        """A brand writes to listed creators; a creator to brands that look for creators now, or that wrote
        first. Raises NotAllowed.
        """
        brand, influencer = self._pair(field, pk, by)
        return f"{brand.pk}:{influencer.pk}" if brand and influencer else None

    def _pair(self, field: str, pk: UUID, by: Any) -> tuple[Brand | None, Influencer | None]:
        if field == "influencer":
            brand = brand_of(by)
            ensure(brand is not None and may_manage(by, brand))
            return brand, Influencer.objects.visible_to(by).filter(pk=pk).first()
        influencer = influencer_of(by)
        if influencer is None:
            raise NotAllowed
        brand = Brand.objects.filter(pk=pk).first()
        if brand and not self._may_be_asked(brand, influencer):
            raise NotAllowed(_("This brand is not looking for creators at the moment."))
        return brand, influencer

    def _may_be_asked(self, brand: Brand, influencer: Influencer) -> bool:
        known = Conversation.objects.filter(kind="direct", about=f"{brand.pk}:{influencer.pk}")
        return known.exists() or Campaign.objects.filter(brand=brand, state=Campaign.State.OPEN).exists()

    def sides(self, about: str) -> list[Side]:
        brand, influencer = about.split(":")
        return [
            brand_side(Brand.objects.get(pk=brand)),
            creator_side(Influencer.objects.get(pk=influencer)),
        ]

    def shows_contacts(self, about: str) -> bool:
        brand, influencer = map(UUID, about.split(":"))
        return Collaboration.objects.filter(brand=brand, influencer=influencer).secured().exists()

    def subjects(self, abouts: Iterable[str], reader: Any) -> dict[str, Subject]:
        """Two queries."""
        pairs = {about: about.split(":") for about in abouts}
        brands = Brand.objects.in_bulk([brand for brand, _creator in pairs.values()])
        creators = Influencer.objects.in_bulk([creator for _brand, creator in pairs.values()])
        return {
            about: self._subject(brands[UUID(brand)], creators[UUID(creator)], reader)
            for about, (brand, creator) in pairs.items()
        }

    def _subject(self, brand: Brand, influencer: Influencer, reader: Any) -> Subject:
        is_theirs = influencer.user_id == reader.pk
        return Subject(
            link=path("brands:page", brand.slug)
            if is_theirs
            else path("influencers:profile", influencer.handle),
            names={BRAND: brand.name, INFLUENCER: influencer.name},
            faces={BRAND: brand, INFLUENCER: influencer},
        )
