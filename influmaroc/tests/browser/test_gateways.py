"""One contract through each way to pay, by clicking at the provider's own page: funded, disputed, shared by
decision, partly refunded, paid out. The books balance to the centime."""

from pathlib import Path

import pyotp
import pytest

from influmaroc.stack.prepare import DEMO_CHECKER, DEMO_LOGINS, DEMO_PASSWORD, DEMO_TOTP_SECRET
from influmaroc.tests.browser.people import DESKTOP, PHONE, Person
from influmaroc.walkthrough.journey import Journey, until
from influmaroc.walkthrough.payers import by_transfer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
STAFF = [(who, DEMO_PASSWORD, DEMO_TOTP_SECRET) for who in (DEMO_LOGINS[2], DEMO_CHECKER)]
PAY = {
    "sandbox": "button[value=pay]",
    "cmi": "button[value=approve]",
    "stripe": "button[value=pay]",
    "paypal": "button[value=pay]",
}
BACK = {"1908.00", "176.57"}  # what is left of 4 770, in dirhams, or in euro at the demo's rate
SHARE, GIVEN = "60", "2376.00"  # of 4 500 at 60 %: 2 700 less 12 % and its VAT
SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in ("sandbox", "stripe", "bank")]


@pytest.mark.parametrize("gateway", ["cmi", "paypal", *SLOW])
def test_one_contract_goes_the_whole_way(gateway, browser, stack, artefacts):
    album: Path = artefacts / f"gateway-{gateway}"
    album.mkdir(exist_ok=True)
    journey = Journey(stack, STAFF, gateway)
    agree(journey)
    brand = Person(browser, stack, language="fr", width=DESKTOP, album=album)
    creator = Person(browser, stack, language="ar", width=PHONE, album=album)
    staff = Person(browser, stack, language="fr", width=DESKTOP, album=album)
    enter(brand, journey, "brand")
    enter(creator, journey, "influencer", journey.codes[1])
    pay(brand, journey)
    share(brand, creator, staff, journey)
    refund_arrives(brand, journey)
    cash_in(creator, journey)
    books = journey.books()
    assert books["ledger_check"] == "ok", books
    assert (books["paid"], books["released"], books["held"]) == ("4770.00", GIVEN, "0.00")
    for person in (brand, creator, staff):
        person.close()


def agree(journey):
    """Up to two signatures, over the API."""
    steps = journey.steps()
    for step in steps[: steps.index(journey.open_payment)]:
        step()


def enter(person, journey, role, paper=""):
    email = f"{role}-{journey.tag}@walkthrough.influmaroc.test"
    n_codes = person.n_codes(email)
    person.go("connexion").fill(email=email, password=journey.passwords[role]).press()
    if paper:
        person.press("main a[href$='method=recovery']", wait="load").fill(code=paper).press()
    else:
        person.fill(code=person.code_from_mailbox(email, after=n_codes)).press()


def pay(brand, journey):
    """The button of our page, then the one of the provider's; the bank transfer waits for its statement."""
    gateway, deal = journey.gateway, journey.deal
    brand.go(f"marque/offres/{deal}/paiement").tick(f"gateway={gateway}", "agree").shoot("1-choose").press()
    if gateway == "bank":
        brand.shoot("2-transfer")
        intent = journey.brand.get("payments/history")["results"][0]
        by_transfer(journey, transfer(intent))
    else:
        at_the_provider(brand, gateway)
    until(lambda: journey.brand.get(f"collaborations/{deal}")["state"] in {"funded", "active"}, "the funds")
    brand.go(f"contrats/{deal}").shoot("3-funded")


def at_the_provider(brand, gateway):
    if brand.page.locator("#to-bank").count():
        brand.press("#to-bank [type=submit]", wait="load")
    brand.page.screenshot(path=brand.album / "2-provider.jpeg", type="jpeg", full_page=True)
    brand.page.locator(PAY[gateway]).first.click()
    brand.page.wait_for_load_state("load")


def transfer(row):
    return {"action": {"fields": {"reference": row["reference"], "amount": row["amount"]["amount"]}}}


def share(brand, creator, staff, journey):
    """The brand disputes a draft; staff give the creator six tenths."""
    deal = journey.deal
    number = journey.brand.get(f"collaborations/{deal}")["number"]
    creator.go(f"contrats/{deal}/livrer/1").fill(url="https://drive.example.ma/v1", caption="Version 1")
    creator.shoot("4-draft").press()
    brand.go(f"contrats/{deal}/litige").fill(reason="Le réel montre le flacon d'une autre marque.")
    brand.shoot("5-dispute").press("main form [type=submit]")
    enter_desk(staff)
    staff.page.goto(f"{staff.base_url}/admin/campaigns/dispute/?decided_at__isempty=1&q={number}")
    staff.page.locator("#result_list a[href*='/dispute/']").first.click()
    staff.page.goto(staff.page.url.split("/change/")[0] + "/decide/")
    staff.page.fill("[name=share]", SHARE)
    staff.page.fill("[name=decision]", "Le réel est livré ; la marque voisine se voit. Six dixièmes.")
    for _ in range(2):  # the first shows the amounts, the second confirms them
        staff.page.screenshot(path=staff.album / "6-decision.jpeg", type="jpeg", full_page=True)
        staff.page.locator("form.max-w-2xl [type=submit]").first.click()
        staff.page.wait_for_load_state("load")


def enter_desk(staff):
    """A code of the app counts once: where somebody has just used this one, the next."""
    email, password, secret = STAFF[1]
    staff.go("connexion").fill(email=email, password=password).press()
    app = pyotp.TOTP(secret)
    for _ in range(2):
        staff.fill(code=app.at(staff.now())).press()
        if "/connexion" not in staff.page.url:
            return
        staff.page.wait_for_timeout((app.interval - staff.now() % app.interval) * 1000)


def refund_arrives(brand, journey):
    """The provider took it; a transfer of the house waits for its line on the statement."""
    wanted = "sending" if journey.gateway == "bank" else "done"

    def refund():
        [row] = journey.brand.get("payments/history?kind=refund")["results"]
        return row["status"] == wanted and row

    assert until(refund, "the refund")["amount"]["amount"] in BACK
    brand.go(f"contrats/{journey.deal}").shoot("7-refunded")


def cash_in(creator, journey):
    creator.go("createur/gains").shoot("8-earnings")
    journey.net = {"amount": GIVEN, "currency": "MAD"}
    for step in (journey.see_earnings, journey.give_rib, journey.ask_payout, journey.settle_payout):
        step()
    creator.go("createur/gains").shoot("9-paid")
