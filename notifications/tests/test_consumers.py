import asyncio

import pytest
from asgiref.sync import sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser

from accounts.services import end_sign_ins, start_sign_in
from brands.services import remove_member
from campaigns.services import apply_to_campaign
from kit.live import push
from notifications.consumers import live
from notifications.consumers.tab import MOST_WAITING
from notifications.services import Message, mark_all_read, tell
from notifications.urls import websocket_urlpatterns

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hang_up")]
NEWS = Message(kind="offer_made", key="1", data={"brand": "Atlas", "campaign": "Argan", "price_centimes": 1})
HOME = [(b"host", b"testserver"), (b"origin", b"http://testserver")]


def tab(user, headers=HOME):
    line = WebsocketCommunicator(URLRouter(websocket_urlpatterns), "/ws/", headers=list(headers))
    line.scope["user"] = user
    return line


async def opened(user):
    user.sign_in = await sync_to_async(start_sign_in)(user=user, kind="page")
    line = tab(user)
    assert (await line.connect())[0]
    return line, await line.receive_json_from()


async def test_a_tab_hears_how_many_are_unread(amina, say):
    await sync_to_async(say)(amina)
    line, hello = await opened(amina)
    assert hello == {"kind": "hello", "unread": 1, "talks": 0}
    await line.disconnect()


async def test_every_tab_of_the_reader_hears_a_notice_and_nobody_else(amina, omar):
    (one, _), (two, _), (other, _) = [await opened(user) for user in (amina, amina, omar)]
    await sync_to_async(tell)(readers=[amina.pk], message=NEWS)
    for line in (one, two):
        news = await line.receive_json_from()
        assert (news["kind"], news["unread"]) == ("notice", 1)
        assert "Atlas" in news["text"]
    assert await other.receive_nothing()
    for line in (one, two, other):
        await line.disconnect()


async def test_reading_in_one_tab_counts_in_the_other(amina, say):
    await sync_to_async(say)(amina)
    line, _ = await opened(amina)
    await sync_to_async(mark_all_read)(by=amina)
    assert await line.receive_json_from() == {"kind": "unread", "unread": 0}
    await line.disconnect()


async def test_a_tab_is_closed_when_its_sign_in_ends_and_no_other_is(amina):
    line, _ = await opened(amina)
    here = amina.sign_in
    other, _ = await opened(amina)
    await sync_to_async(end_sign_ins)(user=amina, why="revoked", but=here)
    assert await other.receive_json_from() == {"kind": "over"}
    closing = await other.receive_output()
    assert (closing["type"], closing["code"]) == ("websocket.close", 4401)
    assert await line.receive_nothing()
    await line.disconnect()


async def test_a_visitor_is_closed_with_a_code(db):
    line = tab(AnonymousUser())
    assert (await line.connect())[0]
    closing = await line.receive_output()
    assert (closing["type"], closing["code"]) == ("websocket.close", 4401)


@pytest.mark.parametrize("origin", [b"http://evil.example", b"http://testserver.evil.example", b"null", None])
async def test_a_page_of_another_site_is_refused(amina, origin):
    headers = [(b"host", b"testserver"), *([(b"origin", origin)] if origin else [])]
    assert not (await tab(amina, headers).connect())[0]


async def test_a_flood_from_the_page_ends_the_line(amina):
    line, _ = await opened(amina)
    for _number in range(61):
        await line.send_to(text_data="{}")
    closing = await line.receive_output()
    assert (closing["type"], closing["code"]) == ("websocket.close", 1008)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"text_data": "x" * 5000}, 1009),
        ({"text_data": "{"}, 1008),
        ({"bytes_data": b"{}"}, 1008),
    ],
)
async def test_what_is_no_small_json_ends_the_line(amina, frame, code):
    line, _ = await opened(amina)
    await line.send_to(**frame)
    closing = await line.receive_output()
    assert (closing["type"], closing["code"]) == ("websocket.close", code)


@pytest.mark.parametrize(
    "frame", ["1", "[]", "null", '{"kind": "watch"}', '{"kind": "typing", "conversation": 1}']
)
async def test_what_means_nothing_is_overlooked(amina, frame):
    line, _ = await opened(amina)
    await line.send_to(text_data=frame)
    assert await line.receive_nothing()
    await line.disconnect()


async def test_one_tab_too_many_is_closed_until_another_is(amina, settings):
    lines = [(await opened(amina))[0] for _ in range(settings.LIVE_TABS)]
    amina.sign_in = await sync_to_async(start_sign_in)(user=amina, kind="page")
    more = tab(amina)
    assert (await more.connect())[0]
    assert (await more.receive_output())["code"] == 1008
    await lines.pop().disconnect()
    lines.append((await opened(amina))[0])
    for line in lines:
        await line.disconnect()


async def test_a_removed_member_hears_no_more_of_the_brand_on_an_open_tab(
    atlas, atlas_brand, salma, campaign, amina, react
):
    """A brand has no topics: whom its news concern is asked each time."""
    (gone, _), (stays, _) = [await opened(user) for user in (salma, atlas)]
    await sync_to_async(remove_member)(brand_id=atlas_brand.pk, user=salma, by=atlas)
    apply = {"campaign_id": campaign.pk, "pitch": "Moi", "price_centimes": 450_000, "by": amina}
    await sync_to_async(apply_to_campaign)(**apply)
    await sync_to_async(react)()
    # The step in the conversation of the application, and the notice.
    assert {(await stays.receive_json_from())["kind"] for _ in range(2)} == {"message", "notice"}
    assert await gone.receive_nothing()
    for line in (gone, stays):
        await line.disconnect()


async def test_a_page_that_reads_too_slowly_is_closed_so_that_it_comes_back(amina):
    """It has missed something, and a page that comes back asks for what it missed."""
    user, sent, open_again = amina, [], asyncio.Event()
    user.sign_in = await sync_to_async(start_sign_in)(user=user, kind="page")
    wishes = iter([{"type": "websocket.connect"}])

    async def receive():
        return next(wishes, None) or await asyncio.Future()

    async def send(event):
        sent.append(event)
        if event.get("type") == "websocket.send" and len(sent) > 2:
            await open_again.wait()

    tab = asyncio.create_task(live({"user": user}, receive, send))
    while len(sent) < 2:  # noqa: ASYNC110 - what is waited for is what the double was told
        await asyncio.sleep(0.01)
    for n in range(MOST_WAITING + 10):
        push(f"user.{user.pk}", {"unread": n})
    await asyncio.sleep(0.2)
    open_again.set()
    await asyncio.wait_for(tab, 5)
    assert sent[-1] == {"type": "websocket.close", "code": 1013}


async def test_without_valkey_a_page_is_closed_so_that_it_polls(amina, settings):
    settings.LIVE_URL = "unix:///nowhere/valkey.sock"
    line = tab(amina)
    amina.sign_in = await sync_to_async(start_sign_in)(user=amina, kind="page")
    assert (await line.connect())[0]
    assert (await line.receive_output()) == {"type": "websocket.close", "code": 1013}
