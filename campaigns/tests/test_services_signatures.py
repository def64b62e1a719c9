from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import AlreadySigned, NameMissing, TermsChanged
from campaigns.models import Collaboration
from campaigns.services import cancel_collaboration, mark_funded, run_clocks, sign_collaboration
from conftest import fund, pay, sign_both
from events.models import Event
from kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.usefixtures("november")


def sign(collaboration, by, name="Nom Complet", terms_hash=None, **more):
    terms_hash = collaboration.terms_hash if terms_hash is None else terms_hash
    pk = collaboration.pk
    return sign_collaboration(collaboration_id=pk, name=name, terms_hash=terms_hash, by=by, **more)


def test_a_signature_records_who_when_where_and_over_what(collaboration, amina):
    sign(collaboration, amina, name=" Amina  Bennani ", ip="196.200.1.2", user_agent="Firefox")
    row = collaboration.signatures.get()
    assert (row.side, row.user, row.name, row.email) == ("influencer", amina, "Amina Bennani", amina.email)
    assert (row.ip, row.user_agent, row.terms_hash) == ("196.200.1.2", "Firefox", collaboration.terms_hash)
    assert collaboration.moves.latest("pk").data == {"signed_by": "influencer"}


def test_one_signature_is_not_enough(collaboration, salma):
    assert sign(collaboration, salma).state == "agreed"


def test_two_signatures_make_it_ready(signed):
    assert signed.state == "signed"
    assert Event.objects.latest("pk").label == "campaigns.CollaborationReady"


@pytest.mark.parametrize("who", ["omar", "finance_fz", "viewer", "rival", "staff"])
def test_others_do_not_sign(who, collaboration, refused, request):
    user = request.getfixturevalue(who)
    with refused(NotAllowed):
        sign(collaboration, user)


def test_another_text_is_not_signed(collaboration, atlas, refused):
    with refused(TermsChanged):
        sign(collaboration, atlas, terms_hash="0" * 64)


@pytest.mark.parametrize("name", ["", "  ", "A", "\u202e\u202e\u202e"])
def test_a_name_is_typed(name, collaboration, atlas, refused):
    with refused(NameMissing):
        sign(collaboration, atlas, name=name)


def test_a_side_signs_once(collaboration, atlas, salma, refused):
    sign(collaboration, atlas)
    with refused(AlreadySigned):
        sign(collaboration, salma)


def test_a_cancelled_contract_is_not_signed(collaboration, atlas, amina, refused):
    cancel_collaboration(collaboration_id=collaboration.pk, reason="Non", by=amina)
    with refused(WrongState):
        sign(collaboration, atlas)


# Funds -----------------------------------------------------------------------
def test_the_banks_word_starts_the_work(signed, react):
    pay(signed)
    react()
    signed.refresh_from_db()
    assert signed.state == "funded"
    assert signed.deliverables.filter(due_at=None).count() == 0


def test_the_fact_twice_changes_nothing(funded, react):
    before = Event.objects.count()
    assert not mark_funded(collaboration_id=funded.pk)
    react()
    assert Event.objects.count() == before


def test_without_money_nothing_starts(signed, refused):
    assert not mark_funded(collaboration_id=signed.pk)
    signed.refresh_from_db()
    assert signed.state == "signed"


def test_money_before_the_signatures_counts_when_they_come(collaboration):
    pay(collaboration)
    assert not mark_funded(collaboration_id=collaboration.pk)
    assert sign_both(collaboration).state == "funded"


def test_money_for_a_contract_nobody_signed_goes_back(collaboration, react, time_machine, balanced):
    pay(collaboration)
    react()
    time_machine.move_to(timezone.now() + timedelta(hours=73))
    run_clocks()
    collaboration.refresh_from_db()
    assert (collaboration.state, collaboration.escrow.state) == ("lapsed", "refunded")


def test_a_contract_runs_from_its_first_day(funded, time_machine):
    time_machine.move_to(funded.due_at)
    run_clocks()
    assert Collaboration.objects.get(pk=funded.pk).state == "active"


def test_funds_in_time_keep_the_agreed_days(signed):
    days = list(signed.deliverables.values_list("due_on", flat=True))
    fund(signed)
    assert list(signed.deliverables.values_list("due_on", flat=True)) == days
