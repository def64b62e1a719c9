"""From an application to a collaboration: price frozen, escrow opened, terms written, in one go."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from campaigns.errors import CampaignFull
from campaigns.facts import ApplicationAccepted
from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.selectors.budgets import places_of
from campaigns.selectors.calendar import today
from campaigns.selectors.schedules import schedule_of
from campaigns.services.clocks import arm
from campaigns.services.locks import lock_application
from campaigns.services.moves import advance, ids_of, record
from campaigns.services.offers import ensure_budget, ensure_turn
from campaigns.services.stages import start_campaign
from campaigns.services.terms import build_terms, hash_terms, render_terms
from kit.errors import Stale, WrongState
from kit.ids import uuid7
from payments.services import open_escrow

TITLE_LENGTH = 160


@transaction.atomic
def accept_application(*, application_id: Any, by: User, price_centimes: int | None = None) -> Collaboration:
    """Say yes to the price on the table: a brand to an application or counter-offer, a creator to an offer.

    All of it or none of it: escrow opened (pending), contract written, deliverables listed; the last place
    closes the campaign for others. `price_centimes` is the price that was read: another one on the table is
    not accepted unseen. Raises NotAllowed, WrongState, NotYourTurn, Stale, CampaignFull, OverBudget.
    """
    application = lock_application(application_id)
    campaign = application.campaign
    side = ensure_turn(by, application)
    if price_centimes not in {None, application.price_centimes}:
        raise Stale(price_centimes=application.price_centimes)
    ensure_place(campaign)
    ensure_budget(campaign, application.price_centimes)
    collaboration = agree(application)
    fact = ApplicationAccepted(**ids_of(application), collaboration_id=str(collaboration.pk), side=side)
    data = {"price_centimes": application.price_centimes, "number": collaboration.number}
    advance(application, Application.State.ACCEPTED, by=by, data=data, fact=fact)
    record(collaboration, "", by=by, data=data)
    if campaign.state == Campaign.State.OPEN and not places_of(campaign).free:
        start_campaign(campaign, by=by)
    return collaboration


def ensure_place(campaign: Campaign) -> None:
    """A place of a running campaign; also after the last day to apply, when another one fell away."""
    if campaign.state not in {Campaign.State.OPEN, Campaign.State.IN_PROGRESS}:
        raise WrongState(state=campaign.state, wanted="accept")
    if not places_of(campaign).free:
        raise CampaignFull(places=campaign.places)


def agree(application: Application) -> Collaboration:
    """Write the collaboration with its escrow, terms and deliverables."""
    collaboration = Collaboration(
        id=uuid7(),
        number=next_number(),
        campaign=application.campaign,
        application=application,
        brand=application.campaign.brand,
        influencer=application.influencer,
        price_centimes=application.price_centimes,
        currency=application.currency,
        revisions=application.campaign.revisions,
    )
    collaboration.escrow = open_escrow(
        deal_id=collaboration.pk,
        title=application.campaign.title[:TITLE_LENGTH],
        payer=application.campaign.brand.wallet,
        payee=application.influencer.wallet,
        price_centimes=application.price_centimes,
        stages=schedule_of(application.campaign.pay_schedule).stages(application.price_centimes),
    )
    freeze(collaboration)
    arm(collaboration)
    collaboration.save(force_insert=True)
    Deliverable.objects.bulk_create(listed(collaboration))
    return collaboration


def next_number() -> str:
    """C-2026-00042. From a sequence: numbers never wait for each other nor repeat; gaps are fine here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('campaigns_collaboration_number')")
        return f"C-{today().year}-{cursor.fetchone()[0]:05d}"


def freeze(collaboration: Collaboration) -> None:
    """Write the terms, their text and their hash into a new collaboration."""
    terms = build_terms(collaboration.application, collaboration.escrow, collaboration.number)
    collaboration.terms = terms
    collaboration.terms_text = render_terms(terms)
    collaboration.terms_hash = hash_terms(collaboration.terms_text)


def listed(collaboration: Collaboration) -> list[Deliverable]:
    """The deliverables of the terms; their clocks start with the money."""
    return [
        Deliverable(collaboration=collaboration, **{**row, "due_on": date.fromisoformat(row["due_on"])})
        for row in collaboration.terms["deliverables"]
    ]
