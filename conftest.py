"""The house cast: amina and omar create, atlas has four people, rival another brand, staff decide."""

import json
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import connection, connections
from django.test import Client as DjangoClient
from django.test import TransactionTestCase
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key
from rest_framework.test import APIClient

from accounts.models import SignIn, User
from accounts.services import SIGN_IN_KEY
from brands.models import Brand, BrandMember
from campaigns.models import Application, Campaign, Collaboration, Deliverable, Requirement
from campaigns.services import (
    accept_application,
    accept_deliverable,
    apply_to_campaign,
    mark_funded,
    publish_deliverable,
    review_deliverable,
    sign_collaboration,
    submit_deliverable,
)
from campaigns.services.clocks import arm
from events.models import Delivery
from events.services import settle
from influencers.models import Influencer, SocialAccount
from influmaroc.tests import template
from kit import crypt
from mail.models import Letter
from payments.models import Wallet, WalletHolder
from payments.selectors.ways import breaker
from payments.services import Report, create_payment, record_report

PASSWORD = "Demo-2026-maroc!"

# How quick a machine is with other work beside is nothing a test may fail of.
hypothesis.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("house")

# channels.testing imports daphne for its live server, which nothing here uses.
if "daphne" not in sys.modules:
    _testing = ModuleType("daphne.testing")
    _testing.DaphneProcess = None  # type: ignore[attr-defined]
    sys.modules["daphne"], sys.modules["daphne.testing"] = ModuleType("daphne"), _testing


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`rounds(n)` runs a test n times, each on fresh rows; all but the first belong to make test-full."""
    mark = metafunc.definition.get_closest_marker("rounds")
    if mark is not None:
        slow = [pytest.param(nth, marks=pytest.mark.slow) for nth in range(1, mark.args[0])]
        metafunc.fixturenames.append("nth")
        metafunc.parametrize("nth", [0, *slow])


def pytest_sessionstart(session: pytest.Session) -> None:
    """Once, before there are workers, and outside the time that a test may take."""
    if not hasattr(session.config, "workerinput"):
        with session.config.stash[blocking_manager_key].unblock():
            template.ready()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Databases of tests are copied from one that was migrated once."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template.ready()


KEPT_TABLES = {"django_migrations", "django_content_type", "auth_permission"}


def empty_tables(case: TransactionTestCase) -> None:
    """After a test that committed: delete what is there, instead of truncating two hundred tables.

    As superuser without triggers, which keep the ledger and check references; anybody else flushes as Django
    does. Kinds of content and rights belong to the code and stay.
    """
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        if cursor.fetchone() != ("on",):
            flush_tables(case)
            return
        names = set(connection.introspection.table_names(cursor)) - KEPT_TABLES
        full = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (TABLE \"{name}\")" for name in names)
        cursor.execute(full)
        rows = "; ".join(f'DELETE FROM "{name}"' for (name,) in cursor.fetchall())
        cursor.execute(f"SET session_replication_role = replica; {rows}; RESET session_replication_role")


flush_tables = TransactionTestCase._fixture_teardown  # noqa: SLF001 - Django has no other place for it
TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[method-assign] # noqa: SLF001


def let_in(user: User, kind: str) -> SignIn:
    """The bare row of a sign-in: no device, no trail, no letter. Everything has just been proved."""
    now = timezone.now()
    factor = SignIn.Factor.TOTP
    return SignIn.objects.create(
        user=user, kind=kind, factor=factor, proved_at=now, expires_at=now + timedelta(days=1)
    )


def secrets_of(kind: str) -> dict[str, str]:
    """What the last letter of this kind carries, while it has not left."""
    letter = Letter.objects.filter(kind=kind).order_by("-pk").first()
    assert letter is not None
    return json.loads(crypt.decrypt(letter.sealed))


class Client(DjangoClient):
    """Whoever is let in without a password has a sign-in too, as the login page makes one."""

    def force_login(self, user: User, backend: str | None = None) -> None:
        super().force_login(user, backend)
        session = self.session
        session[SIGN_IN_KEY] = str(let_in(user, SignIn.Kind.PAGE).pk)
        session.save()


@pytest.fixture(autouse=True)
def gateways_answer() -> None:
    """No silence of a gateway in one test is remembered in the next."""
    breaker.reset()


@pytest.fixture
def client() -> Client:
    return Client()


def person(name: str, role: str, **fields: Any) -> User:
    return User.objects.create_user(f"{name}@example.ma", PASSWORD, name=name.title(), role=role, **fields)


def make_brand(user: User, name: str, slug: str) -> Brand:
    wallet = Wallet.objects.create(kind="brand", name=name)
    brand = Brand.objects.create(
        wallet=wallet, slug=slug, name=name, legal_name=f"{name} SARL", sector="beauty", city="casablanca"
    )
    join(brand, user, "owner")
    return brand


def join(brand: Brand, user: User, role: str) -> User:
    BrandMember.objects.create(brand=brand, user=user, role=role)
    WalletHolder.objects.create(wallet=brand.wallet, user=user, may_pay=role in {"owner", "finance"})
    return user


def make_influencer(user: User, handle: str, n_followers: int, **fields: Any) -> Influencer:
    wallet = Wallet.objects.create(kind="influencer", name=user.name)
    WalletHolder.objects.create(wallet=wallet, user=user, may_pay=True)
    rows = {"niches": ["beauty", "food"], "main_niche": "beauty", "languages": ["ary", "fr"], "city": "rabat"}
    influencer = Influencer.objects.create(
        **{**rows, "region": "MA-04", "is_listed": True, **fields},
        user=user,
        wallet=wallet,
        handle=handle,
        name=user.name,
        n_followers=n_followers,
    )
    SocialAccount.objects.create(
        influencer=influencer, platform="instagram", handle=handle, n_followers_declared=n_followers
    )
    return influencer


def make_campaign(brand: Brand, **fields: Any) -> Campaign:
    """A whole brief, open for applications unless told otherwise, with two things to deliver."""
    today = timezone.localdate()
    rows = {
        "title": "Huile d'argan",
        "slug": f"huile-d-argan-{Campaign.objects.count() + 1}",
        "objective": "Faire connaître l'huile",
        "description": "Un réel et deux stories sur notre huile d'argan.",
        "niches": ["beauty"],
        "platforms": ["instagram"],
        "languages": ["fr"],
        "budget_centimes": 2_000_000,
        "places": 3,
        "application_deadline": today + timedelta(days=10),
        "starts_on": today + timedelta(days=14),
        "ends_on": today + timedelta(days=44),
        "usage_channels": ["organic"],
        "usage_months": 6,
        "revisions": 2,
        "state": "open",
        "published_at": timezone.now(),
        "created_by": owner_of(brand),
    }
    campaign = Campaign(brand=brand, **{**rows, **fields})
    arm(campaign)
    campaign.save()
    Requirement.objects.create(campaign=campaign, position=0, platform="instagram", format="reel")
    Requirement.objects.create(
        campaign=campaign, position=1, platform="instagram", format="story", quantity=2
    )
    return campaign


def owner_of(brand: Brand) -> User:
    return brand.memberships.get(role="owner").user


def sign_both(collaboration: Collaboration) -> Collaboration:
    for user in (owner_of(collaboration.brand), collaboration.influencer.user):
        sign_collaboration(
            collaboration_id=collaboration.pk, name=user.name, terms_hash=collaboration.terms_hash, by=user
        )
    collaboration.refresh_from_db()
    return collaboration


def pay(collaboration: Collaboration) -> None:
    """What the sandbox bank does when the brand pays: one signed word of the provider."""
    payer = owner_of(collaboration.brand)
    payment = create_payment(escrow_id=collaboration.escrow_id, gateway="sandbox", by=payer)
    report = Report(
        reference=payment.reference,
        status="paid",
        amount_centimes=payment.amount_centimes,
        provider_ref=f"P-{payment.reference}",
    )
    assert record_report(payment_id=payment.pk, report=report) == "credited"


def fund(collaboration: Collaboration) -> Collaboration:
    pay(collaboration)
    mark_funded(collaboration_id=collaboration.pk)
    collaboration.refresh_from_db()
    return collaboration


def submit(deliverable: Deliverable) -> Deliverable:
    creator = deliverable.collaboration.influencer.user
    url = f"https://drive.example.ma/{deliverable.pk}"
    submit_deliverable(deliverable_id=deliverable.pk, url=url, caption="Version", by=creator)
    deliverable.refresh_from_db()
    return deliverable


def approve(deliverable: Deliverable) -> Deliverable:
    brand = owner_of(deliverable.collaboration.brand)
    review_deliverable(deliverable_id=deliverable.pk, decision="approve", comment="", by=brand)
    deliverable.refresh_from_db()
    return deliverable


def publish(deliverable: Deliverable) -> Deliverable:
    creator = deliverable.collaboration.influencer
    url = f"https://www.instagram.com/{creator.handle}/reel/{deliverable.pk.hex}/"
    publish_deliverable(deliverable_id=deliverable.pk, url=url, by=creator.user)
    deliverable.refresh_from_db()
    return deliverable


def accept(deliverable: Deliverable) -> Deliverable:
    accept_deliverable(deliverable_id=deliverable.pk, by=owner_of(deliverable.collaboration.brand))
    deliverable.refresh_from_db()
    return deliverable


def deliver_all(collaboration: Collaboration) -> Collaboration:
    """Every deliverable from draft to acceptance: the contract is completed and paid."""
    for deliverable in collaboration.deliverables.all():
        for step in (submit, approve, publish, accept):
            step(deliverable)
    collaboration.refresh_from_db()
    return collaboration


@pytest.fixture(autouse=True)
def in_french() -> None:
    """A request leaves its language on the thread: every test starts in the site's own."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def amina(db: None) -> User:
    user = person("amina", "influencer")
    make_influencer(user, "amina-b", 48_000)
    return user


@pytest.fixture
def amina_profile(amina: User) -> Influencer:
    return amina.influencer


@pytest.fixture
def omar(db: None) -> User:
    user = person("omar", "influencer")
    make_influencer(
        user, "omar-t", 120_000, niches=["tech"], main_niche="tech", city="tanger", region="MA-01"
    )
    return user


@pytest.fixture
def omar_profile(omar: User) -> Influencer:
    return omar.influencer


@pytest.fixture
def atlas_brand(db: None) -> Brand:
    return make_brand(person("atlas", "brand"), "Atlas Argan", "atlas-argan")


@pytest.fixture
def atlas(atlas_brand: Brand) -> User:
    """The owner of Atlas Argan."""
    return owner_of(atlas_brand)


@pytest.fixture
def salma(atlas_brand: Brand) -> User:
    """The manager of Atlas Argan."""
    return join(atlas_brand, person("salma", "brand"), "manager")


@pytest.fixture
def finance_fz(atlas_brand: Brand) -> User:
    return join(atlas_brand, person("fz", "brand"), "finance")


@pytest.fixture
def viewer(atlas_brand: Brand) -> User:
    return join(atlas_brand, person("viewer", "brand"), "viewer")


@pytest.fixture
def rival_brand(db: None) -> Brand:
    return make_brand(person("rival", "brand"), "Rif Cosmetics", "rif-cosmetics")


@pytest.fixture
def rival(rival_brand: Brand) -> User:
    return owner_of(rival_brand)


@pytest.fixture
def staff(db: None) -> User:
    return person("staff", "staff", is_staff=True, is_superuser=True)


@pytest.fixture
def campaign(atlas_brand: Brand) -> Campaign:
    return make_campaign(atlas_brand)


@pytest.fixture
def draft(atlas_brand: Brand) -> Campaign:
    return make_campaign(atlas_brand, state="draft", published_at=None)


@pytest.fixture
def application(campaign: Campaign, amina: User) -> Application:
    """Amina's, at 4 500 MAD."""
    return apply_to_campaign(
        campaign_id=campaign.pk, pitch="Ma communauté adore l'argan.", price_centimes=450_000, by=amina
    )


@pytest.fixture
def collaboration(application: Application, atlas: User) -> Collaboration:
    """Agreed: waits for two signatures, three deliverables."""
    return accept_application(application_id=application.pk, by=atlas)


@pytest.fixture
def signed(collaboration: Collaboration) -> Collaboration:
    return sign_both(collaboration)


@pytest.fixture
def funded(signed: Collaboration) -> Collaboration:
    return fund(signed)


@pytest.fixture
def active(funded: Collaboration) -> Collaboration:
    """The first draft has been sent."""
    submit(funded.deliverables.get(position=1))
    funded.refresh_from_db()
    return funded


@pytest.fixture
def deliverable(active: Collaboration) -> Deliverable:
    """To review by the brand; two more are due."""
    return active.deliverables.get(position=1)


@pytest.fixture
def completed(funded: Collaboration) -> Collaboration:
    return deliver_all(funded)


@pytest.fixture
def react() -> Callable[[], list[bool]]:
    """Run every reaction still owed, as the worker would after commit."""

    def run() -> list[bool]:
        return [settle(pk) for pk in list(Delivery.objects.due().order_by("pk").values_list("pk", flat=True))]

    return run


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def api_of() -> Callable[[User | None], APIClient]:
    def signed_in(user: User | None = None) -> APIClient:
        client = APIClient()
        if user is not None:
            user.sign_in = let_in(user, SignIn.Kind.API)
            client.force_authenticate(user)
            # A signed-in client sends a token; doors that look before they authenticate must see one.
            client.credentials(HTTP_AUTHORIZATION="Bearer forced")
        return client

    return signed_in


@pytest.fixture
async def hang_up() -> AsyncIterator[None]:
    """Close the database lines that consumers opened in worker threads."""
    yield
    await database_sync_to_async(connections.close_all)()
