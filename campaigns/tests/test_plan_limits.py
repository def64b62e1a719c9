"""The brand's plan says how many briefs may be in review or open."""

import pytest

from campaigns.services import submit_for_approval
from plans.errors import PlanLimit
from plans.models import Plan

pytestmark = pytest.mark.django_db


def test_a_brief_beyond_the_plan_is_not_handed_in_and_stays_a_draft(draft, atlas):
    Plan.objects.filter(code="free").update(n_open_campaigns=0)
    with pytest.raises(PlanLimit):
        submit_for_approval(campaign_id=draft.pk, by=atlas)
    draft.refresh_from_db()
    assert draft.state == "draft"
