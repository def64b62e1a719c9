"""Whoever connects other programs is told when one is told nothing any more."""

import pytest

from events.models import Event
from mail.models import Letter
from notifications.models import Notice
from webhooks.selectors import Outcome
from webhooks.services import claim_call, disable_endpoint, note_outcome
from webhooks.tests.conftest import make_endpoint, owe


def gone(endpoint):
    [call] = owe(endpoint)
    claim_call()
    note_outcome(call_id=call.pk, outcome=Outcome(url=endpoint.url, error="status", status=410))


def test_owner_and_managers_are_told_by_notice_and_letter(atlas_brand, atlas, salma, finance_fz, react):
    endpoint = make_endpoint(atlas_brand)
    gone(endpoint)
    react()
    assert set(Notice.objects.values_list("reader_id", flat=True)) == {atlas.pk, salma.pk}
    assert Notice.objects.values_list("kind", flat=True).distinct().get() == "webhook_disabled"
    letter = Letter.objects.filter(kind="notice", user_id=atlas.pk).get()
    assert endpoint.host in letter.data["text"]
    assert letter.data["path"] == f"/reglages/webhooks/{endpoint.pk}"


def test_a_creator_is_told_too(amina_profile, react):
    gone(make_endpoint(amina_profile))
    react()
    assert Notice.objects.get().reader_id == amina_profile.user_id


@pytest.mark.parametrize(("who", "kinds"), [("atlas", []), ("staff", ["webhook_disabled_staff"])])
def test_of_their_own_doing_nobody_is_told_of_the_staffs_they_are(atlas_brand, react, request, who, kinds):
    endpoint = make_endpoint(atlas_brand)
    disable_endpoint(endpoint_id=endpoint.pk, by=request.getfixturevalue(who))
    react()
    assert Event.objects.filter(label="webhooks.EndpointDisabled").exists()
    assert list(Notice.objects.values_list("kind", flat=True)) == kinds
