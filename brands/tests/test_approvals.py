"""A second person above an amount: no way round it, and no way to be both people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from brands.services import change_member, remove_member, set_spending_limit
from kit.errors import NotAllowed, WrongState
from kit.ids import uuid7
from payments import services
from payments.errors import ApprovalNeeded, OwnRequest, SecondPersonMissing
from payments.models import Payment, SpendApproval

TOTAL = 477_000


@pytest.fixture
def escrow(amina, atlas_brand):
    """4 500 MAD agreed, nothing paid."""
    wallets = {"payer": atlas_brand.wallet, "payee": amina.influencer.wallet}
    return services.open_escrow(deal_id=uuid7(), title="Argan", price_centimes=450_000, **wallets)


@pytest.fixture
def limited(escrow, atlas, finance_fz, atlas_brand):
    """The escrow's total is one centime above the limit."""
    set_spending_limit(brand_id=atlas_brand.pk, above_centimes=TOTAL - 1, by=atlas)
    escrow.refresh_from_db()
    return escrow


@pytest.fixture
def asked(limited, finance_fz):
    return services.ask_approval(escrow_id=limited.pk, by=finance_fz)


def pay(escrow, by):
    return services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=by)


def test_the_limit_itself_is_paid_by_one_person(escrow, atlas, finance_fz, atlas_brand):
    set_spending_limit(brand_id=atlas_brand.pk, above_centimes=TOTAL, by=atlas)
    assert pay(escrow, atlas).amount_centimes == TOTAL


def test_above_it_nobody_pays_alone_and_is_told_what_is_missing(limited, atlas, finance_fz):
    for user in (atlas, finance_fz):
        with pytest.raises(ApprovalNeeded) as no:
            pay(limited, user)
        assert no.value.facts == {"state": "none", "amount_centimes": TOTAL, "above_centimes": TOTAL - 1}
    assert not Payment.objects.exists()


def test_one_asks_another_approves_and_the_first_pays(limited, asked, atlas, finance_fz):
    with pytest.raises(ApprovalNeeded):
        pay(limited, finance_fz)
    services.approve_spending(approval_id=asked.pk, by=atlas)
    with pytest.raises(ApprovalNeeded) as no:
        pay(limited, atlas)  # who approved does not pay
    assert no.value.facts["state"] == "yours"
    assert pay(limited, finance_fz).made_by == finance_fz


def test_the_asker_is_not_the_second_person(asked, finance_fz):
    for answer in (services.approve_spending, services.refuse_spending):
        with pytest.raises(OwnRequest):
            answer(approval_id=asked.pk, by=finance_fz)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("asked", None)


@pytest.mark.parametrize("who", ["salma", "viewer", "rival", "amina"])
def test_who_may_not_pay_neither_asks_nor_answers(limited, asked, who, request):
    user = request.getfixturevalue(who)
    for act in (
        lambda: services.ask_approval(escrow_id=limited.pk, by=user),
        lambda: services.approve_spending(approval_id=asked.pk, by=user),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert SpendApproval.objects.get().state == "asked"


def test_an_answer_is_final_and_a_refusal_can_be_asked_again(limited, asked, atlas, finance_fz):
    services.refuse_spending(approval_id=asked.pk, by=atlas)
    with pytest.raises(WrongState):
        services.approve_spending(approval_id=asked.pk, by=atlas)
    again = services.ask_approval(escrow_id=limited.pk, by=finance_fz)
    assert (again.state, again.pk != asked.pk) == ("asked", True)
    assert services.ask_approval(escrow_id=limited.pk, by=finance_fz) == again


def test_a_word_is_worth_nothing_after_its_week(limited, asked, atlas, finance_fz):
    services.approve_spending(approval_id=asked.pk, by=atlas)
    SpendApproval.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ApprovalNeeded):
        pay(limited, finance_fz)
    assert services.expire_approvals() == 1
    late = services.ask_approval(escrow_id=limited.pk, by=finance_fz)
    SpendApproval.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    with pytest.raises(WrongState):
        services.approve_spending(approval_id=late.pk, by=atlas)


def demote(brand, atlas, user):
    change_member(brand_id=brand.pk, user=user, role="viewer", by=atlas)


def remove(brand, atlas, user):
    remove_member(brand_id=brand.pk, user=user, by=atlas)


def shut_out(brand, atlas, user):
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("end", [demote, remove, shut_out])
def test_an_approval_dies_with_the_right_of_whoever_gave_it(limited, atlas, finance_fz, atlas_brand, end):
    asked = services.ask_approval(escrow_id=limited.pk, by=atlas)
    services.approve_spending(approval_id=asked.pk, by=finance_fz)
    end(atlas_brand, atlas, finance_fz)
    with pytest.raises(ApprovalNeeded):
        pay(limited, atlas)
    with pytest.raises(SecondPersonMissing):
        services.ask_approval(escrow_id=limited.pk, by=atlas)
    assert not Payment.objects.exists()


def test_nothing_is_asked_where_nothing_is_needed(escrow, atlas, finance_fz):
    with pytest.raises(WrongState):
        services.ask_approval(escrow_id=escrow.pk, by=atlas)
    assert not SpendApproval.objects.exists()


def test_a_contract_that_is_over_is_not_approved(limited, asked, atlas):
    services.cancel_escrow(escrow_id=limited.pk)
    with pytest.raises(WrongState):
        services.approve_spending(approval_id=asked.pk, by=atlas)


def test_an_owner_alone_needs_a_second_person_before_turning_it_on(atlas, atlas_brand, salma, viewer):
    with pytest.raises(SecondPersonMissing):
        set_spending_limit(brand_id=atlas_brand.pk, above_centimes=1, by=atlas)
    atlas_brand.wallet.refresh_from_db()
    assert atlas_brand.wallet.approval_above_centimes is None


@pytest.mark.parametrize("who", ["salma", "finance_fz", "viewer", "rival"])
def test_only_the_owner_moves_the_limit(limited, atlas_brand, who, request):
    with pytest.raises(NotAllowed):
        set_spending_limit(brand_id=atlas_brand.pk, above_centimes=None, by=request.getfixturevalue(who))
    limited.payer.refresh_from_db()
    assert limited.payer.approval_above_centimes == TOTAL - 1


def test_the_api_says_what_is_missing_and_gets_it(api_of, limited, atlas, finance_fz, settings):
    settings.PAYMENT_GATEWAYS = {"sandbox": {"url": "http://bank.test", "secret": "s" * 32}}
    body = {"collaboration": str(limited.deal_id), "gateway": "sandbox"}
    no = api_of(finance_fz).post("/api/payments/create-payment-intent", body, format="json")
    assert (no.status_code, no.json()["code"]) == (409, "approval_needed")
    assert no.json()["facts"]["state"] == "none"
    row = api_of(finance_fz).post("/api/payments/approvals", body, format="json").json()
    assert (row["status"], row["amount"]["amount"], row["asked_by"]) == ("asked", "4770.00", "Fz")
    url = f"/api/payments/approvals/{row['id']}"
    assert api_of(finance_fz).post(f"{url}/approve").status_code == 403
    assert api_of(atlas).post(f"{url}/approve").json()["status"] == "approved"
    yes = api_of(finance_fz).post("/api/payments/create-payment-intent", body, format="json")
    assert yes.status_code == 201


def test_the_page_of_a_request_and_its_answer(client_of, asked, atlas, finance_fz, viewer):
    url = f"/fr/marque/finances/accords/{asked.pk}"
    pages = {who: client_of(who).get(url).content.decode() for who in (atlas, finance_fz, viewer)}
    assert ['value="yes"' in page for page in pages.values()] == [True, False, False]
    assert str(asked.pk) in client_of(viewer).get("/fr/marque/finances/accords").content.decode()
    client_of(atlas).post(url, {"answer": "no"})
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("refused", atlas)
