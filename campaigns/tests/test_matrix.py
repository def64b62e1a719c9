"""Every action in every state: what is not drawn on the map is a 409, and not one row changes."""

import pytest

from campaigns import services
from campaigns.models import Application, Campaign, Collaboration, Deliverable
from kit.errors import Refusal

# model -> action -> the states in which it is open.
OPEN = {
    Campaign: {
        "update": {"draft", "rejected", "open", "in_progress"},
        "submit": {"draft", "rejected"},
        "approve": {"pending_approval"},
        "reject": {"pending_approval"},
        "cancel": set(Campaign.MOVES),
        "apply": {"open"},
    },
    Application: {
        "shortlist": {"pending"},
        "offer": {"pending", "shortlisted", "countered"},
        "counter": {"offered"},
        "accept": {"pending", "shortlisted", "countered"},
        "accept offer": {"offered"},
        "reject": set(Application.MOVES),
        "withdraw": set(Application.MOVES),
    },
    Collaboration: {
        "sign": {"agreed"},
        "cancel": {"agreed", "signed", "funded", "active"},
        "dispute": {"funded", "active"},
        "decide": {"disputed"},
    },
    Deliverable: {
        "submit": {"due", "changes_requested"},
        "review": {"submitted"},
        "publish": {"approved"},
        "accept": {"published"},
    },
}
ACTIONS = [(model, action) for model, actions in OPEN.items() for action in actions]


class Hands:
    """The right person tries each action on one row."""

    def __init__(self, rows, brand, creator, staff):
        self.rows, self.brand, self.creator, self.staff = rows, brand, creator, staff

    def try_campaign(self, pk, action):
        acts = {
            "update": lambda: services.update_campaign(campaign_id=pk, fields={"title": "x"}, by=self.brand),
            "submit": lambda: services.submit_for_approval(campaign_id=pk, by=self.brand),
            "approve": lambda: services.approve_campaign(campaign_id=pk, by=self.staff),
            "reject": lambda: services.reject_campaign(campaign_id=pk, reason="x", by=self.staff),
            "cancel": lambda: services.cancel_campaign(campaign_id=pk, by=self.brand),
            "apply": lambda: services.apply_to_campaign(
                campaign_id=pk, pitch="x", price_centimes=1, by=self.creator
            ),
        }
        acts[action]()

    def try_application(self, pk, action):
        price = {"application_id": pk, "price_centimes": 1, "message": ""}
        acts = {
            "shortlist": lambda: services.shortlist_application(application_id=pk, by=self.brand),
            "offer": lambda: services.make_offer(**price, by=self.brand),
            "counter": lambda: services.counter_offer(**price, by=self.creator),
            "accept": lambda: services.accept_application(application_id=pk, by=self.brand),
            "accept offer": lambda: services.accept_application(application_id=pk, by=self.creator),
            "reject": lambda: services.reject_application(application_id=pk, note="", by=self.brand),
            "withdraw": lambda: services.withdraw_application(application_id=pk, by=self.creator),
        }
        acts[action]()

    def try_collaboration(self, pk, action):
        terms = Collaboration.objects.get(pk=pk).terms_hash
        acts = {
            "sign": lambda: services.sign_collaboration(
                collaboration_id=pk, name="Nom", terms_hash=terms, by=self.brand
            ),
            "cancel": lambda: services.cancel_collaboration(collaboration_id=pk, reason="x", by=self.brand),
            "dispute": lambda: services.open_dispute(collaboration_id=pk, reason="x", by=self.brand),
            "decide": lambda: services.decide_dispute(
                collaboration_id=pk, influencer_bps=0, decision="x", by=self.staff
            ),
        }
        acts[action]()

    def try_deliverable(self, pk, action):
        url = "https://www.instagram.com/p/1/"
        review = {"deliverable_id": pk, "decision": "approve", "comment": ""}
        acts = {
            "submit": lambda: services.submit_deliverable(
                deliverable_id=pk, url=url, caption="", by=self.creator
            ),
            "review": lambda: services.review_deliverable(**review, by=self.brand),
            "publish": lambda: services.publish_deliverable(deliverable_id=pk, url=url, by=self.creator),
            "accept": lambda: services.accept_deliverable(deliverable_id=pk, by=self.brand),
        }
        acts[action]()

    def attempt(self, model, action):
        getattr(self, f"try_{model.__name__.lower()}")(self.rows[model].pk, action)


@pytest.fixture
def hands(request, atlas, amina, staff):
    """Rows that nothing else in their world would refuse."""
    names = {Campaign: "draft", Application: "application", Collaboration: "collaboration"}

    def build(model):
        if model is Deliverable:
            row = request.getfixturevalue("funded").deliverables.get(position=1)
        else:
            row = request.getfixturevalue(names[model])
        return Hands({model: row}, atlas, amina, staff)

    return build


@pytest.mark.parametrize(("model", "action"), ACTIONS, ids=lambda part: getattr(part, "__name__", part))
def test_an_action_is_refused_in_every_other_state(model, action, hands, refused):
    ready = hands(model)
    for state in set(model.State) - OPEN[model][action]:
        model.objects.filter(pk=ready.rows[model].pk).update(state=state)
        with refused(Refusal) as no:
            ready.attempt(model, action)
        assert no.value.status == 409, state
