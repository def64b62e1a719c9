"""Puts the plot on stage: campaigns by their brief, deals by their line of steps, money on its way out."""

import random
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from brands.models import Brand
from campaigns.models import Campaign
from campaigns.services import (
    approve_campaign,
    cancel_campaign,
    create_campaign,
    reject_campaign,
    submit_for_approval,
)
from influmaroc.demo.data import briefs, plot
from influmaroc.demo.deals import Deal
from influmaroc.demo.people import Cast
from influmaroc.demo.stage import Stage
from payments.models import Refund
from payments.services import (
    approve_payout,
    begin_refund,
    fail_payout,
    fail_refund,
    note_answer,
    request_payout,
    send_payout,
    settle_payout,
    settle_refund,
)

REJECTION = "Le titre promet un résultat médical. Reformulez-le et dites ce que le produit contient."
EARLIEST, LATEST = -420, 110  # minutes round 17:00: the hours in which people work
PAYOUT_STEPS = ("requested", "approved", "sending", "paid")


class Market:
    """Everything that will happen, entered on the stage; nothing runs before stage.play()."""

    def __init__(self, stage: Stage, cast: Cast) -> None:
        self.stage, self.cast = stage, cast
        self.campaigns: dict[str, Campaign] = {}

    def enter(self) -> None:
        for row in briefs():
            self._campaign(row)
        for line in plot()["deals"]:
            self._deal(line)
        for row in plot()["payouts"]:
            self._payout(row)
        self.stage.at(self.stage.clock.ago(0.02), "refunds", self._refunds)

    # ---- campaigns ------------------------------------------------------------------------------

    def _campaign(self, row: dict[str, Any]) -> None:
        clock, name = self.stage.clock, f"campaign {row['key']}"
        created, brand = row["created"], self.cast.brands[row["brand"]]
        self.stage.at(clock.ago(created), name, lambda: self._write(row, brand))
        if row["end"] == "draft":
            return
        self.stage.at(clock.ago(created - 0.1), f"{name} submitted", lambda: self._submit(row))
        if row["end"] != "pending_approval":
            self.stage.at(clock.ago(created - 0.4), f"{name} read", lambda: self._read(row))
        if row["end"] == "cancelled":
            self.stage.at(clock.ago(created / 4), f"{name} cancelled", lambda: self._cancel(row))

    def _write(self, row: dict[str, Any], brand: Brand) -> None:
        today = timezone.localdate(self.stage.clock.anchor)
        names = {"application_deadline": "deadline", "starts_on": "starts", "ends_on": "ends"}
        days = {name: today + timedelta(days=row[key]) for name, key in names.items()}
        owner = self.cast.owners[row["brand"]]
        fields = {**row["fields"], **days}
        self.campaigns[row["key"]] = create_campaign(brand_id=brand.pk, fields=fields, by=owner)

    def _submit(self, row: dict[str, Any]) -> None:
        submit_for_approval(campaign_id=self.campaigns[row["key"]].pk, by=self.cast.owners[row["brand"]])

    def _read(self, row: dict[str, Any]) -> None:
        campaign_id, staff = self.campaigns[row["key"]].pk, self.cast.staff["first"]
        if row["end"] == "rejected":
            reject_campaign(campaign_id=campaign_id, reason=REJECTION, by=staff)
        else:
            approve_campaign(campaign_id=campaign_id, by=staff)

    def _cancel(self, row: dict[str, Any]) -> None:
        cancel_campaign(campaign_id=self.campaigns[row["key"]].pk, by=self.cast.owners[row["brand"]])

    # ---- deals ----------------------------------------------------------------------------------

    def _deal(self, line: str) -> None:
        """A line such as "argan kenza 4300: apply@12 accept@9 sign:brand@8": @ counts days before today."""
        head, steps = line.split(":", 1)
        campaign, creator, price = head.split()
        name = f"deal {campaign} {creator}"
        chance = random.Random(f"{self.stage.clock.seed} {name}")
        last: datetime | None = None
        for number, step in enumerate(steps.split()):
            verb, days = step.split("@")
            last = self._moment(float(days), chance, last)
            act = self._act(campaign, creator, int(price) * 100, verb, chance)
            self.stage.at(last, f"{name} {number}", act)

    def _moment(self, days: float, chance: random.Random, last: datetime | None) -> datetime:
        """Some minute of the working day, after the step before."""
        is_whole = days >= 1 and days == int(days)
        minutes = chance.randint(EARLIEST, LATEST) if is_whole else chance.randint(-60, 0)
        moment = self.stage.clock.ago(days) + timedelta(minutes=minutes)
        if last is not None and moment <= last:
            moment = last + timedelta(minutes=7)
        return min(moment, self.stage.clock.anchor)

    def _act(self, campaign: str, creator: str, price: int, verb: str, chance: random.Random) -> Any:
        word, _, value = verb.partition(":")

        def run() -> None:
            row = self.campaigns[campaign]
            brand = next(one["brand"] for one in briefs() if one["key"] == campaign)
            owner, staff = self.cast.owners[brand], self.cast.staff["first"]
            Deal(row, self.cast.creators[creator], owner, staff, price, chance).do(word, value)

        return run

    # ---- money on its way out -------------------------------------------------------------------

    def _payout(self, row: dict[str, Any]) -> None:
        name = f"payout {row['creator']} {row['ago']}"
        self.stage.at(self.stage.clock.ago(row["ago"]), name, lambda: self._run_payout(row))

    def _run_payout(self, row: dict[str, Any]) -> None:
        creator, staff = self.cast.creators[row["creator"]], self.cast.staff["first"]
        payout = request_payout(wallet=creator.wallet, amount_centimes=row["amount"] * 100, by=creator.user)
        if row["state"] == "failed":
            fail_payout(
                payout_id=payout.pk, reason="account_closed", note="Compte clôturé, dit la banque.", by=staff
            )
            return
        depth = PAYOUT_STEPS.index("sending" if row["state"] == "unknown" else row["state"])
        if depth >= 1:
            approve_payout(payout_id=payout.pk, by=staff)
        if depth >= 2:
            send_payout(payout_id=payout.pk, by=self.cast.staff["second"])
        if row["state"] == "unknown":
            note_answer(payout_id=payout.pk, status="unknown")
        if row["state"] == "paid":
            settle_payout(payout_id=payout.pk, bank_ref=f"VIR-{payout.pk.hex[-8:].upper()}", by=staff)

    def _refunds(self) -> None:
        """Most refunds are done; one waits, one is on its way, one was turned down by the bank."""
        rows = Refund.objects.order_by("made_at", "pk")
        rows.update(next_try_at=self.stage.clock.now())
        ids = list(rows.values_list("pk", flat=True))
        for number, pk in enumerate(reversed(ids)):
            if number == 0:
                continue
            begin_refund(refund_id=pk)
            if number == 2:
                fail_refund(refund_id=pk, reason="card_closed")
            elif number > 2:
                settle_refund(refund_id=pk, provider_ref=f"SBR-{pk.hex[-8:]}")
