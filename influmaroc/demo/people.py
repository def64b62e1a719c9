"""The demo's people and companies, opened through the same services as everybody's."""

import random
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import Authenticator, User
from accounts.services import record_consents
from brands.models import Brand
from brands.services import add_member, create_brand, update_brand
from influencers.models import Influencer
from influencers.services import create_influencer, save_profile
from influmaroc.demo.clock import DemoClock
from influmaroc.demo.data import people, texts
from influmaroc.demo.names import ice, person_name, rib
from influmaroc.stack.prepare import DEMO_CHECKER, DEMO_LOGINS, DEMO_PASSWORD, DEMO_TOTP_SECRET
from kit import crypt
from payments.services import add_payout_method

MAIL = "demo.influmaroc.test"
SPARE_FACES = ("imane", "hamza", "yasmine", "badr", "loubna", "zakaria", "rim", "tarik", "sanae", "anas")
TEAM = (("manager", "Loubna Ighmane"), ("finance", "حمزة تامزان"), ("viewer", "Wiam Azrousse"))
CITIES = ("casablanca", "rabat", "marrakech", "tanger", "fes", "agadir", "oujda", "essaouira", "laayoune")
JOINED_DAYS_AGO = 150


@dataclass
class Cast:
    """Everybody on stage, by their key in the data."""

    brands: dict[str, Brand] = field(default_factory=dict)
    creators: dict[str, Influencer] = field(default_factory=dict)
    owners: dict[str, User] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)


def open_house(clock: DemoClock, n_extra: int) -> Cast:
    """Staff, brands with a team, creators: the ones with a story first, then `n_extra` invented ones."""
    cast = Cast()
    password = make_password(DEMO_PASSWORD)
    _staff(clock, cast, password)
    for number, row in enumerate(people()["brands"]):
        clock.stream(f"brand {row['key']}")
        _brand(clock, cast, number, row, password)
    rows = [*people()["creators"], *_extras(clock, n_extra)]
    for number, row in enumerate(rows):
        clock.stream(f"creator {row['key']}")
        _creator(clock, cast, number, row, password)
    return cast


def _person(clock: DemoClock, email: str, password: str, **fields: Any) -> User:
    user = User(email=email, joined_at=clock.now(), email_verified_at=clock.now(), **fields)
    user.password = password
    user.save()
    if not user.is_staff:
        record_consents(user=user, purposes=["terms", "privacy"])
    return user


def _staff(clock: DemoClock, cast: Cast, password: str) -> None:
    clock.stream("staff")
    clock.moment = clock.ago(JOINED_DAYS_AGO + 30)
    rights = {"role": "staff", "is_staff": True, "is_superuser": True}
    cast.staff["first"] = _person(clock, DEMO_LOGINS[2], password, name="Malak Bouraghi", **rights)
    cast.staff["second"] = _person(clock, DEMO_CHECKER, password, name="Adil Wermane", **rights)
    for user in cast.staff.values():
        sealed = crypt.encrypt(DEMO_TOTP_SECRET)
        Authenticator.objects.create(user=user, sealed=sealed, added_at=clock.now())


def _brand(clock: DemoClock, cast: Cast, number: int, row: dict, password: str) -> None:
    clock.moment = clock.ago(JOINED_DAYS_AGO - number)
    key, is_demo = row["key"], number == 0
    email = DEMO_LOGINS[0] if is_demo else f"{key}@{MAIL}"
    secret = password if is_demo else make_password(None)
    owner = _person(clock, email, secret, name=row["owner"], role="brand", language=row["language"])
    brand = create_brand(name=row["name"], by=owner)
    company = {name: row[name] for name in ("legal_name", "sector", "city", "site", "about")}
    update_brand(brand_id=brand.pk, fields={**company, "ice": ice(number)}, by=owner)
    Brand.objects.filter(pk=brand.pk).update(logo=row["logo"])
    brand.refresh_from_db()
    cast.brands[key], cast.owners[key] = brand, owner
    if is_demo:
        _team(clock, brand, owner)


def _team(clock: DemoClock, brand: Brand, owner: User) -> None:
    for role, name in TEAM:
        user = _person(clock, f"{role}@{MAIL}", make_password(None), name=name, role="brand")
        add_member(brand_id=brand.pk, user=user, role=role, by=owner)


def _creator(clock: DemoClock, cast: Cast, number: int, row: dict, password: str) -> None:
    clock.moment = clock.ago(JOINED_DAYS_AGO - number * 0.9)
    key, is_demo = row["key"], number == 0
    email = DEMO_LOGINS[1] if is_demo else f"{key}@{MAIL}"
    secret = password if is_demo else make_password(None)
    user = _person(clock, email, secret, name=row["name"], role="influencer", language=row["language"])
    handle = next(iter(row["accounts"].values()))[0].replace(".", "-")
    influencer = create_influencer(name=row["name"], handle=handle, by=user)
    Influencer.objects.filter(pk=influencer.pk).update(portrait=row["portrait"])
    save_profile(influencer_id=influencer.pk, fields=_profile(row), by=user)
    influencer.refresh_from_db()
    if row["has_rib"]:
        holder = row["name"]
        add_payout_method(wallet=influencer.wallet, holder_name=holder, rib=rib(number + 1), by=user)
    cast.creators[key] = influencer


def _profile(row: dict) -> dict[str, Any]:
    accounts = [
        {"platform": platform, "handle": handle, "n_followers_declared": n_followers}
        for platform, (handle, n_followers) in row["accounts"].items()
    ]
    words = {name: row[name] for name in ("name", "bio", "city", "niches", "languages", "packages")}
    return {**words, "social_accounts": accounts}


def _extras(clock: DemoClock, n_extra: int) -> list[dict]:
    chance = random.Random(f"{clock.seed} extras")
    return [extra(chance, number) for number in range(1, n_extra + 1)]


def extra(chance: random.Random, number: int) -> dict:
    """One more creator: everything drawn, nothing about anybody."""
    niche = chance.choice(list(texts()["bios"]))
    is_arabic = chance.random() < 0.3
    bios = texts()["bios"][niche]
    handle = f"{niche}.{number:03d}"
    platforms = ["instagram", *chance.sample(["tiktok", "youtube"], chance.randint(0, 2))]
    followers = chance.randint(22, 190) * 1000
    portrait = f"p-{SPARE_FACES[number - 1]}" if number <= len(SPARE_FACES) else ""
    return {
        "key": f"x{number}",
        "name": person_name(chance, arabic=is_arabic, fits=portrait),
        "city": chance.choice(CITIES),
        "niches": [niche, *chance.sample(["family", "travel", "food", "home"], 1)],
        "languages": ["ary", "ar"] if is_arabic else chance.choice([["ary", "fr"], ["fr", "en"], ["fr"]]),
        "accounts": {name: (handle, followers // (place + 1)) for place, name in enumerate(platforms)},
        "packages": [_package(chance, platforms[0])],
        "portrait": portrait,
        "bio": bios[1] if is_arabic else chance.choice([bios[0], bios[2]]),
        "language": "ar" if is_arabic else "fr",
        "has_rib": False,
    }


def _package(chance: random.Random, platform: str) -> dict:
    titles = ("Un réel et sa légende", "ريل واحد مع الوصف", "One reel with its caption")
    return {
        "title": chance.choice(titles),
        "platform": platform,
        "format": "reel",
        "quantity": 1,
        "description": "",
        "price_centimes": chance.randint(9, 60) * 10_000,
        "revisions": chance.randint(1, 2),
        "delivery_days": chance.choice([5, 7, 10]),
        "rights_channels": ["organic"],
        "rights_months": chance.choice([3, 6]),
        "rights_paid_ads": False,
    }
