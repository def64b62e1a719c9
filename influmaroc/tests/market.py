"""A market that grows: each step adds a row to every list of the product, whoever reads it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import PasswordResetToken
from brands.models import Invitation
from campaigns.models import Application
from campaigns.services import accept_application, apply_to_campaign
from conftest import join, let_in, make_brand, make_campaign, make_influencer, owner_of, person, sign_both
from files.models import File
from influencers.models import Package
from invoicing.models import Kind
from invoicing.selectors import due_documents, unowed_parts
from invoicing.selectors.periods import Period
from invoicing.services import issue_owed, owe_parts, owe_statements
from invoicing.tests.conftest import AMINA, ATLAS
from kit.ids import uuid7
from kit.tokens import digest
from messaging.services import open_conversation, post_message
from notifications.services import Message, tell
from payments import services
from payments.models import AuditRun, Payment, Payout, SpendApproval
from payments.tests.conftest import settle
from plans.models import Charge
from plans.services import start_subscription
from privacy.models import Export
from privacy.services import ask_about_data
from taxes.services import set_profile
from treasury.services import read_statement
from webhooks.models import Attempt, Call, Endpoint

# Twenty-two digits of an account; two more make the whole number a multiple of 97.
ACCOUNTS = 1_151_900_000_120_500_053_400


class Market:
    """One brand with many creators, one creator with many brands; `grow` adds a row to every list."""

    def __init__(self) -> None:
        self.n = 0
        self.talk: Any = None
        self.brand = make_brand(person("atlas", "brand"), "Atlas Argan", "atlas-argan")
        self.amina = person("amina", "influencer")
        self.profile = make_influencer(self.amina, "amina-b", 48_000)
        self.big = make_campaign(self.brand, places=500, budget_centimes=10**9)
        self.people = {"atlas": owner_of(self.brand), "amina": self.amina, "visitor": None}
        self.people["staff"] = person("staff", "staff", is_staff=True, is_superuser=True)
        self.method = self._account()
        self.plan = start_subscription(
            wallet=self.brand.wallet, code="scale", interval="year", by=self.people["atlas"]
        )
        self.grow()
        self.places = {"big": self.big.pk, "deal": self.deal.pk, "brand": self.brand.pk}
        self.places |= {"slug": self.big.slug, "creator": self.profile.pk, "amina": self.amina.pk}
        self.places |= {"handle": self.profile.handle, "hook": self.hook.pk, "talk": self.talk.pk}
        self.places |= {"hook_call": Call.objects.earliest("pk").pk}

    def grow(self) -> None:
        self.n += 1
        brand = make_brand(person(f"brand{self.n}", "brand"), f"Brand {self.n}", f"brand-{self.n}")
        creator = person(f"creator{self.n}", "influencer")
        make_influencer(creator, f"c-{self.n}", 1000 + self.n)
        make_campaign(self.brand)
        self._apply(self.big, creator)
        deal = self._agree(self.big, creator)
        self._apply(make_campaign(brand), self.amina)
        self.deal = self._agree(brand.campaigns.get(), self.amina)
        sign_both(self.deal)
        self._money(deal)
        self._earned()
        self._banked()
        self._papers()
        self._words()
        self._team(deal)
        self._doors()
        self._talks()
        File.objects.create(owner=self.amina, purpose="message", name=f"{self.n}.png", size=1)
        self._machines()

    def _talks(self) -> None:
        """The creator's newest contract is talked about, and so is the brand's newest; in the first of each
        they go on.
        """
        rows = Application.objects.filter(Q(campaign=self.big) | Q(influencer=self.profile)).order_by("-pk")
        for newest in (rows.filter(campaign=self.big)[0], rows.filter(influencer=self.profile)[0]):
            talk = open_conversation(kind="application", about=str(newest.pk))
            who = newest.influencer.user
            post_message(conversation_id=talk.pk, body="Salam", client_id=uuid7(), by=who)
            self.talk = self.talk or talk
        post_message(
            conversation_id=self.talk.pk, body="Salam encore", client_id=uuid7(), by=self.people["atlas"]
        )

    def _team(self, deal) -> None:
        owner = owner_of(self.brand)
        join(self.brand, person(f"mate{self.n}", "brand"), "finance")
        row = {"email": f"guest{self.n}@example.ma", "role": "viewer", "token_hash": digest(f"{self.n}")}
        Invitation.objects.create(brand=self.brand, invited_by=owner, **row)
        SpendApproval.objects.create(escrow=deal.escrow, amount_centimes=1, asked_by=owner)

    def _machines(self) -> None:
        """A program more, and a call more of the first."""
        Endpoint.objects.create(brand=self.brand, url="http://127.0.0.1:9/", types=["offer.made"], sealed="-")
        self.hook = Endpoint.objects.earliest("pk")
        self.call = Call.objects.create(endpoint=self.hook, type="webhook.test", body="{}")
        Attempt.objects.create(call=Call.objects.earliest("pk"), url=self.hook.url)

    def _apply(self, campaign, creator) -> None:
        apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=100_000, by=creator)

    def _agree(self, campaign, creator):
        application = campaign.applications.get(influencer__user=creator)
        return accept_application(application_id=application.pk, by=owner_of(campaign.brand))

    def _money(self, deal) -> None:
        Payment.objects.create(
            escrow=deal.escrow,
            gateway="sandbox",
            reference=f"R-{self.n}",
            amount_centimes=105_000,
            escrow_centimes=105_000,
            state="paid",
            made_by=owner_of(self.brand),
        )
        Payout.objects.create(
            wallet=self.profile.wallet,
            method=self.method,
            amount_centimes=10_000,
            requested_by=self.amina,
            expected_on=timezone.localdate() + timedelta(days=3),
        )

    def _account(self) -> Any:
        """Another account of the creator's; the first is the only one that may be used at once."""
        digits = (ACCOUNTS + self.n) * 100
        rib = f"{digits + -digits % 97:024}"
        return services.add_payout_method(
            wallet=self.profile.wallet, holder_name="Amina", rib=rib, by=self.amina
        )

    def _earned(self) -> None:
        """A contract's money from the brand to the creator, and a transfer of it in a batch of its own."""
        owner, staff, wallet = self.people["atlas"], self.people["staff"], self.profile.wallet
        escrow = services.open_escrow(
            deal_id=uuid7(), title="Huile", payer=self.brand.wallet, payee=wallet, price_centimes=100_000
        )
        settle(services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=owner))
        services.release(escrow_id=escrow.pk, reason="accepted")
        if self.n > 1:
            self._account()
        asked = {"amount_centimes": 10_000, "method_id": self.method.pk}
        payout = services.request_payout(wallet=wallet, **asked, by=self.amina)
        services.approve_payout(payout_id=payout.pk, by=staff)
        services.build_batch(payout_ids=[payout.pk], by=staff)

    def _banked(self) -> None:
        """What the house's bank, its auditor, its sources of rates and its plans leave behind each day.

        The auditor himself would stop money: the rows of _money are in no ledger.
        """
        day, staff = timezone.localdate() - timedelta(days=self.n), self.people["staff"]
        rows = f"Date opération;Date valeur;Libellé;Débit;Crédit\n{day:%d/%m/%Y};{day:%d/%m/%Y};VIR;;"
        read_statement(name="nov.csv", content=f"{rows}{self.n},00\n".encode(), by=staff)
        AuditRun.objects.create(took_ms=1, n_findings=0, n_transactions=1, n_entries=2, asked_by=staff)
        services.store_rates(source="bam", rows=[services.Rate("EUR", day, Decimal("10.8"))])
        period = {"from_on": day, "until_on": day + timedelta(days=1), "due_on": day, "state": "paid"}
        sums = {"net_centimes": 49_000, "vat_centimes": 9_800}
        names = {"reference": f"PL-{self.n}", "words": "renewal", "plan_code": "scale"}
        Charge.objects.create(subscription=self.plan, **names, **sums, **period)

    def _papers(self) -> None:
        """The invoices of what was released, and a statement of a time that begins one day earlier."""
        today = timezone.localdate()
        owe_parts(parts=unowed_parts())
        owe_statements(kind=Kind.MONTHLY, period=Period(today - timedelta(days=self.n), today))
        for owed_id in due_documents(500):
            issue_owed(owed_id=owed_id)  # their PDFs are drawn by a task, and no list reads them
        for wallet, known in ((self.profile.wallet, AMINA), (self.brand.wallet, ATLAS)):
            set_profile(party_id=wallet.pk, fields={**known, "address": f"{self.n}, rue Atlas"}, by=None)

    def _doors(self) -> None:
        """Somebody signs in on another device, and has forgotten a password."""
        let_in(self.amina, "page")
        row = {"token_hash": digest(f"reset{self.n}"), "expires_at": timezone.now() + timedelta(hours=1)}
        PasswordResetToken.objects.create(user=person(f"lost{self.n}", "brand"), **row)

    def _words(self) -> None:
        Package.objects.create(
            influencer=self.profile, title="Un réel", platform="instagram", format="reel", price_centimes=1
        )
        message = Message(
            kind="campaign_approved",
            key=str(self.n),
            data={"campaign": "Argan", "brand": "Atlas"},
            thread=f"campaign:{self.n}",
        )
        tell(readers=[self.amina.pk], message=message)
        Export.objects.create(user=self.amina, state="ready", expires_at=timezone.now() + timedelta(days=1))
        ask_about_data(by=self.amina, kind="opposition", text="Non")
