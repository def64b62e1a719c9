"""The steps, in the order people take them. Each method is one step; its docstring is its name."""

import secrets
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from influmaroc.walkthrough.client import Client, Refused
from influmaroc.walkthrough.payers import PAYERS

PATIENCE_S = 30
Logins = Sequence[tuple[str, str, str]]  # address, password, secret of the app: two of staff
DRAFT, POST = "https://drive.example.ma/brouillon", "https://www.instagram.com/p/"


def mad(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "MAD"}


def until(look: Callable[[], Any], what: str) -> Any:
    """Ask again until `look` answers something; raises Refused when it takes too long."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.2)
    raise Refused(f"Waited {PATIENCE_S} s for {what}.")


class Journey:
    """A brand, a creator and staff, and what they make together."""

    def __init__(self, base_url: str, staff: Logins, gateway: str = "sandbox") -> None:
        self.gateway = gateway
        self.brand, self.creator, self.staff, self.checker = (Client(base_url) for _ in range(4))
        self.logins = staff
        self.tag = secrets.token_hex(4)
        self.campaign = self.application = self.deal = self.deliverable = self.payment = self.payout = ""
        self.passwords: dict[str, str] = {}
        self.codes: list[str] = []
        self.net = mad("0.00")
        self.intent: dict[str, Any] = {}

    def steps(self) -> list[Callable[[], None]]:
        first = [self.register_brand, self.register_creator, self.protect, self.sign_in_again]
        first += [self.complete_profiles, self.staff_signs_in]
        market = [self.write_brief, self.approve_brief, self.apply, self.offer, self.counter, self.accept]
        contract = [self.sign_both, self.open_payment, self.pay, self.see_funds]
        work = [self.submit, self.ask_changes, self.resubmit, self.approve, self.publish, self.accept_work]
        money = [self.see_earnings, self.give_rib, self.ask_payout, self.settle_payout]
        return [*first, *market, *contract, *work, *money]

    def register_brand(self) -> None:
        """A brand opens an account and proves its mailbox"""
        self._register(self.brand, "brand", "Salma Tazi", company=f"Maison Nouarya {self.tag}")

    def register_creator(self) -> None:
        """A creator opens an account and proves the mailbox"""
        self._register(self.creator, "influencer", "Ikram Oulhaj", handle=f"ikram-{self.tag}")

    def _register(self, client: Client, role: str, name: str, **more: str) -> None:
        email = f"{role}-{self.tag}@walkthrough.influmaroc.test"
        self.passwords[role] = password = f"Promenade-{secrets.token_urlsafe(12)}"
        plain = {"email": email, "password": password, "name": name, "role": role, "language": "fr"}
        client.register(**plain, consents=["terms", "privacy"], **more)

    def protect(self) -> None:
        """The creator adds an authenticator app, with codes on paper"""
        self.codes = self.creator.add_app()

    def sign_in_again(self) -> None:
        """The creator signs in anew with one of them"""
        email = f"influencer-{self.tag}@walkthrough.influmaroc.test"
        self.creator.login_on_paper(email, self.passwords["influencer"], self.codes[0])

    def complete_profiles(self) -> None:
        """Both complete their profiles"""
        mine = self.creator.get("influencers/me")
        account = {"platform": "instagram", "handle": f"ikram.{self.tag}", "n_followers": 48_000}
        profile = {"name": "Ikram Oulhaj", "niches": ["beauty", "home"], "languages": ["ary", "fr"]}
        body = {**profile, "city": "casablanca", "social_accounts": [account]}
        self.creator.patch(f"influencers/{mine['id']}", body)
        company = self.brand.get("brands/me")
        nine = f"{secrets.randbelow(10**9):09d}0001"
        ice = f"{nine}{-int(nine + '00') % 97:02d}"
        about = {"sector": "beauty", "city": "casablanca", "ice": ice, "legal_name": "Maison Nouarya SARL"}
        self.brand.patch(f"brands/{company['id']}", about)

    def staff_signs_in(self) -> None:
        """Staff sign in, with a code of their app"""
        self.staff.login(*self.logins[0])

    def write_brief(self) -> None:
        """The brand writes a brief and sends it for approval"""
        self.campaign = self.brand.post("campaigns", self._brief(), expect=201)["id"]
        self.brand.post(f"campaigns/{self.campaign}/submit-for-approval")

    def _brief(self) -> dict[str, Any]:
        today = datetime.now(UTC).date()
        days = {"application_deadline": 7, "starts_on": 9, "ends_on": 30}
        return {
            "title": f"Huile d'argan pressée à froid {self.tag}",
            "objective": "Faire connaître l'huile avant le Ramadan",
            "description": "Montrer le geste du soir, en lumière naturelle, sans promesse médicale.",
            "niches": ["beauty"],
            "platforms": ["instagram"],
            "cities": ["casablanca"],
            "languages": ["ary"],
            "min_followers": 10_000,
            "deliverables": [
                {"platform": "instagram", "format": "reel", "quantity": 1, "notes": "30 à 45 s"}
            ],
            "do": ["Dire « partenariat rémunéré »"],
            "dont": ["Comparer avec une autre marque"],
            "budget": mad("20000.00"),
            "places": 2,
            **{name: (today + timedelta(days=n)).isoformat() for name, n in days.items()},
            "usage_rights": {"channels": ["organic"], "months": 6, "paid_ads": False},
            "revisions": 1,
        }

    def approve_brief(self) -> None:
        """Staff approve the brief"""
        self.staff.put(f"admin/campaigns/{self.campaign}/approve")

    def apply(self) -> None:
        """The creator applies for 5 000,00 MAD"""
        body = {"pitch": "Je montre le geste du soir, en darija, sans filtre.", "price": mad("5000.00")}
        self.application = self.creator.post(f"campaigns/{self.campaign}/apply", body, expect=201)["id"]

    def _answer(self, who: Client, status: str, **more: Any) -> dict[str, Any]:
        path = f"campaigns/{self.campaign}/applications/{self.application}/status"
        return who.put(path, {"status": status, **more})

    def offer(self) -> None:
        """The brand offers 4 000,00 MAD"""
        self._answer(self.brand, "offered", price=mad("4000.00"), message="Un réel, une révision.")

    def counter(self) -> None:
        """The creator counters with 4 500,00 MAD"""
        self._answer(self.creator, "countered", price=mad("4500.00"), message="Avec les droits de 6 mois.")

    def accept(self) -> None:
        """The brand accepts: the terms are frozen"""
        answer = self._answer(self.brand, "accepted", price=mad("4500.00"))
        self.deal, self.net = answer["collaboration"], answer["sums"]["net"]

    def sign_both(self) -> None:
        """Both sign the same text"""
        for who, name in ((self.brand, "Salma Tazi"), (self.creator, "Ikram Oulhaj")):
            terms = who.get(f"collaborations/{self.deal}")
            who.post(f"collaborations/{self.deal}/sign", {"name": name, "terms_hash": terms["terms_hash"]})

    def open_payment(self) -> None:
        """The brand opens a payment"""
        body = {"collaboration": self.deal, "gateway": self.gateway}
        self.intent = self.brand.post("payments/create-payment-intent", body)
        self.payment = self.intent["id"]

    def pay(self) -> None:
        """The brand pays at the bank's page"""
        PAYERS[self.gateway](self, self.intent)

    def sign_in_checker(self) -> None:
        """Somebody else of staff, where a second look is asked for."""
        self.checker.login(*self.logins[1])

    def see_funds(self) -> None:
        """The bank's callback secures the funds"""
        until(lambda: self._deal()["state"] in {"funded", "active"}, "the funds to be secured")

    def _deal(self) -> dict[str, Any]:
        return self.creator.get(f"collaborations/{self.deal}")

    def submit(self) -> None:
        """The creator sends a first draft"""
        self.deliverable = self.creator.get(f"collaborations/{self.deal}/deliverables")["results"][0]["id"]
        self._send("Premier montage")

    def _send(self, caption: str) -> None:
        body = {"url": f"{DRAFT}/{self.tag}", "caption": caption}
        self.creator.post(f"deliverables/{self.deliverable}/submissions", body)

    def ask_changes(self) -> None:
        """The brand asks for a change"""
        self._review("request_changes", "Montrer le flacon dans les trois premières secondes.")

    def _review(self, decision: str, comment: str = "") -> None:
        body = {"decision": decision, "comment": comment}
        self.brand.post(f"deliverables/{self.deliverable}/review", body)

    def resubmit(self) -> None:
        """The creator sends a second draft"""
        self._send("Le flacon arrive tout de suite")

    def approve(self) -> None:
        """The brand approves it"""
        self._review("approve")

    def publish(self) -> None:
        """The creator publishes and proves it"""
        body = {"url": f"{POST}{self.tag}"}
        self.creator.post(f"deliverables/{self.deliverable}/publication", body)

    def accept_work(self) -> None:
        """The brand accepts: the money is released"""
        self.brand.post(f"deliverables/{self.deliverable}/accept")
        state = self._deal()["state"]
        if state != "completed":
            raise Refused(f"The contract is {state}, not completed.")

    def see_earnings(self) -> None:
        """The creator sees the net amount available"""
        available = self.creator.get("finances/earnings")["available"]
        if available != self.net:
            raise Refused(f"Available is {available}, agreed was {self.net}.")

    def give_rib(self) -> None:
        """The creator gives a RIB"""
        account = f"0117800{secrets.randbelow(10**15):015d}"
        rib = f"{account}{97 - int(account + '00') % 97:02d}"
        self.creator.post("finances/payout-methods", {"holder_name": "Ikram Oulhaj", "rib": rib})

    def ask_payout(self) -> None:
        """The creator asks for a payout"""
        self.payout = self.creator.post("finances/request-payout", {"amount": self.net})["id"]

    def settle_payout(self) -> None:
        """Staff approve, send and settle it"""
        for step in ("approve", "send"):
            self.staff.put(f"admin/payouts/{self.payout}/{step}")
        self.staff.put(f"admin/payouts/{self.payout}/settle", {"bank_ref": f"VIR-{self.tag}"})
        status = self.creator.get("finances/payouts")["results"][0]["status"]
        if status != "paid":
            raise Refused(f"The payout is {status}, not paid.")

    def books(self) -> dict[str, Any]:
        """What was paid, and where every centime of it is; ledger_check is "ok" or the list of findings."""
        books = self.staff.get(f"admin/ledger/books?deal={self.deal}")
        audit = self.staff.get("admin/ledger/check")
        names = ("paid", "released", "fee", "vat", "withheld", "refunded", "held")
        amounts = {name: books[name]["amount"] for name in names}
        clean = audit["ok"] and books["balances"]
        return {
            "currency": books["currency"],
            **amounts,
            "ledger_check": "ok" if clean else audit["findings"],
        }
