"""The brand's plan says how many briefs may be in review or open, and which fee its contracts pay."""

import pytest

from campaigns.services import accept_application, submit_for_approval
from payments.services import set_brand_fee
from plans.errors import PlanLimit
from plans.models import Plan

pytestmark = pytest.mark.django_db


def test_a_brief_beyond_the_plan_is_not_handed_in_and_stays_a_draft(draft, atlas):
    Plan.objects.filter(code="free").update(n_open_campaigns=0)
    with pytest.raises(PlanLimit):
        submit_for_approval(campaign_id=draft.pk, by=atlas)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_offers_show_the_fee_of_the_plan_before_anybody_accepts(api_of, atlas, atlas_brand, application):
    set_brand_fee(wallet=atlas_brand.wallet, brand_fee_bps=250)
    answer = api_of(atlas).get(f"/api/campaigns/{application.campaign_id}/applications")
    shown = answer.json()["results"][0]["sums"]
    escrow = accept_application(application_id=application.pk, by=atlas).escrow
    assert shown["brand_fee"]["amount"] == "112.50"
    assert escrow.brand_fee_centimes == 11_250
