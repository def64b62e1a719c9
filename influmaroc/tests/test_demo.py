"""The demo: played once for the whole file, in a transaction that is rolled back at the end."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.models import Application, Campaign, Collaboration, Deliverable
from events.models import Delivery
from influencers.models import Influencer
from influmaroc.demo import load
from influmaroc.demo.bulk import Crowd
from influmaroc.demo.clock import DemoClock
from influmaroc.demo.data import people, plot
from influmaroc.demo.names import ice, rib
from influmaroc.stack.prepare import DEMO_CHECKER, DEMO_LOGINS, DEMO_PASSWORD
from kit.morocco import is_ice, is_rib
from notifications.models import Notice
from payments.models import Escrow, LedgerTransaction, Payment, Payout, Refund
from payments.selectors import audit

PASSING = {"releasing", "refunding", "splitting"}  # only inside a transaction
STAGED = [Campaign, Application, Collaboration, Deliverable, Escrow, Payment, Refund, Payout]
SHORT = {
    "deals": ["argan kenza 4300: apply@5 accept@3 sign@2 pay@1", "olive sami 3000: apply@3"],
    "payouts": [],
}


def quiet(done, total, what):
    """No bar."""


# The first test that asks plays half a year of a market: a minute, and more on a machine that has other work.
pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load.load_demo(seed=7, scale="small", progress=quiet)
        transaction.set_rollback(True)


@pytest.mark.parametrize("model", STAGED)
def test_every_state_is_there(demo, model):
    missing = set(model.State.values) - set(model.objects.values_list("state", flat=True))
    assert missing <= PASSING


def test_the_books_are_clean(demo):
    assert LedgerTransaction.objects.count() > 40
    assert audit() == []


def test_nothing_is_owed_to_anybody(demo):
    assert not Delivery.objects.filter(done_at=None).exists()


def test_nothing_happened_in_the_future_and_nothing_is_overdue(demo):
    now = timezone.now()
    assert not Notice.objects.filter(made_at__gt=now).exists()
    for model in (Campaign, Application, Collaboration, Deliverable):
        assert not model.objects.filter(due_at__lt=now - timedelta(hours=1)).exists()


def test_the_logins_work_and_the_rest_cannot_log_in(demo):
    users = {user.email: user for user in User.objects.all()}
    known = {*DEMO_LOGINS, DEMO_CHECKER}
    assert all(users[email].check_password(DEMO_PASSWORD) for email in known)
    assert not any(user.has_usable_password() for email, user in users.items() if email not in known)


def test_the_demo_people_have_rows_in_many_states(demo):
    brand = User.objects.get(email=DEMO_LOGINS[0]).brands.get()
    creator = User.objects.get(email=DEMO_LOGINS[1]).influencer
    assert brand.campaigns.values("state").distinct().count() >= 6
    assert creator.applications.order_by().values("state").distinct().count() >= 6
    assert Payout.objects.filter(wallet=creator.wallet).count() == 3


def test_a_second_run_changes_nothing(demo):
    before = User.objects.count()
    assert not load.load_demo(seed=8, scale="small", progress=quiet).is_new
    assert User.objects.count() == before


def test_the_command_says_so_as_one_object(demo):
    out = StringIO()
    call_command("seed_demo", "--json", stdout=out)
    assert json.loads(out.getvalue())["is_new"] is False


def test_three_languages_are_written(demo):
    assert {user.language for user in User.objects.filter(role="influencer")} >= {"fr", "ar", "en"}


# ---- without the whole history ----------------------------------------------------------------------


def ids_of_a_short_run(monkeypatch, seed):
    monkeypatch.setattr("influmaroc.demo.market.plot", lambda: SHORT)
    models = [User, Influencer, Campaign, Application, Collaboration, Deliverable, Payment]
    with transaction.atomic():
        load.load_demo(seed=seed, scale="small", progress=quiet)
        ids = [sorted(map(str, model.objects.values_list("pk", flat=True))) for model in models]
        transaction.set_rollback(True)
    return ids


def test_the_same_seed_gives_the_same_ids(db, monkeypatch):
    first, again, other = (ids_of_a_short_run(monkeypatch, seed) for seed in (7, 7, 8))
    assert first == again
    assert all(mine and not set(mine) & set(theirs) for mine, theirs in zip(first, other, strict=True))


def test_it_is_refused_outside_development(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_a_crowd_is_listed_and_belongs_to_brands(db):
    clock = DemoClock(7)
    with clock.running():
        load.add_crowd(Crowd(30, 3, 20), clock, quiet)
    assert Influencer.objects.filter(is_listed=True, from_centimes__gt=0).count() == 30
    assert Campaign.objects.filter(state="open", due_at=None).count() == 0
    assert Campaign.objects.count() == 20


def test_invented_numbers_are_well_formed():
    assert all(is_ice(ice(n)) and is_rib(rib(n)) for n in range(200))


def test_every_line_of_the_plot_names_somebody():
    keys = {row["key"] for row in people()["creators"]} | {f"x{n}" for n in range(1, load.N_EXTRA + 1)}
    assert {line.split()[1] for line in plot()["deals"]} <= keys
