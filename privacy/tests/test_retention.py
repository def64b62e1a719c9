"""What time removes, and what it leaves."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from accounts.models import Device, SecurityEvent, SignIn
from accounts.services import ask_reset, start_sign_in
from accounts.tasks import tidy as tidy_accounts
from campaigns.models import Campaign
from conftest import make_campaign
from events.models import Event
from kit.requests import Caller
from privacy.models import Export, PrivacyRequest
from privacy.services import ask_about_data
from privacy.tasks import tidy

NOW = timezone.now


def aged(model, days, **moments):
    """Set these columns of every row so many days back."""
    model.objects.update(**dict.fromkeys(moments or {"at": 0}, NOW() - timedelta(days=days)))


@pytest.mark.parametrize(("days", "left"), [(364, 1), (366, 0)])
def test_the_trail_and_the_log_of_the_admin_stay_twelve_months(amina, days, left):
    SecurityEvent.objects.create(user=amina, kind="signed_in")
    LogEntry.objects.create(user=amina, action_flag=1)
    aged(SecurityEvent, days, at=0)
    aged(LogEntry, days, action_time=0)
    tidy_accounts()
    tidy()
    assert (SecurityEvent.objects.count(), LogEntry.objects.count()) == (left, left)


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_ended_sign_ins_and_their_tokens_stay_thirty_days(amina, days, left):
    sign_in = start_sign_in(user=amina, kind="api", refresh_jti="a")
    SignIn.objects.filter(pk=sign_in.pk).update(ended_at=NOW() - timedelta(days=days), end="logout")
    tidy_accounts()
    assert SignIn.objects.count() == left


def test_a_device_in_use_stays_and_a_silent_one_goes(amina):
    for name in ("used", "silent"):
        start_sign_in(user=amina, kind="page", caller=Caller(device=name))
    Device.objects.update(first_seen_at=NOW() - timedelta(days=400))
    silent, used = (
        Device.objects.order_by("sign_ins__started_at")[1],
        Device.objects.order_by("sign_ins__started_at")[0],
    )
    silent.sign_ins.all().delete()
    tidy_accounts()
    assert list(Device.objects.all()) == [used]


@pytest.mark.parametrize(("days", "left"), [(179, 1), (181, 0)])
def test_drafts_stay_180_days(draft, days, left):
    aged(Campaign, days, updated_at=0)
    tidy()
    assert Campaign.objects.filter(pk=draft.pk).count() == left


def test_what_is_no_draft_stays(application):
    make_campaign(application.campaign.brand, state="cancelled")
    aged(Campaign, 999, updated_at=0)
    tidy()
    assert Campaign.objects.count() == 2


def test_copies_are_emptied_and_old_requests_go(amina):
    Export.objects.create(user=amina, state="ready", sealed=b"x", expires_at=NOW())
    ask_about_data(by=amina, kind="opposition", text="Non")
    PrivacyRequest.objects.update(answer="Oui", answered_at=NOW() - timedelta(days=3 * 365 + 1))
    ask_about_data(by=amina, kind="opposition", text="Encore")
    tidy()
    assert Export.objects.get().state == "gone"
    assert PrivacyRequest.objects.get().text == "Encore"


def test_the_address_in_a_wish_for_a_password_is_forgotten_after_thirty_days(db, react):
    ask_reset(email="amina@example.ma", caller=Caller(), language="fr")
    tidy()
    assert Event.objects.get().payload["sealed"]
    aged(Event, 31, happened_at=0)
    tidy()
    tidy()
    assert Event.objects.get().payload == {"sealed": ""}
    react()
