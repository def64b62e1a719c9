"""Applications: sent once, kept in view, declined or taken back. Prices are gross centimes."""

from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from campaigns.errors import AlreadyApplied, ApplicationsClosed, NotEligible, PriceOutOfRange
from campaigns.facts import ApplicationRejected, ApplicationSent, ApplicationShortlisted, ApplicationWithdrawn
from campaigns.models import Application, Campaign, Offer
from campaigns.policies import INFLUENCER, influencer_of, may_answer, may_apply, may_withdraw
from campaigns.selectors.briefs import hard_fit
from campaigns.services.clocks import arm
from campaigns.services.locks import lock_application, lock_campaign
from campaigns.services.moves import advance, ids_of, record
from campaigns.services.stages import settle_campaign, takes_applications
from campaigns.services.texts import fitted
from events.services import emit
from influencers.models import Influencer
from kit.errors import ensure

State = Application.State
MAX_PRICE_CENTIMES = 10**12


@transaction.atomic
def apply_to_campaign(*, campaign_id: Any, pitch: str, price_centimes: int, by: User) -> Application:
    """Apply once, at a price. Raises NotAllowed, ApplicationsClosed, NotEligible, AlreadyApplied,
    PriceOutOfRange.
    """
    campaign = lock_campaign(campaign_id)
    ensure(may_apply(by, campaign))
    ensure_price(price_centimes)
    influencer: Any = influencer_of(by)
    refuse_misfit(campaign, influencer)
    application = send(campaign, influencer, pitch=pitch, price_centimes=price_centimes)
    offer(application, INFLUENCER, price_centimes, "", by=by)
    record(application, "", by=by, data={"price_centimes": price_centimes})
    emit(ApplicationSent(**ids_of(application)), by=by)
    return application


def ensure_price(price_centimes: int) -> None:
    """Raises PriceOutOfRange for nothing, less than nothing, or more than any campaign is worth."""
    if not 0 < price_centimes <= MAX_PRICE_CENTIMES:
        raise PriceOutOfRange


def refuse_misfit(campaign: Campaign, influencer: Influencer) -> None:
    """Raises ApplicationsClosed, or NotEligible with the criteria that are not met."""
    if not takes_applications(campaign):
        raise ApplicationsClosed(state=campaign.state)
    missing = [code for code, is_met in hard_fit(campaign, influencer) if not is_met]
    if missing:
        raise NotEligible(missing=missing, min_followers=campaign.min_followers)


def send(campaign: Campaign, influencer: Influencer, *, pitch: str, price_centimes: int) -> Application:
    """Write the row; the unique pair in the database decides between two clicks."""
    application = Application(
        campaign=campaign,
        influencer=influencer,
        pitch=fitted(Application.pitch, pitch),
        price_centimes=price_centimes,
    )
    application.clean_fields(exclude={"campaign", "influencer"})
    arm(application)
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyApplied from error
    return application


def offer(application: Application, side: str, price_centimes: int, message: str, *, by: User) -> Offer:
    """Put a price on the table: the next row of the negotiation."""
    row = Offer(
        application=application,
        number=application.offers.count() + 1,
        side=side,
        price_centimes=price_centimes,
        message=fitted(Offer.message, message),
        made_by=by,
    )
    row.save()
    return row


@transaction.atomic
def shortlist_application(*, application_id: Any, by: User) -> Application:
    """Keep an application in view; its answer gets a new deadline. Raises NotAllowed, WrongState."""
    application = lock_application(application_id)
    ensure(may_answer(by, application))
    fact = ApplicationShortlisted(**ids_of(application))
    advance(application, State.SHORTLISTED, by=by, fact=fact)
    return application


@transaction.atomic
def reject_application(*, application_id: Any, note: str, by: User) -> Application:
    """Decline, with a note if the brand likes. Raises NotAllowed, WrongState."""
    application = lock_application(application_id)
    ensure(may_answer(by, application))
    application.answer_note = fitted(Application.answer_note, note, key="note")
    fact = ApplicationRejected(**ids_of(application), note=application.answer_note)
    advance(application, State.REJECTED, by=by, fields=["answer_note"], fact=fact)
    settle_campaign(application.campaign, by=by)
    return application


@transaction.atomic
def withdraw_application(*, application_id: Any, by: User) -> Application:
    """Take an application back before it is accepted. Raises NotAllowed, WrongState."""
    application = lock_application(application_id)
    ensure(may_withdraw(by, application))
    advance(application, State.WITHDRAWN, by=by, fact=ApplicationWithdrawn(**ids_of(application)))
    settle_campaign(application.campaign, by=by)
    return application
