"""A brand's people sit in its conversations, and nobody else."""

import pytest

from brands.services import add_member, change_member, remove_member
from conftest import person
from messaging.models import Seat
from messaging.services import open_conversation


@pytest.fixture
def seat_of_ali(application, atlas, atlas_brand):
    open_conversation(kind="application", about=str(application.pk))
    ali = person("ali", "brand")
    add_member(brand_id=atlas_brand.pk, user=ali, role="manager", by=atlas)
    return Seat.objects.get(user=ali)


def test_a_new_manager_writes(seat_of_ali):
    assert (seat_of_ali.writes, seat_of_ali.left_at) == (True, None)


def test_a_viewer_only_looks(seat_of_ali, atlas, atlas_brand):
    change_member(brand_id=atlas_brand.pk, user=seat_of_ali.user, role="viewer", by=atlas)
    seat_of_ali.refresh_from_db()
    assert not seat_of_ali.writes


def test_whoever_is_removed_has_left_every_conversation(seat_of_ali, atlas, atlas_brand):
    remove_member(brand_id=atlas_brand.pk, user=seat_of_ali.user, by=atlas)
    seat_of_ali.refresh_from_db()
    assert seat_of_ali.left_at
