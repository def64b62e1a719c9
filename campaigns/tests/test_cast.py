from channels.testing import WebsocketCommunicator

from payments.selectors import books


def test_the_cast_does_the_whole_job(completed):
    sums = books(completed.pk)
    assert completed.state == "completed"
    assert (sums.paid_centimes, sums.released_centimes, sums.held_centimes) == (477_000, 396_000, 0)


def test_four_people_act_for_atlas(atlas_brand, salma, finance_fz, viewer):
    assert set(atlas_brand.memberships.values_list("user__name", flat=True)) == {
        "Atlas",
        "Salma",
        "Fz",
        "Viewer",
    }


def test_websockets_can_be_tried(draft, rival, omar, staff):
    assert WebsocketCommunicator
