import pytest

from brands.services import offer_ownership


@pytest.mark.parametrize("model", ["invitation", "ownershipoffer"])
def test_staff_read_what_was_proposed_and_change_nothing(client_of, staff, atlas, salma, invited, model):
    offer = offer_ownership(brand_id=invited[0].brand_id, user=salma, by=atlas)
    client = client_of(staff)
    row = invited[0] if model == "invitation" else offer
    assert "Atlas Argan" in client.get(f"/admin/brands/{model}/").content.decode()
    page = client.get(f"/admin/brands/{model}/{row.pk}/change/").content.decode()
    assert invited[0].token_hash not in page
    assert client.get(f"/admin/brands/{model}/add/").status_code == 403
    assert client.post(f"/admin/brands/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
