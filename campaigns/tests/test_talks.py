"""Each step of a deal is told in its conversation."""

import pytest
from django.utils.translation import override

from campaigns.selectors.lines import LINES, told
from campaigns.services import counter_offer, make_offer
from conftest import deliver_all, fund, sign_both
from events.models import Event
from messaging.models import Conversation, Message


def lines():
    return [(line.label.partition(".")[2], line.kind) for line in Message.objects.order_by("place")]


def test_a_whole_deal_is_told_in_one_conversation(collaboration, react):
    fund(sign_both(collaboration))
    react()
    deliver_all(collaboration)
    react()
    talk = Conversation.objects.get()
    assert talk.about == str(collaboration.application_id)
    told_labels = {label for label, _kind in lines()}
    assert {
        "ApplicationSent",
        "ApplicationAccepted",
        "CollaborationSigned",
        "CollaborationReady",
        "CollaborationFunded",
        "DeliverableSubmitted",
        "DeliverableAccepted",
        "CollaborationCompleted",
    } <= told_labels
    assert talk.contacts_open_at


def test_every_line_carries_the_event_of_the_audit(application, react):
    react()
    line = Message.objects.get()
    assert Event.objects.get(pk=line.event_id).label == line.label == "campaigns.ApplicationSent"
    react()
    assert Message.objects.count() == 1


def test_offers_are_cards(application, amina, atlas, react):
    make_offer(application_id=application.pk, price_centimes=400_000, message="", by=atlas)
    counter_offer(application_id=application.pk, price_centimes=430_000, message="", by=amina)
    react()
    offers = Message.objects.filter(kind="offer").order_by("place")
    assert [(one.side, one.data["price_centimes"]) for one in offers] == [
        ("influencer", 450_000),
        ("brand", 400_000),
        ("influencer", 430_000),
    ]


def test_the_same_price_named_twice_keeps_the_words_of_each(application, amina, atlas, react):
    for words in ("Un réel", "Sans story"):
        make_offer(application_id=application.pk, price_centimes=400_000, message=words, by=atlas)
        counter_offer(application_id=application.pk, price_centimes=430_000, message="", by=amina)
    react()
    told_words = Message.objects.filter(label="campaigns.OfferMade").order_by("place")
    assert list(told_words.values_list("body", flat=True)) == ["Un réel", "Sans story"]
    numbers = Event.objects.filter(label__startswith="campaigns.Offer").order_by("pk")
    assert [event.payload["number"] for event in numbers] == [2, 3, 4, 5]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_step_has_words(language):
    data = {"who": "Atlas", "price_centimes": 450_000, "position": 1, "version": 2}
    with override(language):
        words = [told(label, data) for label in LINES]
    assert all(words)
    assert not any("{" in sentence for sentence in words)


def test_a_step_that_is_not_known_any_more_says_nothing():
    assert told("campaigns.Forgotten", {}) == ""
