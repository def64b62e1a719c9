"""From two new accounts to a paid RIB, by clicking, in both scripts and at both widths."""

import secrets
from datetime import date, timedelta
from pathlib import Path

import pytest

from influmaroc.stack.prepare import DEMO_TOTP_SECRET
from influmaroc.tests.browser.people import DESKTOP, PASSWORD, PHONE, Person
from influmaroc.walkthrough.client import Client

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
STAFF = ("staff@demo.influmaroc.test", "Demo-2026-maroc!", DEMO_TOTP_SECRET)
WORDS = {
    "fr": ("Savon noir à l'eucalyptus", "Je filme au hammam, en darija, sans filtre."),
    "ar": ("صابون بلدي بالأوكاليبتوس", "نصور فالحمام بالدارجة وبلا فلتر."),
}


# Every page is looked at in both languages and at both widths, and every form is sent from both widths; the
# other two ways to combine them wait for make test-full.
CASTS = [
    pytest.param(("fr", PHONE, DESKTOP), id="fr-brand-on-the-phone"),
    pytest.param(("ar", DESKTOP, PHONE), id="ar-creator-on-the-phone"),
    pytest.param(("fr", DESKTOP, PHONE), id="fr-creator-on-the-phone", marks=pytest.mark.slow),
    pytest.param(("ar", PHONE, DESKTOP), id="ar-brand-on-the-phone", marks=pytest.mark.slow),
]


@pytest.fixture
def cast(request, browser, stack, artefacts):
    language, *widths = request.param
    album: Path = artefacts / f"job-{language}-{widths[0]}"
    album.mkdir(exist_ok=True)
    pair = [Person(browser, stack, language=language, width=width, album=album) for width in widths]
    yield pair
    for person in pair:
        person.close()


@pytest.mark.parametrize("cast", CASTS, indirect=True)
def test_a_brand_and_a_creator_do_the_whole_job(cast, stack):
    brand, creator = cast
    tag = secrets.token_hex(4)
    register(brand, "brand", tag)
    register(creator, "influencer", tag)
    complete_profiles(brand, creator, tag)
    campaign = write_brief(brand)
    approve(stack, campaign)
    apply(creator, campaign)
    negotiate(brand, creator, campaign)
    deal = sign(brand, creator)
    fund(brand, deal)
    deliver(brand, creator, deal, tag)
    cash_in(creator)


def register(person, role, tag):
    person.go("inscription").tick(f"role={role}")
    company = {"company": f"Maison {tag}"} if role == "brand" else {}
    person.fill(name="Salma Tazi", email=f"{role}-{tag}@example.ma", password=PASSWORD, **company)
    person.tick("terms", "privacy").shoot(f"01-register-{role}").press()
    assert "verifier" in person.page.url
    code = person.code_from_mailbox(f"{role}-{tag}@example.ma")
    person.shoot(f"01-verify-{role}").fill(code=code).press()
    assert "bienvenue" in person.page.url
    person.shoot(f"02-welcome-{role}")


def complete_profiles(brand, creator, tag):
    creator.go("createur/profil").choose("city", "casablanca").tick("languages=ary")
    creator.press("#about [type=submit]").tick("niches=beauty").press("#niches [type=submit]")
    creator.fill(instagram__handle=f"salma.{tag}", instagram__n_followers_declared="48 000")
    creator.press("#accounts [type=submit]").shoot("03-profile")
    brand.go("marque").shoot("04-brand-empty").go("marque/profil")
    nine = f"{secrets.randbelow(10**9):09d}0001"
    brand.fill(ice=f"{nine}{-int(nine + '00') % 97:02d}", legal_name="Maison Nouarya SARL")
    brand.press("#company [type=submit]").shoot("05-brand-profile")


def write_brief(brand):
    title, _ = WORDS[brand.language]
    brand.go("marque/campagnes/nouvelle").shoot("06-new-campaign")
    brand.press("main form:has(input[name=start]) button[type=submit]")
    campaign = brand.id_here("campagnes")
    brand.fill(title=title).shoot("07-wizard-1").press(
        "main button[name=next], main form .btn-primary[type=submit]"
    )
    brand.shoot("07-wizard-2").press("main form .btn-primary[type=submit]")
    days = {"application_deadline": 7, "starts_on": 9, "ends_on": 30}
    today = date.today()  # noqa: DTZ011 - the day the browser sees
    brand.fill(**{name: (today + timedelta(days=n)).isoformat() for name, n in days.items()})
    brand.shoot("07-wizard-3").press("main form .btn-primary[type=submit]")
    brand.fill(budget_centimes="20 000,00", places=2).shoot("07-wizard-4")
    brand.press("main form .btn-primary[type=submit]").shoot("08-overview")
    return campaign


def approve(stack, campaign):
    staff = Client(stack)
    staff.login(*STAFF)
    staff.put(f"admin/campaigns/{campaign}/approve")


def apply(creator, campaign):
    slug = Client(creator.base_url).get(f"campaigns/{campaign}")["slug"]
    creator.go("campagnes").shoot("09-browse").go(f"campagnes/{slug}").shoot("10-campaign")
    creator.go(f"campagnes/{slug}/postuler").fill(pitch=WORDS[creator.language][1], price="5 000,50")
    creator.shoot("11-apply").press()
    creator.go("createur/candidatures").shoot("12-applications")


def negotiate(brand, creator, campaign):
    brand.go(f"marque/campagnes/{campaign}/candidatures").shoot("13-candidates")
    brand.press(
        "main a.btn-outline[href*='/candidatures/'], main article a.btn-outline, main .im-app a.btn-outline"
    )
    brand.fill(price="4 500").shoot("14-offer").press("main form .btn-primary[type=submit]")
    creator.go("createur/candidatures").press("main a[href*='/createur/candidatures/']").shoot(
        "15-offer-received"
    )
    creator.open("[popovertarget=accept]").shoot("16-confirm").press(
        "form[action$='/accepter'] [type=submit]"
    )
    assert "/contrats/" in creator.page.url


def sign(brand, creator):
    deal = creator.id_here("contrats")
    for person in (creator, brand):
        person.go(f"contrats/{deal}").fill(name="Salma Tazi").tick("agree").shoot("17-sign")
        person.press("main form[action*='signer'] [type=submit]")
    brand.shoot("18-signed")
    return deal


def fund(brand, deal):
    brand.go(f"marque/offres/{deal}/paiement").tick("gateway=sandbox", "agree").shoot("19-fund").press()
    brand.press("#to-bank [type=submit]").shoot("20-bank")
    brand.press("button[value=pay]")
    brand.page.wait_for_selector(f"main a.btn-primary[href*='{deal}']", timeout=20_000)
    brand.shoot("21-funded")


def deliver(brand, creator, deal, tag):
    creator.go(f"contrats/{deal}").shoot("22-deal-creator")
    n_pieces = creator.page.locator("main a[href*='/livrer/']").count()
    assert n_pieces
    pieces = len(api_of(creator).get(f"collaborations/{deal}/deliverables")["results"])
    for position in range(1, pieces + 1):
        one_piece(brand, creator, deal, position, f"{tag}{position}")
    brand.go(f"contrats/{deal}").shoot("29-completed")


def api_of(person):
    """The same account over the API, for a figure the page shows in words."""
    client = Client(person.base_url)
    client.http.cookies.update({c["name"]: c["value"] for c in person.context.cookies()})
    return client


def one_piece(brand, creator, deal, position, tag):
    give, look = f"contrats/{deal}/livrer/{position}", f"contrats/{deal}/livrables/{position}"
    creator.go(give).fill(url=f"https://drive.example.ma/{tag}", caption="Version 1").shoot(
        "23-draft"
    ).press()
    if position == 1:
        brand.go(look).shoot("24-review")
        changes = "main form:has(input[value=request_changes])"
        brand.page.fill(f"{changes} [name=comment]", "Le flacon d'abord, s'il vous plaît.")
        brand.press(f"{changes} [type=submit]")
        creator.go(give).fill(url=f"https://drive.example.ma/{tag}b", caption="Version 2").shoot(
            "25-again"
        ).press()
    brand.go(look).press("main form:has(input[value=approve]) [type=submit]")
    creator.go(give).fill(url=f"https://www.instagram.com/p/{tag}").shoot("26-proof").press()
    brand.go(look).shoot("27-published").go(f"{look}/accepter").shoot("28-accept").press()


def cash_in(creator):
    account = f"0117800{secrets.randbelow(10**15):015d}"
    creator.go("createur/gains").shoot("30-earnings").go("createur/gains/rib")
    creator.fill(holder_name="Salma Tazi", rib=f"{account}00").press().shoot("31-wrong-rib")
    creator.fill(rib=f"{account}{97 - int(account + '00') % 97:02d}").press()
    creator.go("createur/gains").fill(amount="3 960,00").press("main form[action$='virement'] [type=submit]")
    creator.shoot("32-confirm-payout").press("main form[action$='virement'] .btn-primary").shoot(
        "33-requested"
    )
    assert creator.page.locator("[dir]:has-text('3')").count()
