"""Campaigns and applications."""

from accounts.models import User
from brands.facts import MemberAdded
from brands.models import Brand
from campaigns import facts
from campaigns.models import Application
from events.facts import reacts_to
from kit.links import path
from notifications.reactions.post import post
from notifications.selectors import people, subjects
from notifications.selectors.subjects import Subject

UNANSWERED = "no_answer"


def _overview(fact: facts.CampaignFact) -> str:
    return path("campaigns:overview", fact.campaign_id)


def _of_brand(fact: facts.CampaignFact, kind: str, **data: str) -> None:
    about = subjects.campaign(fact.campaign_id)
    post(fact, kind, people.managers(fact.brand_id), about, _overview(fact), **data)


@reacts_to(facts.CampaignSubmitted)
def tell_staff_of_a_brief(fact: facts.CampaignSubmitted) -> None:
    """Staff have a brief to examine."""
    link = path("admin:campaigns_campaign_change", fact.campaign_id)
    post(fact, "campaign_submitted", people.staff(), subjects.campaign(fact.campaign_id), link)


@reacts_to(facts.CampaignApproved)
def tell_brand_it_is_online(fact: facts.CampaignApproved) -> None:
    """The brand's managers learn that creators can apply."""
    _of_brand(fact, "campaign_approved")


@reacts_to(facts.CampaignRejected)
def tell_brand_to_correct(fact: facts.CampaignRejected) -> None:
    """The brand's managers read what to correct, or that nobody answered in time."""
    _of_brand(fact, "campaign_unanswered" if fact.automatic else "campaign_rejected", quote=fact.reason)


@reacts_to(facts.CampaignChanged)
def tell_applicants_of_changes(fact: facts.CampaignChanged) -> None:
    """Creators whose application is still open learn that the brief reads differently."""
    rows = Application.objects.filter(campaign_id=fact.campaign_id, influencer__user__is_active=True)
    waiting = rows.filter(state__in=["pending", "shortlisted", "offered", "countered"])
    about = subjects.campaign(fact.campaign_id)
    readers = list(waiting.values_list("influencer__user_id", flat=True))
    post(fact, "campaign_changed", readers, about, path("campaigns:my_applications"))


@reacts_to(facts.CampaignStarted)
def tell_brand_applications_closed(fact: facts.CampaignStarted) -> None:
    """The brand's managers learn that nobody can apply any more."""
    _of_brand(fact, "campaign_started")


@reacts_to(facts.CampaignReopened)
def tell_brand_a_place_is_free(fact: facts.CampaignReopened) -> None:
    """The brand's managers learn that creators can apply again."""
    _of_brand(fact, "campaign_reopened")


@reacts_to(facts.CampaignCompleted)
def tell_brand_it_is_over(fact: facts.CampaignCompleted) -> None:
    """The brand's managers learn that every contract has ended."""
    _of_brand(fact, "campaign_completed")


@reacts_to(facts.CampaignCancelled)
def tell_brand_it_was_closed(fact: facts.CampaignCancelled) -> None:
    """The brand's managers learn of a campaign that was closed by itself; they know of their own doing."""
    if fact.automatic:
        _of_brand(fact, "campaign_closed")


def _to_brand(fact: facts.ApplicationFact, kind: str) -> None:
    link = path("campaigns:applications", fact.campaign_id)
    about = subjects.application(fact.application_id)
    post(fact, kind, people.managers(fact.brand_id), about, link, price_centimes=fact.price_centimes)


def _to_creator(fact: facts.ApplicationFact, kind: str, **data: str) -> None:
    link = path("campaigns:application", fact.application_id)
    about = subjects.application(fact.application_id)
    readers = people.creator(fact.influencer_id)
    post(fact, kind, readers, about, link, **{"price_centimes": fact.price_centimes, **data})


@reacts_to(facts.ApplicationSent)
def tell_brand_of_application(fact: facts.ApplicationSent) -> None:
    """The brand's managers have an application to read."""
    _to_brand(fact, "application_sent")


@reacts_to(facts.ApplicationShortlisted)
def tell_creator_of_shortlist(fact: facts.ApplicationShortlisted) -> None:
    """The creator learns that the brand keeps the application in view."""
    _to_creator(fact, "application_shortlisted")


@reacts_to(facts.OfferMade)
def tell_creator_of_offer(fact: facts.OfferMade) -> None:
    """The creator has an offer to answer."""
    _to_creator(fact, "offer_made")


@reacts_to(facts.OfferCountered)
def tell_brand_of_counter_offer(fact: facts.OfferCountered) -> None:
    """The brand's managers have a counter-offer to answer."""
    _to_brand(fact, "offer_countered")


@reacts_to(facts.ApplicationRejected)
def tell_creator_of_refusal(fact: facts.ApplicationRejected) -> None:
    """The creator learns of the refusal, with the brand's note."""
    _to_creator(fact, "application_rejected", quote=fact.note)


@reacts_to(facts.ApplicationWithdrawn)
def tell_brand_of_withdrawal(fact: facts.ApplicationWithdrawn) -> None:
    """The brand's managers learn that a creator is no longer there."""
    _to_brand(fact, "application_withdrawn")


@reacts_to(facts.ApplicationLapsed)
def tell_both_of_lapse(fact: facts.ApplicationLapsed) -> None:
    """Both sides learn that an answer did not come; only the creator when the campaign simply ended."""
    if fact.reason != UNANSWERED:
        _to_creator(fact, "application_closed")
        return
    _to_creator(fact, "application_lapsed")
    _to_brand(fact, "application_lapsed_brand")


@reacts_to(facts.ApplicationAccepted)
def tell_other_side_of_acceptance(fact: facts.ApplicationAccepted) -> None:
    """Whoever did not say the last yes learns of the agreement and is asked to sign."""
    about = subjects.collaboration(fact.collaboration_id)
    link = path("campaigns:deal", fact.collaboration_id)
    if fact.side == "brand":
        post(fact, "application_accepted", people.creator(fact.influencer_id), about, link)
    else:
        post(fact, "offer_accepted", people.managers(fact.brand_id), about, link)


@reacts_to(MemberAdded)
def tell_new_member(fact: MemberAdded) -> None:
    """A person learns that they act for a brand; its owner is told in teams."""
    brand = Brand.objects.get(pk=fact.brand_id)
    readers = list(User.objects.filter(pk=fact.user_id, is_active=True).values_list("pk", flat=True))
    if fact.role != "owner":
        about = Subject(f"brand:{brand.pk}", {"brand": brand.name, "logo": brand.logo})
        post(fact, "member_added", readers, about, path("campaigns:brand_home"))
