"""A crowd for measuring: many profiles and campaigns, written in bulk, with ids that follow from the seed."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from accounts.models import User
from accounts.services import present_agreement
from brands.models import Brand, BrandMember
from campaigns.models import Campaign, Requirement
from campaigns.selectors.calendar import end_of_day
from influencers.models import Influencer, Package, SocialAccount
from influencers.selectors import draw_card
from influmaroc.demo.clock import DemoClock
from influmaroc.demo.data import texts
from influmaroc.demo.names import company_name, ice, person_name
from kit.morocco import CITY_REGION
from kit.vocabulary import Niche
from payments.models import Wallet, WalletHolder

CHUNK = 2_000
NO_PASSWORD = "!crowd"
TITLES = (
    "Lancement : {thing}",
    "{thing}, une semaine d'essai",
    "حملة {thing}",
    "{thing}: show how you use it",
)
THINGS = (
    *("huile d'argan", "savon noir", "thé à la menthe", "tapis de laine", "chaussures de trail", "amlou"),
    *("lampe de bureau", "eau de rose", "gâteaux d'amande", "sac en cuir", "café moulu", "miel de thym"),
)
STATES = ("open", "open", "open", "completed", "cancelled")
PLATFORMS = ("instagram", "tiktok", "youtube")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Crowd:
    """How many rows besides the ones with a story."""

    n_influencers: int
    n_brands: int
    n_campaigns: int


@dataclass
class Batch:
    """Rows of one chunk, in the order in which they may be written."""

    rows: dict[Any, list[Any]]

    def add(self, *rows: Any) -> None:
        for row in rows:
            self.rows.setdefault(type(row), []).append(row)

    def write(self) -> None:
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows, batch_size=CHUNK)


def add_crowd(crowd: Crowd, clock: DemoClock, progress: Progress) -> None:
    """Write the crowd, chunk by chunk, and let the planner count it."""
    chance = random.Random(f"{clock.seed} crowd")
    clock.stream("crowd")
    parts = [("creators", crowd.n_influencers, _creator), ("brands", crowd.n_brands, _brand)]
    for what, total, make in parts:
        for first in _chunks(total):
            _write(make, range(first, min(first + CHUNK, total)), chance, clock)
            progress(min(first + CHUNK, total), total, what)
    _campaigns(crowd, chance, clock, progress)
    if crowd.n_influencers:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _chunks(total: int) -> Iterator[int]:
    yield from range(0, total, CHUNK)


@transaction.atomic
def _write(make: Callable[..., None], numbers: range, chance: random.Random, clock: DemoClock) -> None:
    batch = Batch({})
    for number in numbers:
        clock.moment = clock.ago(400 - number % 390 - chance.random())
        make(batch, number, chance, clock)
    batch.write()


def _user(number: int, name: str, role: str, clock: DemoClock) -> User:
    email = f"{role}{number}@crowd.demo.influmaroc.test"
    return User(
        email=email,
        name=name,
        role=role,
        password=NO_PASSWORD,
        joined_at=clock.now(),
        email_verified_at=clock.now(),
        agreed_to=present_agreement(),
    )


def _creator(batch: Batch, number: int, chance: random.Random, clock: DemoClock) -> None:
    niche = chance.choice(Niche.values)
    is_arabic = number % 3 == 0
    name = person_name(chance, arabic=is_arabic)
    user = _user(number, name, "influencer", clock)
    wallet = Wallet(kind="influencer", name=name)
    city = chance.choice(list(CITY_REGION))
    influencer = Influencer(
        user=user,
        wallet=wallet,
        handle=f"{niche}-{number:06d}",
        name=name,
        bio=chance.choice(texts()["bios"].get(niche, texts()["bios"]["home"])),
        niches=[niche],
        main_niche=niche,
        languages=["ary", "ar"] if is_arabic else ["ary", "fr"],
        city=city,
        region=CITY_REGION[city],
        is_listed=True,
    )
    accounts = _accounts(influencer, chance, clock)
    package = _package(influencer, chance)
    influencer.n_followers = sum(account.n_followers_declared for account in accounts)
    influencer.from_centimes = package.price_centimes
    influencer.card = draw_card(influencer, accounts)
    batch.add(
        user, wallet, WalletHolder(wallet=wallet, user=user, may_pay=True), influencer, *accounts, package
    )


def _accounts(influencer: Influencer, chance: random.Random, clock: DemoClock) -> list[SocialAccount]:
    """One to three accounts; audiences spread as they do: many small ones, few large."""
    first = int(min(chance.lognormvariate(9.5, 1.2), 3_000_000)) + 300
    platforms = chance.sample(PLATFORMS, chance.choice([1, 1, 2, 3]))
    return [
        SocialAccount(
            influencer=influencer,
            platform=platform,
            handle=influencer.handle.replace("-", "."),
            n_followers_declared=first // (place + 1),
            declared_at=clock.now(),
        )
        for place, platform in enumerate(platforms)
    ]


def _package(influencer: Influencer, chance: random.Random) -> Package:
    price = chance.randint(5, 150) * 10_000
    words = {"title": "Un contenu et sa légende", "platform": "instagram", "format": "reel"}
    return Package(influencer=influencer, price_centimes=price, rights_channels=["organic"], **words)


def _brand(batch: Batch, number: int, chance: random.Random, clock: DemoClock) -> None:
    name = f"{company_name(chance)} {number}"
    user = _user(number, person_name(chance), "brand", clock)
    wallet = Wallet(kind="brand", name=name)
    brand = Brand(
        wallet=wallet,
        slug=slugify(name),
        name=name,
        legal_name=f"{name} SARL",
        ice=ice(1_000 + number),
        sector=chance.choice(Niche.values),
        city=chance.choice(list(CITY_REGION)),
    )
    holder = WalletHolder(wallet=wallet, user=user, may_pay=True)
    batch.add(user, wallet, holder, brand, BrandMember(brand=brand, user=user, role="owner"))


def _campaigns(crowd: Crowd, chance: random.Random, clock: DemoClock, progress: Progress) -> None:
    members = BrandMember.objects.filter(user__password=NO_PASSWORD).order_by("user__email")
    owners = list(members.values_list("brand_id", "user_id"))

    def make(batch: Batch, number: int, chance: random.Random, clock: DemoClock) -> None:
        _campaign(batch, owners[number % len(owners)], chance, clock)

    for first in _chunks(crowd.n_campaigns):
        last = min(first + CHUNK, crowd.n_campaigns)
        _write(make, range(first, last), chance, clock)
        progress(last, crowd.n_campaigns, "campaigns")


def _campaign(batch: Batch, owner: tuple, chance: random.Random, clock: DemoClock) -> None:
    state, niche = chance.choice(STATES), chance.choice(Niche.values)
    platform, thing = chance.choice(PLATFORMS), chance.choice(THINGS)
    today, places = clock.anchor.date(), chance.randint(1, 8)
    deadline = today + timedelta(days=chance.randint(3, 60) if state == "open" else -chance.randint(20, 200))
    campaign = Campaign(
        brand_id=owner[0],
        created_by_id=owner[1],
        title=chance.choice(TITLES).format(thing=thing),
        description=f"{thing.capitalize()} : un contenu simple, filmé à la lumière du jour, avec vos mots.",
        niches=[niche],
        platforms=[platform],
        languages=chance.choice([["ary", "fr"], ["fr"], ["ary"], []]),
        cities=chance.choice([[], [], [chance.choice(list(CITY_REGION))]]),
        min_followers=chance.choice([0, 0, 5_000, 20_000]),
        budget_centimes=places * chance.randint(8, 90) * 10_000,
        places=places,
        application_deadline=deadline,
        starts_on=deadline + timedelta(days=3),
        ends_on=deadline + timedelta(days=33),
        usage_channels=["organic"],
        usage_months=chance.choice([3, 6, 12]),
        state=state,
        published_at=clock.now(),
    )
    campaign.slug = f"{slugify(thing)}-{campaign.pk.hex[-12:]}"
    if state == "open":
        campaign.due_at = end_of_day(deadline)
        campaign.warn_at = campaign.due_at - timedelta(hours=48)
    asked = {"platform": platform, "format": "video" if platform == "youtube" else "reel"}
    batch.add(campaign, Requirement(campaign=campaign, quantity=chance.randint(1, 3), **asked))
