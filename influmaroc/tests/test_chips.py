from typing import Any

import pytest

from campaigns.models import Application, Campaign, Collaboration, Deliverable
from files.models import File
from kit.chips import CHIPS
from messaging.models import Report
from notifications.models import Sending
from payments import models as money
from plans.models import CardPlan, Charge, Subscription
from taxes.models import TaxProfile
from treasury.models import Match, StatementLine
from webhooks.models import Call, Endpoint

DRAWN_TOO = {"payout": {"cancelled"}}  # not stored: why it failed tells
MODELS: dict[str, Any] = {
    "sending": Sending,
    "report": Report,
    "campaign": Campaign,
    "application": Application,
    "collaboration": Collaboration,
    "deliverable": Deliverable,
    "escrow": money.Escrow,
    "payment": money.Payment,
    "refund": money.Refund,
    "stripe_account": money.StripeAccount,
    "payout": money.Payout,
    "payout_batch": money.PayoutBatch,
    "chargeback": money.Chargeback,
    "approval": money.SpendApproval,
    "correction": money.LedgerCorrection,
    "tax_profile": TaxProfile,
    "subscription": Subscription,
    "charge": Charge,
    "card_plan": CardPlan,
    "statement_line": StatementLine,
    "match": Match,
    "file": File,
    "endpoint": Endpoint,
    "call": Call,
}
# What no column holds: a view of several columns, or of a state as one side sees it.
WORKED_OUT = {"earning", "gateway", "providerevent", "turn"}


@pytest.mark.parametrize(("subject", "model"), MODELS.items())
def test_every_state_has_a_chip_and_no_chip_is_left_over(subject: str, model: Any) -> None:
    assert set(CHIPS[subject]) - DRAWN_TOO.get(subject, set()) == set(model.State.values)


def test_every_subject_is_a_model_looked_at_here_or_is_worked_out() -> None:
    assert set(CHIPS) == set(MODELS) | WORKED_OUT


@pytest.mark.parametrize("subject", CHIPS)
def test_a_chip_is_an_icon_and_a_word(subject: str) -> None:
    assert all(chip.icon and str(chip.label) for chip in CHIPS[subject].values())
