from typing import Any

import pytest

from campaigns.models import Application, Campaign, Collaboration, Deliverable
from kit.chips import CHIPS
from payments.models import Escrow, Payment, Payout, Refund

DRAWN_TOO = {"payout": {"cancelled"}}  # not stored: why it failed tells
MODELS = [Campaign, Application, Collaboration, Deliverable, Escrow, Payment, Refund, Payout]


@pytest.mark.parametrize("model", MODELS)
def test_every_state_has_a_chip_and_no_chip_is_left_over(model: Any) -> None:
    name = model.__name__.lower()
    assert set(CHIPS[name]) - DRAWN_TOO.get(name, set()) == set(model.State.values)


@pytest.mark.parametrize("subject", CHIPS)
def test_a_chip_is_an_icon_and_a_word(subject: str) -> None:
    assert all(chip.icon and str(chip.label) for chip in CHIPS[subject].values())
