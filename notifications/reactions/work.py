"""Deliverables: drafts, changes, publications."""

from typing import Any

from campaigns import facts
from events.facts import reacts_to
from files.facts import FileRefused
from files.models import File
from kit.links import path
from notifications.reactions.post import post
from notifications.selectors import people, subjects


def _to_brand(fact: facts.DeliverableFact, kind: str, **data: Any) -> None:
    link = path("campaigns:review", fact.collaboration_id, fact.position)
    about = subjects.deliverable(fact.deliverable_id)
    post(fact, kind, people.managers(fact.brand_id), about, link, **data)


def _to_creator(fact: facts.DeliverableFact, kind: str, **data: Any) -> None:
    link = path("campaigns:deliver", fact.collaboration_id, fact.position)
    about = subjects.deliverable(fact.deliverable_id)
    post(fact, kind, people.creator(fact.influencer_id), about, link, **data)


@reacts_to(facts.DeliverableSubmitted)
def ask_brand_to_review(fact: facts.DeliverableSubmitted) -> None:
    """The brand's managers have a draft to approve."""
    _to_brand(fact, "draft_submitted", version=fact.version)


@reacts_to(facts.ChangesRequested)
def ask_creator_for_changes(fact: facts.ChangesRequested) -> None:
    """The creator reads what to change."""
    _to_creator(fact, "changes_requested", quote=fact.comment)


@reacts_to(facts.DeliverableApproved)
def ask_creator_to_publish(fact: facts.DeliverableApproved) -> None:
    """The creator publishes; a brand whose silence approved is told so."""
    _to_creator(fact, "draft_approved_alone" if fact.automatic else "draft_approved")
    if fact.automatic:
        _to_brand(fact, "draft_approved_brand")


@reacts_to(facts.DeliverablePublished)
def ask_brand_to_accept(fact: facts.DeliverablePublished) -> None:
    """The brand's managers have a publication to accept."""
    _to_brand(fact, "content_published")


@reacts_to(facts.DeliverableAccepted)
def tell_creator_of_acceptance(fact: facts.DeliverableAccepted) -> None:
    """The creator is done with it; a brand whose silence accepted is told so."""
    _to_creator(fact, "content_accepted")
    if fact.automatic:
        _to_brand(fact, "content_accepted_brand")


@reacts_to(facts.DeliverableOverdue)
def tell_both_of_delay(fact: facts.DeliverableOverdue) -> None:
    """The creator is late; the brand reads what it may do."""
    _to_creator(fact, "delivery_late_creator", drop_at=fact.drop_at)
    _to_brand(fact, "delivery_late_brand", drop_at=fact.drop_at)


@reacts_to(facts.DeliverableDropped)
def tell_both_of_drop(fact: facts.DeliverableDropped) -> None:
    """Both sides learn that a delivery will not come."""
    _to_creator(fact, "content_dropped")
    _to_brand(fact, "content_dropped")


@reacts_to(FileRefused)
def tell_owner_of_refusal(fact: FileRefused) -> None:
    """Whoever put a file on a draft or a dispute learns that nobody will see it; messages show it."""
    found = subjects.attached(fact.attached_to)
    if found is not None:
        file = File.objects.get(pk=fact.file_id)
        about, link = found
        post(fact, "file_refused", people.here([file.owner_id]), about, link, file=file.name)
