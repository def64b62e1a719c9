from channels.testing import WebsocketCommunicator


def test_the_cast_meets(application, draft, atlas, salma, finance_fz, viewer, rival, omar, staff, client_of, api_of):
    assert application.campaign.brand.memberships.count() == 4
    assert WebsocketCommunicator
